import type { Words } from '../../en';
import type { DifferenceFacts } from '../../facts';
import { BETTER, COMPARED, correction, FIGURES, LEVEL, list, numbers, seeds, WORSE } from '../base';

function difference({
  figure,
  outcome,
  better,
  by,
  interval,
  finest,
  seeds: count,
  comparisons,
}: DifferenceFacts): string {
  const name = FIGURES[figure];
  if (by === null) {
    return `la ${name} no se puede comparar, porque ninguna semilla dio un valor de ambas`;
  }
  if (interval === undefined) {
    return outcome === 'same-difference'
      ? `no se demuestra ninguna diferencia de ${name}: es de ${numbers.signed(by)} en cada una de las ${seeds(count)}, así que no se conoce su dispersión`
      : `no se demuestra ninguna diferencia de ${name}: es de ${numbers.signed(by)} en la única semilla común, y una sola semilla no permite calcular un intervalo`;
  }
  const [low, high] = [interval.low, interval.high].map((value) => numbers.difference(value, finest));
  const basis = `intervalo del ${LEVEL} de ${low} a ${high}, ${seeds(count)}${correction(comparisons)}`;
  return better === undefined
    ? `no se demuestra ninguna diferencia de ${name} (${numbers.difference(by, finest)}; ${basis})`
    : `la ${name} es ${BETTER[figure]} con ${better}, en ${numbers.difference(by, finest)} (${basis})`;
}

export const compare: Words['compare'] = {
  verdict: ({ first, second, differences }) => `Entre ${first} y ${second}, ${differences.map(difference).join('; ')}.`,
  pair: (first, second) => `${first} − ${second}`,
  better: (figure, name) => `${name} es ${BETTER[figure]}`,
  notShownBecause: {
    'no-difference-shown': 'no se demuestra diferencia',
    'too-few-seeds': 'faltan semillas para un intervalo',
    'same-difference': 'igual en todas las semillas: sin intervalo',
  },
  callback: ({ callback, figure, better, worse, notShown }) => {
    return [
      better.length > 0 ? `Con ${callback}, la ${FIGURES[figure]} es ${BETTER[figure]} para ${list(better)}.` : '',
      worse.length > 0 ? `Con ${callback}, la ${FIGURES[figure]} es ${WORSE[figure]} para ${list(worse)}.` : '',
      notShown.length > 0 ? `No se demuestra ninguna diferencia de ${FIGURES[figure]} para ${list(notShown)}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' ');
  },
  chartTitle: (figure) => `Diferencias de ${FIGURES[figure]}`,
  tableCaption: (question, figure) =>
    `Diferencias de ${FIGURES[figure]} ${COMPARED[question]}, emparejadas por semilla`,
  holmNote:
    'Las redes de una misma semilla comparten los pesos iniciales y el orden de los ejemplos, así que las diferencias se toman semilla a semilla. Los intervalos y los valores p están corregidos por el número de parejas con el método de Holm: la probabilidad de que alguna de las diferencias que una tabla da por demostradas no exista es como mucho del 5 %. Cada tabla se corrige por sí sola.',
  jointNote: (intervals, atLeast) =>
    `Los ${numbers.count(intervals)} intervalos de una tabla se cumplen a la vez con una probabilidad de al menos el ${numbers.percent(atLeast)}.`,
  testSetNote: (images, error) =>
    `Los intervalos son sobre semillas, con un mismo conjunto de ${numbers.count(images)} imágenes de test: lo que cambiaría otro conjunto de ese tamaño, cerca de ${numbers.figure(error)} en exactitud, no está en ellos.`,
};
