import type { ErrorFacts, WeftErrorCode } from '../../errors';
import type { Words } from '../en';
import { numbers } from './base';
import { sayGpuFailure, sayUnavailable } from './gpuErrors';

/** Errors are thrown in English: with their facts they are said anew, without them they are quoted. */
export const errors: Words['errors'] = {
  say: ({ code, message, facts }) => {
    if (facts !== undefined) {
      return sayFacts(facts);
    }
    return `${FRAMES[code] ?? FRAMES['run-failed']} Mensaje original: ${message}`;
  },
};

const FRAMES: Readonly<Partial<Record<WeftErrorCode, string>>> & { readonly 'run-failed': string } = {
  'no-webgpu': 'Aquí no hay WebGPU.',
  'no-adapter': 'WebGPU no ha encontrado ningún adaptador.',
  'limit-too-small': 'Un límite del adaptador gráfico es demasiado pequeño.',
  'out-of-memory': 'La GPU no tiene memoria suficiente; entrena menos redes a la vez.',
  'device-lost': 'Se ha perdido la GPU; vuelve a entrenar.',
  'gpu-silent': 'La GPU no contesta.',
  'gpu-error': 'La GPU ha rechazado una orden.',
  'wrong-result': 'La GPU ha dado un resultado falso.',
  'shader-error': 'Un shader no se puede compilar.',
  'incompatible-tfjs': 'Esta versión de TensorFlow.js no es compatible.',
  'bad-option': 'Una opción no se puede usar.',
  'bad-dataset': 'Los datos no se pueden usar.',
  'bad-run': 'El archivo no es una ejecución que se pueda leer.',
  'bad-checkpoint': 'El punto de control no se puede usar.',
  'run-failed': 'Se ha producido un error.',
};

const OWN_FILES = {
  run: 'una ejecución',
  csv: 'un CSV',
  report: 'un informe',
  bench: 'una medición',
  check: 'una comprobación',
  checkText: 'el texto de una comprobación',
  soak: 'una prueba larga',
  doctor: 'un archivo de doctor',
} as const;

const PASSES = {
  train: 'entrenamiento',
  heldOut: 'ejemplos apartados',
  validation: 'validación',
  test: 'prueba',
} as const;

const CONTENTS = { images: 'imágenes', labels: 'etiquetas' } as const;

