import type { Words } from '../en';
import { epochs, numbers, plural } from './base';

export const keptRuns: Words['keptRuns'] = {
  notKept: {
    full: '**Esta ejecución no se está guardando: al navegador no le queda sitio.** Continúa de todos modos; borra ejecuciones en la vista **Ejecuciones** o descarga su JSON al final.',
    refused: (reason) =>
      `**Esta ejecución no se está guardando: el navegador se niega**, como hacen algunos en ventanas privadas (${reason}). Continúa de todos modos; descarga su JSON al final.`,
  },
  offer: {
    title: 'Ejecuciones interrumpidas',
    interrupted: (name, { epochsDone, stepsDone, epochs: all }) =>
      `**${name}** se interrumpió tras ${numbers.count(epochsDone)} de ${epochs(all)}${stepsDone === 0 ? '' : ` y ${plural(stepsDone, 'paso')} de la siguiente`}. Puede seguir desde ahí y acaba como si nada hubiera pasado.`,
    interruptedEarly: (name) =>
      `**${name}** se interrumpió antes de que se guardara nada. Puede empezar de nuevo desde el principio.`,
    ofAnotherVersion: (name, commit) =>
      `**${name}** se interrumpió, y la entrenó otra versión de Weft (\`${commit}\`): con esta acabaría de otro modo, así que no puede seguir. Lo que se guardó de ella se puede abrir.`,
    more: (count) =>
      `${numbers.count(count)} ${count === 1 ? 'ejecución interrumpida más' : 'ejecuciones interrumpidas más'} en la vista **Ejecuciones**.`,
    resume: 'Reanudar',
    discard: 'Descartar',
  },
  goesOn: (place) =>
    `Sigue tras ${numbers.count(place.epochsDone)} de ${epochs(place.epochs)}${place.stepsDone === 0 ? '' : ` y ${plural(place.stepsDone, 'paso')}`}.`,
  open: 'Abrir',
  removed: (names) =>
    names.length === 1 ? `Se ha borrado ${names[0]}.` : `Se han borrado ${numbers.count(names.length)} ejecuciones.`,
  undo: 'Deshacer',
  problems: {
    'in-use': (name) => `Otra pestaña está con ${name}; detenla allí antes.`,
    'nothing-known': (name) => `De ${name} no se guardó nada antes de que se interrumpiera.`,
    failed: (reason) => reason,
  },
};
