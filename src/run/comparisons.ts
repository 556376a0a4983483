import { CONFIDENCE, correctHolm, type PairedDifference, pairedDifference, tMultiple } from './statistics';

/** One figure of what is compared, such as the test accuracy of an arm, by seed. */
export interface ComparedValues<T> {
  readonly of: T;
  /** In the same order of seeds for all that are compared; not finite where a run gave none. */
  readonly values: readonly number[];
}

export type ComparisonOutcome =
  | 'first-higher'
  | 'second-higher'
  /** The corrected interval spans zero. */
  | 'no-difference-shown'
  /** Fewer than two seeds that both have values for: there is no interval. */
  | 'too-few-seeds'
  /** The same difference for each seed: there is no interval. */
  | 'same-difference';

export interface Comparison<T> extends PairedDifference {
  readonly first: T;
  readonly second: T;
  readonly pAdjusted: number | null;
  /** The interval of the difference corrected like `pAdjusted`: it spans zero exactly where that is above α. */
  readonly corrected: {
    readonly low: number;
    readonly high: number;
    /** With what probability the interval holds, by itself: 1 − α/divisor of its step. */
    readonly level: number;
  } | null;
  /** How many comparisons were corrected for. */
  readonly comparisons: number;
  readonly outcome: ComparisonOutcome;
}

/** Compares each two, paired by seed; see `compareEach`. */
export function comparePairs<T>(compared: readonly ComparedValues<T>[], confidence = CONFIDENCE): Comparison<T>[] {
  return compareEach(
    compared.flatMap((first, index) => compared.slice(index + 1).map((second) => [first, second] as const)),
    confidence,
  );
}

/**
 * Compares the two of each pair, paired by seed, corrected for the number of pairs by Holm's method. The corrected
 * interval is the paired one at the level of its p-value's step, 1 − α/divisor (Ludbrook, Clinical and Experimental
 * Pharmacology and Physiology 27, 2000). The probability that any of the differences shown is none is at most α.
 */
export function compareEach<T>(
  valuePairs: readonly (readonly [ComparedValues<T>, ComparedValues<T>])[],
  confidence = CONFIDENCE,
): Comparison<T>[] {
  const pairs = valuePairs.map(([first, second]) => ({
    first: first.of,
    second: second.of,
    ...pairedDifference(first.values, second.values, confidence),
  }));
  const tested = pairs.filter(({ p }) => p !== null);
  const corrections = correctHolm(tested.map(({ p }) => p as number));
  return pairs.map((pair) => {
    const { mean, n } = pair.difference;
    const correction = corrections[tested.indexOf(pair)];
    if (correction === undefined || mean === null || pair.standardError === null) {
      const outcome = n < 2 ? 'too-few-seeds' : 'same-difference';
      return { ...pair, pAdjusted: null, corrected: null, comparisons: tested.length, outcome };
    }
    const level = 1 - (1 - confidence) / correction.divisor;
    const margin = tMultiple(level, n - 1) * pair.standardError;
    const corrected = { low: mean - margin, high: mean + margin, level };
    return {
      ...pair,
      pAdjusted: correction.pAdjusted,
      corrected,
      comparisons: tested.length,
      outcome: outcomeOf(corrected),
    };
  });
}

function outcomeOf({ low, high }: { readonly low: number; readonly high: number }): ComparisonOutcome {
  if (low > 0) {
    return 'first-higher';
  }
  return high < 0 ? 'second-higher' : 'no-difference-shown';
}

/**
 * With what probability at least all corrected intervals of these comparisons hold at the same time: 1 − Σ(1 − level), by
 * Bonferroni's inequality. Holm's steps make it less than 1 − α: they guard the differences that are called shown, not
 * the intervals as a whole. 1 where there is no interval.
 */
export function jointCoverage(comparisons: readonly Pick<Comparison<unknown>, 'corrected'>[]): number {
  return comparisons.reduce((share, { corrected }) => share - (corrected === null ? 0 : 1 - corrected.level), 1);
}
