import type { Words } from '../../en';
import { joinClauses, sentence } from '../../sentence';
import { BETTER, FIGURES, list, networks, numbers, seeds, WORSE } from '../base';

export const improved: Words['improved'] = {
  question: '¿Ha mejorado el resultado al normalizar?',
  missing: 'Ninguna de estas ejecuciones evaluó dos normalizaciones juntas.',
  withoutRaw:
    'Esta ejecución no tiene redes sin normalizar con las que comparar; abajo está lo que alcanzó cada normalización.',
  finding: (byFigure) =>
    sentence(
      byFigure.map(({ figure, better, worse, notShown }) =>
        [
          better.length > 0 ? `la ${FIGURES[figure]} es ${BETTER[figure]} que con raw para ${list(better)}` : '',
          worse.length > 0 ? `la ${FIGURES[figure]} es ${WORSE[figure]} que con raw para ${list(worse)}` : '',
          notShown.length > 0 ? `no se demuestra diferencia de ${FIGURES[figure]} con raw para ${list(notShown)}` : '',
        ]
          .filter((clause) => clause !== '')
          .join(', y '),
      ),
    ),
  findingWithoutIntervals:
    'No se demuestra nada: con menos de dos semillas no hay intervalo que distinga una mejora del azar.',
  charts: 'Lo que alcanzó cada una con los datos de test',
  chartTitles: { testAccuracy: 'Exactitud en test (accuracy)', testLoss: 'Pérdida en test (loss)' },
  tableCaption: 'Exactitud y pérdida con los datos de test',
};

export const best: Words['best'] = {
  question: '¿Con cuál se obtiene el mejor resultado?',
  missing: 'Ninguna de estas ejecuciones evaluó dos normalizaciones juntas.',
  noFigures:
    'No se nombra ninguna como la mejor: no se evaluó ninguna que aprendiera, o ninguna semilla se evaluó con todas.',
  finding: (byFigure) =>
    joinClauses([
      ...byFigure.map(({ figure, best: name, mean, commonSeeds, isAmongLearned, rivals }) => {
        const learned = isAmongLearned ? ' entre las que aprendieron' : '';
        const common =
          commonSeeds === undefined
            ? ''
            : commonSeeds === 1
              ? ' con la única semilla que todas tienen en test'
              : ` sobre las ${seeds(commonSeeds)} que todas tienen en test`;
        if (rivals === undefined) {
          return `${name} tiene la ${BETTER[figure]} ${FIGURES[figure]} de esta ejecución${learned}, ${numbers.loss(mean)}${common}`;
        }
        const standing =
          rivals.length === 0 ? 'mejor que todas las demás' : `sin diferencia demostrada con ${list(rivals)}`;
        return `${name} tiene la ${BETTER[figure]} ${FIGURES[figure]} media${learned}, ${numbers.loss(mean)}${common}, ${standing}`;
      }),
      byFigure.every(({ rivals }) => rivals === undefined)
        ? 'sin varias semillas no se demuestra que ninguna se diferencie de otra'
        : '',
    ]),
  lostSeeds: (name, tested, members) =>
    `${name} tiene datos de test de solo ${numbers.count(tested)} de ${networks(members)}; se compara con las demás sobre las semillas que ambas tienen.`,
  charts: 'Cada pareja',
  caption:
    'Los puntos son las diferencias medias y las líneas sus intervalos del 95 % corregidos. Si una línea cruza el cero, o no hay línea, no se demuestra ninguna diferencia.',
};
