import {
  CONFIDENCE,
  correctHolm,
  type MeanInterval,
  type PairedDifference,
  pairedDifference,
  tMultiple,
} from './statistics';

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
  readonly corrected: { readonly low: number; readonly high: number } | null;
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
    const margin = tMultiple(1 - (1 - confidence) / correction.divisor, n - 1) * pair.standardError;
    const corrected = { low: mean - margin, high: mean + margin };
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
 * The verdict as a sentence, such as "scale has a higher test accuracy than raw: by 0.0300 (95 % interval 0.0210 to
 * 0.0390, 5 seeds, corrected for 6 comparisons)."
 */
export function verdictOf(comparison: Comparison<string>, figure: string, confidence = CONFIDENCE): string {
  const { first, second, difference, corrected, outcome, comparisons } = comparison;
  const { mean, n } = difference;
  const notShown = `No difference shown in ${figure} between ${first} and ${second}`;
  if (corrected === null || mean === null) {
    return `${notShown}: ${whyNoInterval(difference)}.`;
  }
  const isSecondHigher = outcome === 'second-higher';
  const { low, high } = isSecondHigher ? { low: -corrected.high, high: -corrected.low } : corrected;
  const isShown = outcome !== 'no-difference-shown';
  // A difference that is shown must not look like zero.
  const finest = isShown ? low : high - low;
  const [by, from, to] = formatWithDecimals([isSecondHigher ? -mean : mean, low, high], finest);
  const correction = comparisons > 1 ? `, corrected for ${comparisons} comparisons` : '';
  const interval = `${Number((100 * confidence).toFixed(1))} % interval ${from} to ${to}, ${n} seeds${correction}`;
  if (!isShown) {
    return `${notShown}: ${by} (${interval}).`;
  }
  const [winner, loser] = isSecondHigher ? [second, first] : [first, second];
  return `${winner} has a higher ${figure} than ${loser}: by ${by} (${interval}).`;
}

function whyNoInterval({ mean, n }: MeanInterval): string {
  if (n < 2) {
    return n === 0 ? 'no seed gave both a value' : 'one seed allows no interval';
  }
  return `it is ${formatWithDecimals([mean ?? Number.NaN], 0)[0]} for each of ${n} seeds, so its spread is unknown`;
}

const MIN_DECIMALS = 4;
const MAX_DECIMALS = 12;

/** With as many decimals as `finest` needs for two digits, and at least four; U+2212 for minus. */
function formatWithDecimals(values: readonly number[], finest: number): string[] {
  const needed = finest > 0 ? 1 - Math.floor(Math.log10(finest)) : 0;
  const decimals = Math.min(Math.max(MIN_DECIMALS, needed), MAX_DECIMALS);
  return values.map((value) =>
    value
      .toFixed(decimals)
      .replace(/^-(0\.0+)$/, '$1')
      .replace('-', '−'),
  );
}
