import type { Words } from '../../en';
import { list, networks, numbers } from '../base';

export const learning: Words['learning'] = {
  question: '¿Por qué? Cómo aprende cada una',
  missing: 'Ninguna de estas ejecuciones completó una época.',
  finding: ({ most, mostStep, calmest, step, fromEpoch }) =>
    `Desde la época ${numbers.count(fromEpoch)}, la pérdida en validación todavía se mueve ${numbers.figure(mostStep)} de una época a la siguiente con ${most} y ${numbers.figure(step)} con ${calmest}.`,
  plainFinding: (ends) =>
    ends.length === 0
      ? 'Ninguna red tiene exactitud en validación.'
      : `La exactitud en validación termina en ${list(ends.map(({ name, accuracy }) => `${numbers.share(accuracy)} con ${name}`))}.`,
  course: (facts) => {
    const { name, firstAccuracy, lastAccuracy, epochs: last, lowestLoss, lowestEpoch, lastLoss, lastTrainLoss } = facts;
    const rise = lowestEpoch < last ? ` y termina en ${numbers.loss(lastLoss)}` : ', la última';
    const gap = lastTrainLoss === null ? '' : `; la pérdida en entrenamiento termina en ${numbers.loss(lastTrainLoss)}`;
    const move =
      facts.step === null
        ? ''
        : ` Desde la época ${numbers.count(facts.lateEpoch)} se mueve ${numbers.figure(facts.step)} de media de una época a la siguiente.`;
    return last === 1
      ? `${name}: exactitud en validación de ${numbers.share(lastAccuracy)} y pérdida en validación de ${numbers.loss(lastLoss)} tras una época.`
      : `${name}: exactitud en validación de ${numbers.share(firstAccuracy)} tras la primera época y de ${numbers.share(lastAccuracy)} tras la época ${numbers.count(last)}. La menor pérdida en validación es la de la época ${numbers.count(lowestEpoch)}, ${numbers.loss(lowestLoss)}${rise}${gap}.${move}`;
  },
  diverged: ({ name, diverged, members }) =>
    `${name}: ${diverged === 1 ? 'divergió' : 'divergieron'} ${numbers.count(diverged)} de ${networks(members)}; desde entonces no ${diverged === 1 ? 'tiene' : 'tienen'} datos.`,
  charts: 'Curvas de aprendizaje',
  chartTitles: { loss: 'Pérdida (loss)', accuracy: 'Exactitud (accuracy)' },
  caption: (count) =>
    `Línea continua: validación${count > 1 ? ', la media de las semillas con una banda de la más baja a la más alta' : ''}. Línea discontinua: entrenamiento, desde la segunda época, como media de la época. Una cruz marca el último dato de una red que divergió.`,
};
