import { median } from 'd3-array';
import { type SoakSample, type SoakVerdict, WATCHED } from './soakFile';

const TENTHS = 10;
/** Of memory, either way, after the first tenth. */
const MOST_MEMORY_DRIFT = 0.01;
/** Of the time of a step, from the first tenth to the last. */
const MOST_PACE_DRIFT = 0.1;

/**
 * Whether anything grew in a long run. Each tenth of the run counts by the median of its samples, so that a moment of
 * garbage, or of a busy machine, counts for nothing. Memory is flat where the medians of the second tenth to the last
 * lie within 1 % of the middle between the smallest and the largest of them.
 * @param samples at least ten, evenly spread over the run.
 */
export function judgeSoak(samples: readonly SoakSample[]): SoakVerdict[] {
  const memory = WATCHED.flatMap((watched): SoakVerdict[] => {
    const tenths = mediansOfTenths(samples.map((sample) => sample[watched]));
    if (tenths === undefined) {
      return [];
    }
    const later = tenths.slice(1);
    const [low, high] = [Math.min(...later), Math.max(...later)];
    const drift = high === 0 ? 0 : (high - low) / (high + low);
    return [{ watched, tenths, drift, mostDrift: MOST_MEMORY_DRIFT, isFlat: drift <= MOST_MEMORY_DRIFT }];
  });
  const paces = mediansOfTenths(samples.map(({ stepMs }) => stepMs));
  const [first, last] = [paces?.[0], paces?.at(-1)];
  if (paces === undefined || first === undefined || last === undefined) {
    return memory;
  }
  const drift = Math.abs(last / first - 1);
  const isFlat = drift <= MOST_PACE_DRIFT;
  return [...memory, { watched: 'stepMs', tenths: paces, drift, mostDrift: MOST_PACE_DRIFT, isFlat }];
}

/** `undefined` where a figure is not to be had. */
function mediansOfTenths(figures: readonly (number | null)[]): number[] | undefined {
  const tenths = Array.from({ length: TENTHS }, (_, tenth) =>
    figures.slice(Math.floor((tenth * figures.length) / TENTHS), Math.floor(((tenth + 1) * figures.length) / TENTHS)),
  );
  const medians = tenths.map((part) => (part.includes(null) ? undefined : median(part as number[])));
  return medians.every((value) => value !== undefined) ? medians : undefined;
}
