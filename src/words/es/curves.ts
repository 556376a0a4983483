import type { Words } from '../en';
import { numbers, seeds } from './base';

const METRICS = { accuracy: 'exactitud', loss: 'pérdida' } as const;

export const curves: Words['curves'] = {
  title: 'Curvas',
  titles: { accuracy: 'Exactitud', loss: 'Pérdida' },
  rateTitle: 'Tasa de aprendizaje',
  legend: 'Series; al pulsar una, destaca',
  empty: 'Las curvas aparecen aquí durante el entrenamiento.',
  key: {
    validation: 'validación',
    training: 'entrenamiento',
    stopped: 'parada',
    meanAndRange: (count) => `media y rango de ${seeds(count)}`,
  },
  validationOf: (label) => `${label}, validación`,
  atEpoch: (epoch, value) => `época ${numbers.count(epoch)}: ${value}`,
  membersFrom: (low, high) => `redes de ${low} a ${high}`,
  beyondAxis: (series) => `En parte fuera del eje: ${series}.`,
  divergedMarks: (series) => `Divergieron (×): ${series}.`,
  manySeries: (count) => `${numbers.count(count)} de las series`,
  noneYet: (metric) => `Aún no hay ${METRICS[metric]} en validación.`,
  standing: (metric, parts) => `La ${METRICS[metric]} en validación hasta ahora: ${parts.join('; ')}.`,
  stoppedEarly: (labels) => `Parada temprana: ${labels.join(', ')}.`,
  diverged: (labels) => `Divergieron: ${labels.join(', ')}.`,
  noRateReduced: 'No se ha reducido ninguna tasa de aprendizaje.',
  ratesReduced: (parts) => `Se redujeron: ${parts.join('; ')}.`,
  reducedTo: (label, count, rate) =>
    `${label} ${count === 1 ? 'una vez' : `${numbers.count(count)} veces`}, hasta ${numbers.learningRate(rate)}`,
};
