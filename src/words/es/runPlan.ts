import type { Words } from '../en';
import { networks, numbers } from './base';

export const runPlan: Words['runPlan'] = {
  plan: ({ members, atOnce, images, mayBeFewer, seconds }) => {
    const some = atOnce === 1 ? 'una tras otra' : `en partes de hasta ${numbers.count(atOnce)}`;
    const order = `${networks(members)} ${atOnce >= members ? 'a la vez' : some}`;
    const plan = `${order}, ${numbers.count(images)} imágenes ${mayBeFewer ? 'como máximo' : 'en total'}`;
    return seconds === undefined
      ? `${plan}.`
      : `${plan}; unos ${numbers.duration(1000 * seconds)} de entrenamiento a la velocidad de la última ejecución.`;
  },
  longRun: (seconds, isMeasured) =>
    isMeasured
      ? `Con estas opciones el entrenamiento dura unos ${numbers.duration(1000 * seconds)} en este adaptador por software, a la velocidad de la última ejecución.`
      : `Con estas opciones el entrenamiento dura unos ${numbers.duration(1000 * seconds)} en un adaptador por software con dos núcleos; una ejecución de quick dice cuánto en este.`,
};
