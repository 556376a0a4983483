import type { RunComparison } from '../run/verdicts';
import type { Words } from './index';

/** Words for the two arms of a comparison. */
export type PairNames = (entry: RunComparison) => {
  readonly first: string;
  readonly second: string;
  /** What both are, where that is said once. */
  readonly shared: string;
};

/** Which of the two has the better figure, where a difference is shown. */
export function winnerOf({
  figure,
  comparison: { outcome },
}: Pick<RunComparison, 'figure' | 'comparison'>): 'first' | 'second' | undefined {
  if (outcome !== 'first-higher' && outcome !== 'second-higher') {
    return undefined;
  }
  return (outcome === 'first-higher') === (figure === 'testAccuracy') ? 'first' : 'second';
}

/** The verdict as a sentence; it never claims more than the corrected interval shows. */
export function sayComparison(entry: RunComparison, namesOf: PairNames, words: Words): string {
  const { figure, comparison } = entry;
  const { difference, corrected, comparisons, outcome } = comparison;
  const { mean, n: seeds } = difference;
  const { first, second } = namesOf(entry);
  if (mean === null || corrected === null) {
    const facts = { figure, first, second, by: mean, seeds };
    return outcome === 'same-difference' ? words.compare.sameDifference(facts) : words.compare.tooFewSeeds(facts);
  }
  if (outcome === 'no-difference-shown') {
    const finest = corrected.high - corrected.low;
    return words.compare.notShown({ figure, first, second, by: mean, ...corrected, finest, seeds, comparisons });
  }
  // A difference that is shown must not look like zero.
  const ends = [Math.abs(corrected.low), Math.abs(corrected.high)] as const;
  const interval = { low: Math.min(...ends), high: Math.max(...ends), finest: Math.min(...ends) };
  const [better, worse] = winnerOf(entry) === 'first' ? [first, second] : [second, first];
  return words.compare.shown({
    figure,
    first: better,
    second: worse,
    by: Math.abs(mean),
    ...interval,
    seeds,
    comparisons,
  });
}
