import { LOWEST_VERSIONS } from '../../errors';
import type { Words } from '../en';

export const page: Words['page'] = {
  tagline:
    '¿Con qué normalización de la entrada se aprende mejor? Entrénalas todas a la vez en la GPU de este navegador.',
  language: 'Idioma',
  views: 'Vistas',
  viewTitles: { train: 'Entrenar', runs: 'Ejecuciones', kernels: 'Kernels', report: 'Informe' },
  lookingForGpu: 'Buscando una GPU…',
  noWebGpu: 'Sin WebGPU',
  noTrainer: 'Entrenador no disponible',
  tryAgain: 'Reintentar',
  diagnostic: {
    save: 'Descargar un archivo de diagnóstico',
    holds:
      'Versiones, adaptador, opciones, errores y últimos sucesos, para adjuntar a un informe de fallo; no se envía nada.',
  },
  trainerDidNotStart: 'El entrenador no ha arrancado',
  missingGpu: {
    noAdapterTitle: 'WebGPU no ha encontrado ningún adaptador con el que entrenar',
    noWebGpuTitle: 'Weft necesita WebGPU, y este navegador no lo tiene',
    noAdapterLead: 'El navegador conoce WebGPU, pero no da ningún adaptador gráfico a esta página.',
    noWebGpuLead: 'Weft entrena en la GPU por medio de WebGPU. Sin él no hay con qué entrenar.',
    secureContext: (origin) =>
      `**Abre la página por https, o en localhost.** Los navegadores solo ofrecen WebGPU a páginas seguras; esta vino de \`${origin}\`.`,
    browser: `**Usa Chrome o Edge ${LOWEST_VERSIONS.chrome} o posterior** en un ordenador; vale cualquier versión actual.`,
    acceleration:
      '**Activa la aceleración gráfica**: Configuración → Sistema → «Usar aceleración gráfica cuando esté disponible», y reinicia el navegador.',
    status:
      '**Mira** `chrome://gpu`: en «Graphics Feature Status» dice si WebGPU está activado y, más abajo, por qué no. Un controlador gráfico más nuevo suele ayudar.',
    linux: '**En Linux**, arranca el navegador con',
    linuxWithoutGpu: 'o, en una máquina sin GPU, con el lento adaptador por software',
    reason: (message) => `Lo que dijo el navegador: ${message}`,
  },
  softwareAdapter:
    '**Adaptador por software.** Aquí WebGPU funciona en el procesador, así que las velocidades no dicen nada sobre las GPU y los presets mayores tardan mucho. El preset inicial es `quick`.',
  softwareAdapterForKernels:
    '**Adaptador por software.** Aquí WebGPU funciona en el procesador, así que estas cifras no dicen nada sobre las GPU. Los casos grandes se omiten si no se nombran.',
  addressRefused: (reason) =>
    `La dirección contiene una opción que no se puede usar, así que estos son los valores iniciales. ${reason}`,
  reportView: {
    codeMissing: (reason) =>
      `**No se ha podido cargar el código del informe.** ${reason} Recarga la página para intentarlo de nuevo.`,
    notDrawn: (reason) => `**No se ha podido dibujar este informe.** ${reason} La ejecución no está afectada.`,
    whatIsShown: 'Qué muestra el informe',
    pageRun: 'La ejecución de esta página',
    open: 'Abrir ejecución…',
    save: 'Guardar como HTML',
    noRun: 'Ninguna ejecución',
    ofPage: (run) => `La ejecución de esta página, ${run}`,
    emptyTitle: 'Aún no hay ninguna ejecución de la que informar',
    emptyLead:
      'El informe responde una tras otra a las preguntas de una ejecución, con palabras, gráficas y tablas: qué normalización es la mejor y si eso es algo más que suerte, por qué las demás aprenden mal, qué hacen las tasas de aprendizaje y los callbacks, y qué confunden todavía las redes.',
    emptyTrain: 'Entrena en la vista **Entrenar**; aquí aparecerá el informe de la última ejecución terminada.',
    emptyOpen:
      'O abre archivos de ejecución guardados con **Descargar JSON** o con `npm run train -- --json FILE`. El informe puede tratar de varios a la vez.',
  },
};