function sayFacts(facts: ErrorFacts): string {
  switch (facts.about) {
    case 'file-missing':
      return `El archivo ${facts.file} no se ha podido descargar de ${facts.url}. Motivo original: ${facts.reason}.`;
    case 'file-not-gzip': {
      const found = facts.begins === '' ? 'está vacío' : `empieza con los bytes ${facts.begins}`;
      return `El archivo ${facts.file} no es un archivo gzip: ${found}; un archivo gzip empieza con ${facts.expected}.`;
    }
    case 'file-damaged':
      return `El archivo ${facts.file}, de ${numbers.count(facts.bytes)} bytes, está dañado o cortado; debe ser un archivo gzip completo y nada más.`;
    case 'file-continues':
      return `El archivo ${facts.file} se descomprime en ${numbers.count(facts.bytes)} bytes, pero sus cuatro últimos anuncian ${numbers.count(facts.announced)}; nada puede seguir al final de un archivo gzip.`;
    case 'file-too-large':
      return `El archivo ${facts.file} anuncia ${numbers.count(facts.announced)} bytes descomprimidos; puede tener como mucho ${numbers.count(facts.most)}.`;
    case 'file-not-published':
      return `El archivo ${facts.file} no es el publicado: su contenido descomprimido tiene el SHA-256 ${facts.found}; debe ser ${facts.expected}.`;
    case 'idx-header':
      return `El archivo ${facts.file} tiene ${numbers.count(facts.bytes)} bytes; un archivo IDX de ${CONTENTS[facts.content]} empieza con ${facts.headerBytes} de cabecera.`;
    case 'idx-magic':
      return `El archivo ${facts.file} empieza con el número 0x${facts.found}; un archivo IDX de ${CONTENTS[facts.content]} empieza con 0x${facts.expected}.`;
    case 'idx-empty':
      return `El archivo ${facts.file} anuncia 0 ${CONTENTS[facts.content]}; debe haber al menos 1.`;
    case 'idx-length': {
      const fault = facts.bytes < facts.expected ? 'está cortado' : 'tiene bytes de más';
      return `El archivo ${facts.file} ${fault}: tiene ${numbers.count(facts.bytes)} bytes, y las ${numbers.count(facts.count)} ${CONTENTS[facts.content]} que anuncia ocupan exactamente ${numbers.count(facts.expected)}.`;
    }
    case 'image-size':
      return `El archivo ${facts.file} contiene imágenes de ${facts.found} píxeles; deben ser de ${facts.expected}.`;
    case 'label-range':
      return `El archivo ${facts.file} tiene la etiqueta ${facts.label} en la posición ${facts.position}; las etiquetas deben ir de 0 a ${facts.most}.`;
    case 'label-count':
      return `El archivo ${facts.file} tiene ${numbers.count(facts.labels)} etiquetas; debe haber una por cada una de las ${numbers.count(facts.images)} imágenes.`;
    case 'too-few-images':
      return `El archivo ${facts.file} tiene ${numbers.count(facts.images)} imágenes; debe tener al menos ${numbers.count(facts.validation + 1)}, porque las primeras ${numbers.count(facts.validation)} son de validación.`;
    case 'too-many-examples':
      return `La opción ${facts.option} es ${facts.value}; los datos ${facts.dataset} tienen ${numbers.count(facts.examples)} ejemplos con los que entrenar.`;
    case 'bad-option':
      return `La opción ${facts.option} es ${facts.value}; debe ser ${facts.allowed.es}.`;
    case 'unknown-option':
      return `No hay ninguna opción «${facts.option}»; se conocen ${facts.known.join(', ')}.`;
    case 'unknown-case':
      return `La opción cases nombra «${facts.pattern}», que no coincide con ningún caso; se conocen ${facts.known.join(', ')}${facts.isAll ? '.' : ', …'}`;
    case 'no-folder':
      return `La opción ${facts.option} es "${facts.path}", pero no hay ninguna carpeta ${facts.folder}; créala antes.`;
    case 'not-writable':
      return `La opción ${facts.option} es "${facts.path}", donde no se puede escribir. Motivo original: ${facts.reason}`;
    case 'not-ours':
      return `La opción ${facts.option} es "${facts.path}", un archivo que no es ${OWN_FILES[facts.content]} de Weft; da otro, o --force para reemplazarlo.`;
    case 'same-file':
      return `Las opciones ${facts.other} y ${facts.option} llevan al mismo archivo, ${facts.path}; cada una necesita el suyo.`;
    case 'writes-over-input':
      return `La opción ${facts.option} es "${facts.path}", un archivo que se lee; da otro.`;
    case 'files-not-written': {
      const failed = facts.failed.map(
        ({ path, reason }) => `${path} no se ha podido escribir (motivo original: ${reason})`,
      );
      const written = facts.written.length === 0 ? '' : ` Se ha escrito ${facts.written.join(', ')}.`;
      const kept =
        facts.keptAs === undefined
          ? ''
          : ` La ejecución se guarda como ${facts.keptAs}; npm run runs -- export ${facts.keptAs} escribe sus archivos.`;
      return `${failed.join('; ')}.${written}${kept}`;
    }
    case 'repeated-option':
      return `La opción ${facts.option} se da ${facts.times} veces (${facts.list}); debe darse una sola vez.`;
    case 'large-file':
      return `${facts.file} tiene ${facts.mebibytes} MiB; un archivo de ejecución tiene como máximo ${facts.most} MiB.`;
    case 'run-not-json':
      return `El archivo ${facts.file} ${facts.isEmpty ? 'está vacío' : 'no es JSON completo'}; debe ser un archivo de ejecución, como los que escribe train con --json.`;
    case 'run-out-of-bounds':
      return `Archivo ${facts.file}: ${facts.bound === 'depth' ? 'está anidado a más profundidad que ninguna ejecución' : 'tiene más listas que ninguna ejecución'}.`;
    case 'run-field-unknown':
      return `Archivo ${facts.file}: ${facts.path} no es un campo de weft.run/1.`;
    case 'run-field': {
      const field = facts.path === '' ? 'su raíz' : facts.path;
      return `Archivo ${facts.file}: ${field} ${facts.value === undefined ? 'falta' : `es ${facts.value}`}; debe ser ${facts.allowed.es}.`;
    }
    case 'run-contradiction':
      return `El archivo ${facts.file} se contradice. Problema original: ${facts.problem}.`;
    case 'checkpoint':
      return `El punto de control ${facts.file} no se puede usar (${facts.place}). Problema original: ${facts.problem}.`;
    case 'wrong-count':
      return `La GPU ha contado ${numbers.count(facts.rows)} de los ${numbers.count(facts.examples)} ejemplos de la red ${facts.member} (${PASSES[facts.pass]}): su controlador ha perdido parte del trabajo. Vuelve a entrenar; si se repite, actualiza el navegador y el controlador gráfico.`;
    case 'wrong-kernel':
      return `El shader ${facts.program} da resultados falsos en ${facts.adapter}${facts.isTraining ? ', y los daba bien al empezar' : ''}: no se puede entrenar con él. Actualiza el navegador y el controlador gráfico, o usa otro adaptador.`;
    case 'no-room':
      return `Una red ocupa ${numbers.count(facts.megabytes)} MB de la memoria de la GPU, y no queda tanta; cierra otros programas o elige un batch-size menor.`;
    case 'gpu-unavailable':
      return sayUnavailable(facts);
    case 'gpu-lost':
    case 'gpu-lost-often':
    case 'gpu-silent':
    case 'gpu-refused':
      return sayGpuFailure(facts);
    case 'trainer-ended':
      return 'El entrenador no se ha detenido y se ha cerrado; la ejecución se guarda hasta su último punto de control. Entrenar de nuevo abre otro.';
    case 'run-under-way':
      return 'Hay una ejecución en marcha; detenla antes de empezar otra.';
    case 'bench-under-way':
      return 'Ya se están midiendo kernels; detén la medición antes de empezar otra.';
  }
}
