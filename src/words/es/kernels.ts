import type { Words } from '../en';
import { numbers, plural } from './base';

export const kernels: Words['kernels'] = {
  columns: {
    by: 'de',
    variant: 'variante',
    place: 'en',
    medianMs: 'ms',
    ratio: 'weft es',
    imagesPerSecond: 'imágenes/s',
    gflopPerSecond: 'GFLOP/s',
    gbPerSecond: 'GB/s',
    shareOfPeak: 'del máximo',
    rangeMs: 'p10–p90 ms',
    gpuMs: 'GPU ms',
    firstUseMs: 'primer uso ms',
    error: 'error',
  },
  places: { cpu: 'CPU', software: 'software', gpu: 'GPU' },
  statuses: {
    wrong: (reason) => `incorrecto: ${reason}`,
    failed: (reason) => `fallido: ${reason}`,
    'left-out': (reason) => `omitido: ${reason}`,
  },
  ratio: (ratio) => `${numbers.figure(ratio)}×`,
  ratioRange: (ratio, p10, p90) => `${numbers.figure(ratio)}× (${numbers.figure(p10)}–${numbers.figure(p90)})`,
  shareBy: { gpu: (share) => `${share}, reloj de la GPU`, wall: (share) => share },
  measuringPeaks: 'Midiendo los máximos del adaptador',
  measuringCase: (id, place, count) => `${id} (${place} de ${count})`,
  peaks: (facts) =>
    [
      `Máximo de multiplicar y sumar: ${numbers.rate(facts.fmaGflopPerSecond)} GFLOP/s (${facts.fmaVariant})`,
      `máximo de copia: ${numbers.rate(facts.copyGbPerSecond)} GB/s (${facts.copyVariant})`,
      `dispatch vacío: ${numbers.rate(facts.emptyDispatchUs)} µs.`,
    ].join('; '),
  scaling: (implementation, parts) => `Imágenes-red/s, ${implementation}, P redes a la vez: ${parts.join(' · ')}.`,
  scalingPart: (members, rate, ratio) => `P = ${members} ${rate} (${numbers.figure(ratio)}×)`,
  noScaling: 'Aún no se ha medido ningún paso completo de varias redes.',
  leftOut: (reason, count, ids) =>
    `Omitidos (${reason}): ${plural(count, 'caso')}, ${ids.join(', ')}${count > ids.length ? ` y ${numbers.count(count - ids.length)} más` : ''}.`,
  leftOutSummary: (count, reason) => `${plural(count, 'caso')} ${count === 1 ? 'omitido' : 'omitidos'}: ${reason}`,
  point: (label, gflopPerSecond, shareOfPeak) =>
    `${label}: ${numbers.rate(gflopPerSecond)} GFLOP/s, ${numbers.percent(shareOfPeak ?? undefined)} del máximo`,
  roofline: (count, copyGbPerSecond, fmaGflopPerSecond, fastest) =>
    `${numbers.count(count)} ${count === 1 ? 'producto medido' : 'productos medidos'} bajo un techo de ${numbers.rate(copyGbPerSecond)} GB/s y ` +
    `${numbers.rate(fmaGflopPerSecond)} GFLOP/s; el más rápido de Weft alcanza ${numbers.rate(fastest)} GFLOP/s.`,
  noProducts: 'Aún no se ha medido ningún producto.',
  noPeers: 'Aún no se ha medido ninguna otra biblioteca.',
  bar: (caseId, ratio, against) => `${caseId}: ${ratio} ${against}.`,
};
