import type { Words } from '../en';
import { numbers } from './base';

export const away: Words['away'] = {
  titles: {
    train: 'Weft · entrenador',
    runs: 'Weft · ejecuciones',
    kernels: 'Weft · kernels',
    report: 'Weft · informe',
  },
  titleAtWork: (percent, isPaused) => `${percent} %${isPaused ? ' en pausa' : ''} · Weft`,
  titleOfFailure: { run: 'Ejecución fallida · Weft', bench: 'Medición fallida · Weft' },
  notify: {
    label: 'Avisarme cuando termine una ejecución larga',
    hint: 'De más de un minuto, si esta pestaña no está a la vista.',
    refused:
      'El navegador no deja que esta página muestre avisos; puedes permitirlos en su configuración para esta dirección.',
    ended: {
      run: {
        finished: (milliseconds) => `La ejecución ha terminado tras ${numbers.duration(milliseconds)}.`,
        failed: (milliseconds) => `La ejecución ha fallado tras ${numbers.duration(milliseconds)}.`,
      },
      bench: {
        finished: (milliseconds) => `Los kernels se han medido en ${numbers.duration(milliseconds)}.`,
        failed: (milliseconds) => `La medición de kernels ha fallado tras ${numbers.duration(milliseconds)}.`,
      },
    },
  },
  newVersion: {
    offer: '**Hay una versión más nueva de Weft.** Esta página sigue como está hasta que la cargues.',
    load: 'Cargar la nueva versión',
    afterWork: 'Se puede cargar cuando ninguna pestaña esté entrenando ni midiendo.',
    interrupted: (count) =>
      count === 1
        ? 'Una ejecución interrumpida solo puede seguir con la versión actual: reanúdala antes.'
        : `${numbers.count(count)} ejecuciones interrumpidas solo pueden seguir con la versión actual: reanúdalas antes.`,
  },
};
