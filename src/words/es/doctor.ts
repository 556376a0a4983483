import { LOWEST_VERSIONS } from '../../errors';
import type { Words } from '../en';
import { numbers } from './base';

const mebibytes = (bytes: number) => `${numbers.count(Math.floor(bytes / 2 ** 20))} MiB`;
const counted = (count: number, one: string, more: string) => `${numbers.count(count)} ${count === 1 ? one : more}`;

const STATES = {
  ok: 'bien',
  missing: 'no existe',
  unreadable: 'no se puede leer',
  unwritable: 'no se puede escribir',
  full: 'el disco está lleno',
  nowhere: 'no hay carpeta personal donde tenerla',
} as const;

type State = keyof typeof STATES;

const fault = (state: State, reason: string | null) => `${STATES[state]}${reason === null ? '' : ` (${reason})`}`;
const placed = (path: string | null) => (path === null ? '' : `${path}, `);

export const doctor: Words['doctor'] = {
  title: (commit, tfjs, node, system) => `Weft ${commit}, TensorFlow.js ${tfjs}, Node ${node ?? '–'}, ${system}`,
  machine: (cores, memoryBytes, freeBytes) =>
    `${counted(cores, 'núcleo', 'núcleos')}, ${mebibytes(memoryBytes)} de memoria, ${mebibytes(freeBytes)} libres`,
  sharedMemory: (bytes) => `/dev/shm: ${mebibytes(bytes)} libres`,
  vulkan: (loader, drivers) =>
    `Vulkan: cargador ${loader ?? 'ninguno'}; controladores ${drivers.length === 0 ? 'ninguno' : drivers.join(', ')}`,
  environment: (variables) => `Entorno: ${variables.join(', ')}`,
  placeNames: {
    runs: 'Ejecuciones',
    tuning: 'Ajuste',
    builds: 'Compilaciones',
    temporary: 'Archivos temporales',
    dataset: 'Datos',
  },
  place: (name, path, state, freeBytes) =>
    `${name}: ${path ?? '–'}, ${STATES[state]}${freeBytes === null ? '' : `, ${mebibytes(freeBytes)} libres`}`,
  tuning: (state, winners, selfTests) =>
    state === 'ok'
      ? `Recordado de los adaptadores: ${counted(winners, 'kernel elegido', 'kernels elegidos')} por el ajuste, ${counted(selfTests, 'autoprueba superada', 'autopruebas superadas')}`
      : state === 'none'
        ? 'Recordado de los adaptadores: aún nada'
        : 'Recordado de los adaptadores: nada, porque el archivo está dañado',
  browser: (path, version) => `Navegador: ${path ?? '–'}, ${version}`,
  device: (name, driver) => `Gráficos: ${name}${driver === '' ? '' : `, controlador ${driver}`}`,
  status: (features) => `El navegador dice: ${features.join(', ')}`,
  flags: (flags) => `Opciones del navegador: ${flags.join(' ')}`,
  training: 'Entrenando tres pasos, junto a float64 …',
  proof: (losses, error) =>
    `Pérdida: ${losses.map((loss) => (loss === null ? 'no finita' : numbers.loss(loss))).join('; ')}; a lo sumo a ${numbers.learningRate(error)} de float64`,
  selfTests: (done, remembered, dropped, tuned) =>
    `Autopruebas: ${numbers.count(done)} superadas ahora, ${numbers.count(remembered)} antes, ${numbers.count(dropped)} fallidas; kernels elegidos por el ajuste: ${numbers.count(tuned)}`,
  lastFailures: 'Últimos fallos:',
  lastFailure: (at, what, where) => `  ${at}  ${what}  ${where}`,
  warning: (text) => `Advertencia: ${text}`,
  works: (adapter) => `Se puede entrenar con ${adapter}: tres pasos coinciden con float64 y la pérdida baja.`,
  fails: (reason) => `Aquí no se puede entrenar: ${reason}`,
  problems: {
    notTried: 'se detuvo antes de probarlo.',
    noBrowser:
      'no se ha encontrado Chrome, Chromium ni Edge; instala Chrome, pon en WEFT_BROWSER la ruta de uno, o deja que npm start instale un Chromium.',
    wrongBrowser: (path) =>
      `WEFT_BROWSER es "${path}", que no es un navegador que funcione aquí; da otra ruta, o quita la variable.`,
    browserBroken: (path, reason) =>
      `${path} no arranca; vuelve a instalarlo, o pon otro en WEFT_BROWSER. Motivo original: ${reason}`,
    missingLibrary: (library) =>
      `al navegador le falta la biblioteca ${library}; instálala con los paquetes del sistema (npx playwright install-deps chromium los nombra), o pon otro navegador en WEFT_BROWSER.`,
    noSharedMemory: (bytes) =>
      `el navegador se ha cerrado, y /dev/shm tiene ${mebibytes(bytes)} libres; dale más (docker run --shm-size=1g, o mount -o remount,size=1g /dev/shm).`,
    pageBroken: (reason) =>
      `la página del entrenador se ha roto; cierra otros programas, actualiza el navegador, o prueba --runtime dawn. Motivo original: ${reason}`,
    notBuilt: (reason) =>
      `el entrenador no se ha podido compilar; ejecuta npm ci, y mira con git status qué archivos han cambiado. Motivo original: ${reason}`,
    unwritable: (path, reason) =>
      `no se puede escribir en ${path ?? 'una carpeta'} (${reason ?? 'motivo desconocido'}); permite a este usuario escribir en ella.`,
    diskFull: (path) => `el disco está lleno${path === null ? '' : ` (${path})`}; libera espacio y vuelve a empezar.`,
    noGpu: (runtime) =>
      `${runtime === 'dawn' ? 'Dawn' : 'el navegador'} no ofrece ninguna GPU, solo un adaptador de software o ninguno; instala el controlador de la GPU (en Linux, el de Vulkan), pásala al contenedor si lo hay, o elige --adapter swiftshader.`,
    tooOld: (version) =>
      `el navegador es Chromium ${version}, y Weft necesita ${LOWEST_VERSIONS.chrome} o posterior; actualízalo, o pon uno más nuevo en WEFT_BROWSER.`,
    blocklisted: (status) =>
      `el navegador no da WebGPU a esta máquina (webgpu: ${status}), como hace con los controladores que tiene por defectuosos; actualiza el controlador gráfico y el navegador, o elige --adapter swiftshader.`,
    noAdapter:
      'el navegador no ofrece ningún adaptador WebGPU; actualiza el navegador y el controlador gráfico, elige --adapter swiftshader, o prueba --runtime dawn.',
    noDawn:
      'el paquete webgpu, que es Dawn, no está instalado para este sistema; ejecuta npm ci, o usa --runtime browser.',
    noDriver: (adapter) =>
      adapter === 'lavapipe'
        ? 'no está instalado el controlador de Vulkan lavapipe; instala los controladores de Vulkan de Mesa (Debian, Ubuntu: mesa-vulkan-drivers), o elige --adapter swiftshader.'
        : 'no hay ningún controlador de Vulkan instalado; instala el de la GPU, o el de Mesa para procesadores (Debian, Ubuntu: mesa-vulkan-drivers), o pon en VK_ICD_FILENAMES el archivo JSON de uno.',
    noLoader:
      'no hay cargador de Vulkan (libvulkan.so.1); instálalo (Debian, Ubuntu: libvulkan1; Fedora: vulkan-loader) con el controlador de la GPU.',
    wrongVariable: (value) =>
      `se le pide a Vulkan el controlador ${value} (VK_ICD_FILENAMES o VK_DRIVER_FILES), que no da ningún adaptador; quita la variable, o pon el archivo JSON de un controlador instalado.`,
    wrongAdapter: (adapter) =>
      `hay un adaptador, pero ninguno que sea ${adapter}; quita VK_ICD_FILENAMES, instala ${adapter}, o elige --adapter auto.`,
    noAnswer:
      'nada ha contestado a tiempo; reinicia el ordenador, actualiza el controlador gráfico, o prueba --adapter swiftshader.',
    unforeseen: (reason) =>
      `ha pasado algo imprevisto; adjunta el archivo de --json a un informe. Motivo original: ${reason}`,
    gpuBroke: (said) => `${said} Actualiza el navegador y el controlador gráfico, o usa otro adaptador.`,
    wrong: (error) =>
      `las pérdidas difieren de las de float64 en ${Number.isFinite(error) ? numbers.learningRate(error) : 'más que cualquier número'}; actualiza el navegador y el controlador gráfico, o usa otro adaptador.`,
    notLearning: 'la pérdida no baja; actualiza el navegador y el controlador gráfico, o usa otro adaptador.',
    gpuUnused:
      'puede que haya aquí una GPU que no se usa; --adapter gpu dice por qué, y a menudo falta su controlador (en Linux, el de Vulkan).',
    kernelsDropped: (programs) =>
      `${programs.join(', ')} ha dado resultados falsos y otro kernel ocupa su lugar; actualiza el controlador gráfico.`,
    dataset: (path, reason, isOurs) =>
      `los datos de ${path ?? '–'} no se pueden leer (${reason ?? 'motivo desconocido'}); ${isOurs ? 'recupéralos (git checkout public/datasets), o nombra otros' : 'nombra una carpeta que los tenga'} con --dataset.`,
    littleSpace: (path, bytes) =>
      `solo quedan ${mebibytes(bytes)} para ejecuciones (${path ?? '–'}); libera espacio, o nombra otra carpeta con --runs.`,
    tuningDamaged: 'el archivo de ajuste está dañado, y la próxima ejecución lo escribe de nuevo.',
    places: {
      runs: (path, state, reason) =>
        `las ejecuciones no se guardarán: ${placed(path)}${fault(state, reason)}; nombra una carpeta con --runs, o pon XDG_DATA_HOME.`,
      tuning: (path, state, reason) =>
        `los kernels se elegirán cada vez: ${placed(path)}${fault(state, reason)}; pon en XDG_CACHE_HOME una carpeta tuya.`,
      builds: (path, state, reason) =>
        `las compilaciones no se pueden guardar: ${placed(path)}${fault(state, reason)}; permite escribir en la carpeta.`,
      temporary: (path, state, reason) =>
        `no se pueden escribir archivos temporales: ${placed(path)}${fault(state, reason)}; pon en TMPDIR una carpeta tuya.`,
    },
  },
};
