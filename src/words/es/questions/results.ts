import type { Words } from '../../en';
import { BETTER, FIGURES, list, numbers } from '../base';

export const improved: Words['improved'] = {
  question: '¿Ha mejorado el resultado al normalizar?',
  missing: 'Ninguna de estas ejecuciones evaluó dos normalizaciones juntas.',
  withoutRaw:
    'Esta ejecución no tiene redes sin normalizar con las que comparar; abajo está lo que alcanzó cada normalización.',
  finding: ({ better, worse, notShown }) =>
    [
      better.length > 0 ? `La exactitud en test es mayor que con raw para ${list(better)}.` : '',
      worse.length > 0 ? `Es menor que con raw para ${list(worse)}.` : '',
      notShown.length > 0 ? `No se demuestra diferencia con raw para ${list(notShown)}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  findingWithoutIntervals:
    'No se demuestra nada: con menos de dos semillas no hay intervalo que distinga una mejora del azar.',
  charts: 'Lo que alcanzó cada una con los datos de test',
  chartTitles: { testAccuracy: 'Exactitud en test (accuracy)', testLoss: 'Pérdida en test (loss)' },
  tableCaption: 'Exactitud y pérdida con los datos de test',
};

export const best: Words['best'] = {
  question: '¿Con cuál se obtiene el mejor resultado?',
  missing: 'Ninguna de estas ejecuciones evaluó dos normalizaciones juntas.',
  noFigures: 'Ninguna red de esta ejecución tiene exactitud en test.',
  alone: ({ figure, best, mean }) =>
    `${best} tiene la ${BETTER[figure]} ${FIGURES[figure]} media, ${numbers.loss(mean)}, y se diferencia de todas las demás.`,
  among: ({ figure, best, mean, rivals }) =>
    `${best} tiene la ${BETTER[figure]} ${FIGURES[figure]} media, ${numbers.loss(mean)}, pero no se demuestra ninguna diferencia con ${list(rivals)}.`,
  withoutIntervals: ({ figure, best, mean }) =>
    `${best} tiene la ${BETTER[figure]} ${FIGURES[figure]} de esta ejecución, ${numbers.loss(mean)}; sin varias semillas no se demuestra que se diferencie de ninguna otra.`,
  charts: 'Cada pareja',
  caption:
    'Los puntos son las diferencias medias y las líneas sus intervalos del 95 % corregidos. Si una línea cruza el cero, o no hay línea, no se demuestra ninguna diferencia.',
};
