import type { Words } from '../../en';
import { epochs, list, networks, numbers } from '../base';

export const stopping: Words['stopping'] = {
  question: '¿Cuándo hay que terminar el entrenamiento?',
  missing: 'Ninguna red de estas ejecuciones paró por sí misma.',
  rule: (facts) =>
    `Al final de cada época, EarlyStopping mira ${facts.monitor}${facts.startFromEpoch > 0 ? `, desde la época ${numbers.count(facts.startFromEpoch + 1)}` : ''}. Si no ha mejorado${facts.minDelta > 0 ? ` en más de ${numbers.tick(facts.minDelta)}` : ''} durante ${epochs(facts.patience)}, la red para${facts.restoresBest ? ' y recupera los pesos de su mejor época' : ' con los pesos de su última época'}.${facts.heldOutExamples > 0 ? ` Para ello se apartaron ${numbers.count(facts.heldOutExamples)} ejemplos de entrenamiento.` : ''}`,
  stops: ({ name, stopped, members, others, epochs: count, meanEpoch, restoredEpoch, savedShare }) => {
    const rest =
      others === 0
        ? ''
        : ` (sin contar ${networks(others)} que ${others === 1 ? 'divergió o se detuvo' : 'divergieron o se detuvieron'} a mano)`;
    if (members === 0) {
      return `${name}: ninguna red terminó por sí misma.`;
    }
    return meanEpoch === null
      ? `${name}: de ${networks(members)}${rest}, ninguna paró antes de la época ${numbers.count(count)}.`
      : `${name}: ${stopped === 1 ? 'paró' : 'pararon'} ${numbers.count(stopped)} de ${networks(members)}${rest}, tras ${numbers.epoch(meanEpoch)} épocas de media${restoredEpoch === null ? '' : `, con los pesos de la época ${numbers.epoch(restoredEpoch)}`}; se ahorró el ${numbers.percent(savedShare)} de ${epochs(count)}.`;
  },
  bestEpochs: (best, count, seedCount) =>
    `Lo que sí muestran: de ${epochs(count)}, la menor pérdida en validación fue la de la época ${list(best.map(({ name, epoch }) => `${numbers.epoch(epoch)} con ${name}`))}${seedCount > 1 ? ' (medias de las semillas)' : ''}.`,
  withoutPair:
    'Todas las redes de esta ejecución tienen el callback: sin redes que entrenen hasta el final no se puede decir qué cuesta parar.',
  finding: ({ stopped, members, epochs: count, savedShare }) =>
    `EarlyStopping paró ${numbers.count(stopped)} de ${networks(members)} antes de la época ${numbers.count(count)} y ahorró el ${numbers.percent(savedShare)} de las épocas.`,
  charts: 'Dónde pararon las redes',
  lossTitle: 'Pérdida en validación',
  caption:
    'Una línea por red: continua con EarlyStopping, discontinua sin él. Los anillos son las épocas cuyos pesos se restauraron.',
  tableCaption: 'Con EarlyStopping y con todas las épocas',
};
