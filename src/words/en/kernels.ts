import { numbers, plural } from './base';

/** What is said of measured kernels, on the page and in the terminal. */
export const kernels = {
  columns: {
    by: 'by',
    variant: 'variant',
    place: 'on',
    medianMs: 'ms',
    ratio: 'weft is',
    imagesPerSecond: 'images/s',
    gflopPerSecond: 'GFLOP/s',
    gbPerSecond: 'GB/s',
    shareOfPeak: 'of peak',
    rangeMs: 'p10–p90 ms',
    gpuMs: 'GPU ms',
    firstUseMs: 'first use ms',
    error: 'error',
  },
  places: { cpu: 'CPU', software: 'software', gpu: 'GPU' },
  statuses: {
    wrong: (reason: string) => `wrong: ${reason}`,
    failed: (reason: string) => `failed: ${reason}`,
    'left-out': (reason: string) => `left out: ${reason}`,
  },
  /** How many times one is as fast as the other. */
  ratio: (ratio: number) => `${numbers.figure(ratio)}×`,
  /** The median of the rounds, with p10 and p90. */
  ratioRange: (ratio: number, p10: number, p90: number) =>
    `${numbers.figure(ratio)}× (${numbers.figure(p10)}–${numbers.figure(p90)})`,
  /** By whose clock a share of a peak is. */
  shareBy: { gpu: (share: string) => `${share}, GPU clock`, wall: (share: string) => share },
  measuringPeaks: 'Measuring the adapter’s peaks',
  measuringCase: (id: string, place: number, count: number) => `${id} (${place} of ${count})`,
  peaks: (facts: {
    readonly fmaGflopPerSecond: number;
    readonly fmaVariant: string;
    readonly copyGbPerSecond: number;
    readonly copyVariant: string;
    readonly emptyDispatchUs: number;
  }) =>
    [
      `Multiply-add peak: ${numbers.rate(facts.fmaGflopPerSecond)} GFLOP/s (${facts.fmaVariant})`,
      `copy peak: ${numbers.rate(facts.copyGbPerSecond)} GB/s (${facts.copyVariant})`,
      `empty dispatch: ${numbers.rate(facts.emptyDispatchUs)} µs.`,
    ].join('; '),
  scaling: (implementation: string, parts: readonly string[]) =>
    `Member-images/s, ${implementation}, P members at once: ${parts.join(' · ')}.`,
  scalingPart: (members: number, rate: string, ratio: number) => `P = ${members} ${rate} (${numbers.figure(ratio)}×)`,
  noScaling: 'No whole steps of several members measured yet.',
  leftOut: (reason: string, count: number, ids: readonly string[]) =>
    `Left out (${reason}): ${plural(count, 'case')}, ${ids.join(', ')}${count > ids.length ? ` and ${numbers.count(count - ids.length)} more` : ''}.`,
  leftOutSummary: (count: number, reason: string) => `${plural(count, 'case')} left out: ${reason}`,
  point: (label: string, gflopPerSecond: number, shareOfPeak: number | null) =>
    `${label}: ${numbers.rate(gflopPerSecond)} GFLOP/s, ${numbers.percent(shareOfPeak ?? undefined)} of the peak`,
  roofline: (count: number, copyGbPerSecond: number, fmaGflopPerSecond: number, fastest: number) =>
    `${plural(count, 'measured product')} under a roof of ${numbers.rate(copyGbPerSecond)} GB/s and ` +
    `${numbers.rate(fmaGflopPerSecond)} GFLOP/s; Weft’s fastest reaches ${numbers.rate(fastest)} GFLOP/s.`,
  noProducts: 'No products measured yet.',
  noPeers: 'No peers measured yet.',
  bar: (caseId: string, ratio: string, against: string) => `${caseId}: ${ratio} ${against}.`,
};
