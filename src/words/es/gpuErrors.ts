import { type ErrorFacts, LOWEST_VERSIONS } from '../../errors';

type Facts = Extract<ErrorFacts, { about: 'gpu-unavailable' }>;

const CHROME = `Chrome o Edge ${LOWEST_VERSIONS.chrome} o posterior`;

const NEWER: Readonly<Record<Facts['place'], string>> = {
  chrome: `actualiza Chrome a la versión ${LOWEST_VERSIONS.chrome} o posterior`,
  edge: `actualiza Edge a la versión ${LOWEST_VERSIONS.edge} o posterior`,
  firefox: `actualiza Firefox a la versión ${LOWEST_VERSIONS.firefox} o posterior (en macOS, 145), o usa ${CHROME}`,
  safari: `actualiza a Safari ${LOWEST_VERSIONS.safari} o posterior, o usa ${CHROME} en un ordenador`,
  browser: `usa ${CHROME}`,
  dawn: 'vuelve a instalar los paquetes con npm ci',
};

const TURNED_OFF: Readonly<Record<Facts['place'], string>> = {
  chrome: 'mira en chrome://gpu por qué está desactivado; en Linux, inicia Chrome con --enable-unsafe-webgpu',
  edge: 'mira en edge://gpu por qué está desactivado; en Linux, inicia Edge con --enable-unsafe-webgpu',
  firefox: `activa dom.webgpu.enabled en about:config, o usa ${CHROME}`,
  safari: `activa WebGPU entre las funciones experimentales de los ajustes de Safari, o usa ${CHROME} en un ordenador`,
  browser: `usa ${CHROME}`,
  dawn: 'vuelve a instalar los paquetes con npm ci',
};

const LOOK: Readonly<Record<Facts['place'], string>> = {
  chrome: 'activa la aceleración por hardware, o mira el motivo en chrome://gpu; si antes funcionaba, reinicia Chrome',
  edge: 'activa la aceleración por hardware, o mira el motivo en edge://gpu; si antes funcionaba, reinicia Edge',
  firefox: `mira el motivo en about:support, «Gráficos», o usa ${CHROME}`,
  safari: `reinicia Safari, o usa ${CHROME} en un ordenador`,
  browser: `activa la aceleración por hardware, mira el motivo donde el navegador habla de su GPU (chrome://gpu), o usa ${CHROME}`,
  dawn: 'instala un controlador de Vulkan, o pon en VK_ICD_FILENAMES el archivo JSON de uno',
};

const RESTART: Readonly<Record<Facts['place'], string>> = {
  chrome: 'reinicia Chrome (chrome://restart), y si no basta actualiza el controlador gráfico',
  edge: 'reinicia Edge (edge://restart), y si no basta actualiza el controlador gráfico',
  firefox: 'reinicia Firefox, y si no basta actualiza el controlador gráfico',
  safari: 'reinicia Safari, y si no basta el ordenador',
  browser: 'reinicia el navegador, y si no basta actualiza el controlador gráfico',
  dawn: 'vuelve a ejecutar el comando, y si no basta actualiza el controlador gráfico',
};

export function sayUnavailable({ problem, place, mayBeOld, reason }: Facts): string {
  const subject = place === 'dawn' ? 'Dawn' : 'Este navegador';
  switch (problem) {
    case 'insecure':
      return `Los navegadores solo ofrecen WebGPU a páginas seguras, y esta viene de ${reason}; ábrela por https, o en este ordenador como http://127.0.0.1.`;
    case 'no-webgpu':
      return `${subject} no ofrece WebGPU; ${mayBeOld ? NEWER[place] : TURNED_OFF[place]}.`;
    case 'too-old':
      return `${subject} ofrece un WebGPU sin ${reason}, que Weft necesita; ${NEWER[place]}.`;
    case 'no-adapter':
      return `WebGPU no ha encontrado ningún adaptador; ${LOOK[place]}.`;
    case 'blocked':
      return place === 'dawn'
        ? `WebGPU ya no encuentra ningún adaptador, después de perder uno; ${RESTART[place]}.`
        : `El navegador ya no da ningún adaptador a esta página, porque su proceso gráfico ha terminado varias veces; recarga la página y, si no basta, ${RESTART[place]}.`;
    case 'adapter-refused':
      return `WebGPU se ha negado a buscar un adaptador; ${RESTART[place]}. Motivo original: ${reason}`;
    case 'adapter-silent':
      return `WebGPU no ha contestado en ${reason} s cuando se le ha pedido un adaptador; ${RESTART[place]}.`;
    case 'device-refused':
      return `El adaptador gráfico no ha dado ningún dispositivo; ${RESTART[place]}. Motivo original: ${reason}`;
    case 'device-silent':
      return `El adaptador gráfico no ha contestado en ${reason} s cuando se le ha pedido un dispositivo; ${RESTART[place]}.`;
  }
}

/** Why a GPU that there was is there no more, or does not do what it was asked for. */
export function sayGpuFailure(
  facts: Extract<ErrorFacts, { about: 'gpu-lost' | 'gpu-lost-often' | 'gpu-silent' | 'gpu-refused' }>,
): string {
  switch (facts.about) {
    case 'gpu-lost':
      return `Se ha perdido la GPU; vuelve a entrenar. Motivo original: ${facts.reason}`;
    case 'gpu-lost-often':
      return `La GPU se ha perdido ${facts.times} veces en un minuto; la ejecución se guarda hasta donde llegó. Recarga la página y continúala, y actualiza el controlador gráfico si vuelve a pasar.`;
    case 'gpu-silent':
      return `La GPU lleva ${facts.seconds} s sin contestar; vuelve a entrenar, lo que la abre de nuevo, y reinicia el navegador si no basta.`;
    case 'gpu-refused':
      return facts.isMemory
        ? `La GPU no tiene memoria suficiente; entrena menos redes a la vez. Motivo original: ${facts.reason}`
        : `La GPU ha rechazado una orden. Motivo original: ${facts.reason}`;
  }
}
