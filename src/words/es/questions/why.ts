import type { Words } from '../../en';
import { list, numbers } from '../base';

export const why: Words['why'] = {
  question: '¿Por qué es recomendable normalizar las entradas?',
  missing: 'Ninguna de estas ejecuciones midió el interior de sus redes; para eso está la opción diagnostics.',
  finding: ({ name, reference, times: wide, loss, referenceLoss }) =>
    `Antes de entrenar, los resultados de la primera capa se dispersan ${numbers.times(wide)} veces más con ${name} que con ${reference}, y la pérdida empieza en ${numbers.figure(loss)} en lugar de en ${numbers.figure(referenceLoss)}.`,
  findingAlike: (reference, wide) =>
    `Antes de entrenar, con ninguna normalización se dispersan los resultados de la primera capa más de ${numbers.count(wide)} veces lo que con ${reference}.`,
  single: 'Esta ejecución no tiene otra normalización con la que comparar; los datos de abajo son de la única que hay.',
  background:
    'Los pesos iniciales se sortean para entradas de tamaño cercano a la unidad, y Adam mueve cada peso aproximadamente tanto como indica la tasa de aprendizaje, sea cual sea el tamaño del gradiente. Si las entradas son muchas veces mayores, un paso igual de grande mueve los resultados de la primera capa muchas veces más lejos: lo que es un paso fino para entradas pequeñas es un paso tosco para entradas grandes.',
  wide: ({ name, reference, std, referenceStd, loss, referenceLoss, gradientTimes }) =>
    `Con ${name}, las preactivaciones de la primera capa tienen antes de entrenar una desviación típica de ${numbers.figure(std)}, ${numbers.times(std / referenceStd)} veces la de ${reference} (${numbers.figure(referenceStd)}). La pérdida en el lote fijo empieza en ${numbers.figure(loss)}; con ${reference} empieza en ${numbers.figure(referenceLoss)}, y responder al azar da ln 10 = ${numbers.figure(Math.LN10)}.${gradientTimes === null ? '' : ` La norma del gradiente de la primera capa es ${numbers.times(gradientTimes)} veces la de ${reference}.`}`,
  alike: ({ names, reference, referenceStd, low, high }) =>
    `Con ${list(names)}, las preactivaciones de la primera capa tienen un tamaño parecido al de ${reference} (${numbers.figure(referenceStd)}): ${low === high ? numbers.figure(low) : `de ${numbers.figure(low)} a ${numbers.figure(high)}`}.`,
  centred: (std, rawStd) =>
    `Centrar por sí solo desplaza los píxeles y deja su dispersión como estaba: con center, las preactivaciones siguen teniendo una desviación típica de ${numbers.figure(std)}, frente a ${numbers.figure(rawStd)} con raw. Es la división la que lleva las entradas a un tamaño cercano a la unidad.`,
  dead: (shares) =>
    `Después de entrenar, la proporción de unidades relu de la primera capa que valen 0 para todos los ejemplos del lote, y que por tanto no aprenden nada de él, es del ${list(shares.map(({ name, share }) => `${numbers.percent(share)} con ${name}`))}.`,
  charts: 'El interior de las redes, en un lote fijo de ejemplos de entrenamiento',
  caption: (count) =>
    `La época 0 es antes de entrenar.${count > 1 ? ' Las líneas son medias de las semillas; las bandas van de la semilla más baja a la más alta.' : ''}`,
  chartTitles: {
    std: 'Dispersión de las preactivaciones de la primera capa',
    loss: 'Pérdida en el lote fijo',
    gradientNorm: 'Norma del gradiente de la primera capa',
    deadShare: 'Unidades relu muertas de la primera capa',
  },
  firstLayerCaption: 'La primera capa en el lote fijo, antes y después de entrenar',
  stdBefore: 'dispersión antes',
  stdAfter: 'dispersión después',
  lossBefore: 'pérdida antes',
  lossAfter: 'pérdida después',
  deadBefore: 'muertas antes',
  deadAfter: 'muertas después',
  gradientCaption: 'Norma del gradiente por capa, antes y después de entrenar',
  gradientBefore: (layer) => `capa ${layer} antes`,
  gradientAfter: (layer) => `capa ${layer} después`,
};
