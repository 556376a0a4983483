import { median } from 'd3-array';
import { type SoakSample, type SoakVerdict, WATCHED, type Watched } from './soakFile';

const TENTHS = 10;
/** Of memory, after the first tenth. */
const MOST_MEMORY_DRIFT = 0.01;
/** Of the time of a step, from the first tenth to the last. */
const MOST_PACE_DRIFT = 0.1;
/** What a run tells of itself grows with it: the points of its curves, the times of its steps. Of a heap of 5 MiB that is more than 1 %. */
const TOLD_BYTES_PER_STEP = 105;

/** How steadily something can be measured. */
const KINDS: Readonly<Record<Watched, 'exact' | 'heap' | 'resident'>> = {
  gpuBytes: 'exact',
  gpuBuffers: 'exact',
  tensors: 'exact',
  trainerHeapBytes: 'heap',
  pageHeapBytes: 'heap',
  browserBytes: 'resident',
  nodeBytes: 'resident',
};

/**
 * Whether anything grew in a long run. Each tenth of the run counts by the median of its samples, and the first counts
 * for the time of a step alone. What is counted exactly is flat where all tenths lie within 1 % of the middle between the
 * smallest and the largest. Heaps and resident memory go up and down, and by steps, while a program works; they are flat
 * where their trend over these tenths, by the median of the slopes between any two of them (Theil and Sen), comes to 1 %
 * at most. A step may be 10 % slower or faster in the last tenth than in the first.
 * @param samples at least ten, evenly spread over the run.
 */
export function judgeSoak(samples: readonly SoakSample[]): SoakVerdict[] {
  const steps = samples.at(-1)?.step ?? 0;
  const memory = WATCHED.flatMap((watched): SoakVerdict[] => {
    const tenths = mediansOfTenths(samples.map((sample) => sample[watched]));
    if (tenths === undefined) {
      return [];
    }
    const later = tenths.slice(1);
    const level = median(later) ?? 0;
    const kind = KINDS[watched];
    const change = kind === 'exact' ? (Math.max(...later) - Math.min(...later)) / 2 : Math.abs(trendOf(later));
    const drift = level === 0 ? change : change / level;
    const told = kind === 'heap' && level > 0 ? (TOLD_BYTES_PER_STEP * steps) / level : 0;
    const mostDrift = Math.max(MOST_MEMORY_DRIFT, told);
    return [{ watched, tenths, drift, mostDrift, isFlat: drift <= mostDrift }];
  });
  const paces = mediansOfTenths(samples.map(({ stepMs }) => stepMs));
  const [first, last] = [paces?.[0], paces?.at(-1)];
  if (paces === undefined || first === undefined || last === undefined) {
    return memory;
  }
  const drift = first === 0 ? last : Math.abs(last / first - 1);
  const isFlat = drift <= MOST_PACE_DRIFT;
  return [...memory, { watched: 'stepMs', tenths: paces, drift, mostDrift: MOST_PACE_DRIFT, isFlat }];
}

/** From the first of the values to the last, by the median of the slopes between any two. */
function trendOf(values: readonly number[]): number {
  const slopes = values.flatMap((value, at) =>
    values.slice(at + 1).map((later, distance) => (later - value) / (distance + 1)),
  );
  return (median(slopes) ?? 0) * (values.length - 1);
}

/** `undefined` where a figure is not to be had. */
function mediansOfTenths(figures: readonly (number | null)[]): number[] | undefined {
  const tenths = Array.from({ length: TENTHS }, (_, tenth) =>
    figures.slice(Math.floor((tenth * figures.length) / TENTHS), Math.floor(((tenth + 1) * figures.length) / TENTHS)),
  );
  const medians = tenths.map((part) => (part.includes(null) ? undefined : median(part as number[])));
  return medians.every((value) => value !== undefined) ? medians : undefined;
}
