import type { Words } from '../en';
import { epochs, networks, numbers, plural } from './base';

const afterMembers = (membersDone = 0) => (membersDone === 0 ? '' : `${networks(membersDone)}, y de las siguientes `);

export const keptRuns: Words['keptRuns'] = {
  notKept: {
    full: '**Esta ejecución no se está guardando: al navegador no le queda sitio.** Continúa de todos modos; borra ejecuciones en la vista **Ejecuciones** o descarga su JSON al final.',
    refused: (reason) =>
      `**Esta ejecución no se está guardando: el navegador se niega**, como hacen algunos en ventanas privadas (${reason}). Continúa de todos modos; descarga su JSON al final.`,
  },
  offer: {
    title: 'Ejecuciones interrumpidas',
    interrupted: (name, { membersDone, epochsDone, stepsDone, epochs: all }) =>
      `**${name}** se interrumpió tras ${afterMembers(membersDone)}${numbers.count(epochsDone)} de ${epochs(all)}${stepsDone === 0 ? '' : ` y ${plural(stepsDone, 'paso')} de la siguiente`}. Puede seguir desde ahí y acaba como si nada hubiera pasado.`,
    interruptedEarly: (name) =>
      `**${name}** se interrumpió antes de que se guardara nada. Puede empezar de nuevo desde el principio.`,
    ofAnotherVersion: (name, commit) =>
      `**${name}** se interrumpió, y la entrenó otra versión de Weft (\`${commit}\`): con esta acabaría de otro modo, así que no puede seguir. Lo que se guardó de ella se puede abrir.`,
    more: (count) =>
      `${numbers.count(count)} ${count === 1 ? 'ejecución interrumpida más' : 'ejecuciones interrumpidas más'} en la vista **Ejecuciones**.`,
    resume: 'Reanudar',
    canGoOn:
      '**Esta ejecución puede seguir donde se interrumpió** y acaba como si nada hubiera pasado; o se puede evaluar tal como está.',
    test: 'Evaluar tal como está',
    again: 'Empezar de nuevo',
    discard: 'Descartar',
  },
  goesOn: (place) =>
    `Sigue tras ${afterMembers(place.membersDone)}${numbers.count(place.epochsDone)} de ${epochs(place.epochs)}${place.stepsDone === 0 ? '' : ` y ${plural(place.stepsDone, 'paso')}`}.`,
  open: 'Abrir',
  list: {
    title: 'Ejecuciones guardadas en este navegador',
    lead: 'Aquí se guarda cada ejecución, también la que se detuvo o se interrumpió; nada sale de este navegador.',
    empty: 'Todavía no se guarda ninguna ejecución. Entrena en la vista **Entrenar**, o importa archivos de ejecución.',
    import: 'Importar JSON…',
    imported: (count) =>
      count === 0
        ? 'No se ha importado nada nuevo.'
        : count === 1
          ? '1 ejecución importada.'
          : `${numbers.count(count)} ejecuciones importadas.`,
    choose: (name) => `Elegir ${name}`,
    chooseAll: 'Elegir todas',
    chosen: (count) =>
      count === 0
        ? 'Elige ejecuciones para compararlas, exportarlas o borrarlas.'
        : `${numbers.count(count)} ${count === 1 ? 'ejecución elegida' : 'ejecuciones elegidas'}`,
    compare: 'Comparar en el informe',
    exportJson: 'Exportar JSON',
    exportCsv: 'Exportar CSV',
    delete: 'Borrar',
    rename: 'Renombrar',
    newName: (name) => `Nombre nuevo de ${name}`,
    save: 'Guardar',
    cancel: 'Cancelar',
    actionsOf: (name) => `Qué se puede hacer con ${name}`,
    bestAccuracy: 'Mejor exactitud en test',
    failure: (reason) => `Motivo original: ${reason}`,
    notTested: 'sin evaluar',
    members: networks,
    epochs,
    after: (done, all) => `tras ${numbers.count(done)} de ${epochs(all)}`,
    afterMembers: (done, all) => `tras ${numbers.count(done)} de ${networks(all)}`,
    shown: 'a la vista en Entrenar',
    states: {
      training: 'entrenando',
      elsewhere: 'entrenando en otra pestaña',
      unfinished: 'interrumpida',
      stopped: 'detenida',
      failed: 'fallida',
      finished: 'terminada',
    },
  },
  removed: (names) =>
    names.length === 1 ? `Se ha borrado ${names[0]}.` : `Se han borrado ${numbers.count(names.length)} ejecuciones.`,
  undo: 'Deshacer',
  problems: {
    'in-use': (name) => `Otra pestaña está con ${name}; detenla allí antes.`,
    'nothing-known': (name) => `De ${name} no se guardó nada antes de que se interrumpiera.`,
    failed: (reason) => reason,
  },
};
