import type { Words } from '../../en';
import { epochs, numbers, rateList } from '../base';

export const rates: Words['rates'] = {
  question: '¿Qué sucede si la tasa de aprendizaje es demasiado alta? ¿Y si es demasiado baja?',
  missing: 'Ninguna de estas ejecuciones entrenó con tres o más tasas de aprendizaje.',
  definition:
    'La tasa de aprendizaje (learning rate) es el tamaño de los pasos: tras cada lote, el optimizador mueve cada peso en contra de su gradiente, w ← w − tasa × gradiente; Adam divide antes el gradiente por su propio tamaño reciente. Con pasos pequeños hacen falta muchas épocas para llegar a alguna parte; con pasos grandes se salta por encima del mínimo, o se sale de él.',
  rule: (margin) =>
    `Regla: la mejor tasa es la de menor pérdida media en validación tras la última época. Es bueno el tramo de tasas vecinas a su alrededor en el que todas quedan a menos de un ${numbers.count(100 * margin)} % de esa pérdida y por debajo de ln 10, la pérdida de responder al azar. Las demás son demasiado bajas si están por debajo de la mejor y demasiado altas si están por encima. Una tasa con una red que divergió, es decir, cuya pérdida dejó de ser finita, es demasiado alta.`,
  oneSeed: 'Una sola semilla por tasa: con otra semilla, una tasa cercana a un límite podría caer al otro lado.',
  finding: ({ name, good, best }) =>
    good.length === 1
      ? `Con ${name}, solo es buena la tasa de aprendizaje ${numbers.learningRate(best)}.`
      : `Con ${name} son buenas las tasas de aprendizaje de ${numbers.learningRate(Math.min(...good))} a ${numbers.learningRate(Math.max(...good))}; la menor pérdida en validación es la de ${numbers.learningRate(best)}.`,
  good: ({ name, rates: good, best, bestLoss, epochs: count }) =>
    `Buenas con ${name}: ${rateList(good)}. La menor pérdida en validación tras ${epochs(count)} es ${numbers.loss(bestLoss)}, con ${numbers.learningRate(best)}.`,
  tooLow: ({ name, rates: low, lowest, finalLoss, lastFall, bestLastFall, epochs: count }) =>
    `Demasiado bajas con ${name}: ${rateList(low)}. Con ${numbers.learningRate(lowest)} la pérdida en validación sigue en ${numbers.loss(finalLoss)} tras ${epochs(count)}${lastFall === null || lastFall <= 0 ? '' : `, y la pérdida en entrenamiento seguía bajando: ${numbers.figure(lastFall)} en la última época${bestLastFall === null ? '' : ` (${numbers.figure(bestLastFall)} con la mejor tasa)`}`}.`,
  noneTooLow: (name) => `Ninguna de las tasas probadas es demasiado baja con ${name}.`,
  tooHigh: ({ name, rates: high, highest, finalLoss, worseThanGuessing, diverged }) =>
    [
      highest === null
        ? ''
        : `Demasiado altas con ${name}: ${rateList(high)}. Con ${numbers.learningRate(highest)} la pérdida en validación termina en ${numbers.loss(finalLoss)}.`,
      worseThanGuessing.length === 0 ? '' : `Peor que responder al azar: ${rateList(worseThanGuessing)}.`,
      diverged.length === 0 ? '' : `Divergieron con ${name}: ${rateList(diverged)}.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  noneTooHigh: (name) => `Ninguna de las tasas probadas es demasiado alta con ${name}.`,
  undecided: (name) =>
    `Con ${name} ninguna tasa fue mejor que responder al azar, así que de ninguna se puede decir que sea buena, demasiado baja o demasiado alta.`,
  charts: 'Validación tras la última época, según la tasa de aprendizaje',
  chartTitles: { loss: 'Pérdida en validación', accuracy: 'Exactitud en validación' },
  caption: (count) =>
    `Sombreado: demasiado baja, buena y demasiado alta según la regla.${count > 1 ? ' Las bandas van de la semilla más baja a la más alta.' : ''} Una cruz en el borde marca una tasa con redes que divergieron; una flecha, una pérdida fuera del eje.`,
  zones: { low: 'baja', good: 'buena', high: 'alta' },
  verdicts: {
    'too-low': 'demasiado baja',
    good: 'buena',
    'too-high': 'demasiado alta',
    diverged: 'demasiado alta: divergió',
    undecided: 'sin decidir',
  },
  tableCaption: (name) => `Validación tras la última época según la tasa de aprendizaje, ${name}`,
};
