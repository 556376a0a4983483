import type { Words } from '../../en';
import { groupByOutcome } from '../../groupByOutcome';
import { sentence } from '../../sentence';
import { alternatives, epochs, FIGURES, list, networks, numbers, times } from '../base';

export const plateau: Words['plateau'] = {
  question: '¿Qué hace el callback ReduceLROnPlateau? ¿Mejora ahora el resultado? ¿Por qué?',
  missing: 'Ninguna red de estas ejecuciones redujo su tasa de aprendizaje al llegar a una meseta.',
  rule: (facts) =>
    `Al final de cada época, el callback mira ${facts.monitor}. Si no ha mejorado en más de ${numbers.tick(facts.minDelta)} durante ${epochs(facts.patience)}, multiplica la tasa de aprendizaje por ${numbers.tick(facts.factor)}${facts.minLearningRate > 0 ? `, sin bajar de ${numbers.learningRate(facts.minLearningRate)}` : ''}${facts.cooldown > 0 ? `, y después la deja igual durante ${epochs(facts.cooldown)}` : ''}.`,
  reductions: ({ name, reductions, members, firstEpoch, from, to }) =>
    firstEpoch === null
      ? `${name}: la tasa no se redujo nunca y siguió en ${numbers.learningRate(from)}.`
      : `${name}: redujo la tasa ${times(reductions)}, por primera vez para la época ${numbers.epoch(firstEpoch)}, de ${numbers.learningRate(from)} a ${numbers.learningRate(to)}${members > 1 ? ` (medias de ${networks(members)})` : ''}.`,
  withoutPair:
    'Todas las redes de esta ejecución tienen el callback: sin redes con la tasa constante no se puede decir qué aporta.',
  finding: ({ reductions, differences }) =>
    sentence([
      `ReduceLROnPlateau redujo la tasa ${times(reductions)} de media`,
      ...groupByOutcome(differences).map(({ outcome, figures }) => {
        const sized = figures.map(
          ({ figure, by }) => `${FIGURES[figure]}${by === null ? '' : ` (${numbers.signed(by)})`}`,
        );
        switch (outcome) {
          case 'higher':
          case 'lower':
            return `con él ${outcome === 'higher' ? 'aumenta' : 'disminuye'} la ${list(sized)}`;
          case 'not-shown':
            return `no se demuestra ninguna diferencia de ${alternatives(sized)}`;
          case 'mixed':
            return `que se demuestre una diferencia de ${alternatives(sized)} depende de las redes`;
          default:
            return `no hay intervalo que pueda demostrar una diferencia de ${alternatives(sized)}`;
        }
      }),
    ]),
  lateSteps: ({ name, fromEpoch, withIt, without, settles }) =>
    `${settles ? 'Por qué: cerca de un mínimo, los pasos más pequeños se asientan donde los grandes siguen saltando a su alrededor. ' : ''}Con ${name}, desde la época ${numbers.count(fromEpoch)}, la pérdida en validación se mueve de época en época ${numbers.figure(withIt)} de media con el callback y ${numbers.figure(without)} con la tasa constante${settles ? ', y con él termina más baja' : ''}.`,
  charts: 'Los escalones de la tasa y la pérdida en validación',
  lossTitle: 'Pérdida en validación',
  rateTitle: 'Tasa de aprendizaje',
  caption: (count) =>
    `Línea continua: con ReduceLROnPlateau. Línea discontinua: con la tasa constante.${count > 1 ? ' La pérdida es la media de las semillas con una banda de la más baja a la más alta; la tasa tiene una línea por red.' : ''}`,
  tableCaption: 'Con ReduceLROnPlateau y con la tasa constante',
};
