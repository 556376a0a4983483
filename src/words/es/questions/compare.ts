import type { Words } from '../../en';
import { BETTER, COMPARED, correction, FIGURES, LEVEL, list, numbers, seeds } from '../base';

export const compare: Words['compare'] = {
  shown: ({ figure, first, second, by, low, high, finest, ...facts }) =>
    `${first} tiene ${BETTER[figure]} ${FIGURES[figure]} que ${second}: la diferencia es de ${numbers.difference(by, finest)} (intervalo del ${LEVEL} de ${numbers.difference(low, finest)} a ${numbers.difference(high, finest)}, ${seeds(facts.seeds)}${correction(facts.comparisons)}).`,
  notShown: ({ figure, first, second, by, low, high, finest, ...facts }) =>
    `No se demuestra ninguna diferencia de ${FIGURES[figure]} entre ${first} y ${second}: ${numbers.difference(by, finest)} (intervalo del ${LEVEL} de ${numbers.difference(low, finest)} a ${numbers.difference(high, finest)}, ${seeds(facts.seeds)}${correction(facts.comparisons)}).`,
  tooFewSeeds: ({ figure, first, second, by, seeds: count }) =>
    by === null || count === 0
      ? `${first} y ${second} no se pueden comparar en ${FIGURES[figure]}: ninguna semilla dio un valor de ambas.`
      : `No se demuestra ninguna diferencia de ${FIGURES[figure]} entre ${first} y ${second}: es de ${numbers.signed(by)} en la única semilla común, y una sola semilla no permite calcular un intervalo.`,
  sameDifference: ({ figure, first, second, by, seeds: count }) =>
    `No se demuestra ninguna diferencia de ${FIGURES[figure]} entre ${first} y ${second}: es de ${numbers.signed(by ?? 0)} en cada una de las ${seeds(count)}, así que no se conoce su dispersión.`,
  pair: (first, second) => `${first} − ${second}`,
  better: (figure, name) => `${name} es ${BETTER[figure]}`,
  notShownBecause: {
    'no-difference-shown': 'no se demuestra diferencia',
    'too-few-seeds': 'faltan semillas para un intervalo',
    'same-difference': 'igual en todas las semillas: sin intervalo',
  },
  callback: ({ callback, figure, better, worse, notShown }) => {
    const [improved, worsened] = figure === 'testAccuracy' ? ['mayor', 'menor'] : ['menor', 'mayor'];
    return [
      better.length > 0 ? `Con ${callback}, la ${FIGURES[figure]} es ${improved} para ${list(better)}.` : '',
      worse.length > 0 ? `Con ${callback}, la ${FIGURES[figure]} es ${worsened} para ${list(worse)}.` : '',
      notShown.length > 0 ? `No se demuestra ninguna diferencia de ${FIGURES[figure]} para ${list(notShown)}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' ');
  },
  chartTitle: (figure) => `Diferencias de ${FIGURES[figure]}`,
  tableCaption: (question, figure) =>
    `Diferencias de ${FIGURES[figure]} ${COMPARED[question]}, emparejadas por semilla`,
  holmNote:
    'Las redes de una misma semilla comparten los pesos iniciales y el orden de los ejemplos, así que las diferencias se toman semilla a semilla. Los intervalos y los valores p están corregidos por el número de parejas con el método de Holm: la probabilidad de que alguna de las diferencias demostradas no exista es como mucho del 5 %.',
};
