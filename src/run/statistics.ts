import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { deviation, mean as meanOf } from 'd3-array';

/** A mean and where it may lie; `low` and `high` are `null` where one value, or one not finite, allows no interval. */
export interface MeanInterval {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How many values. */
  readonly n: number;
}

export const CONFIDENCE = 0.95;

/**
 * The mean of independent values with its two-sided interval by Student's t: x̄ ± t(1 − α/2, n − 1) · s/√n
 * (NIST/SEMATECH e-Handbook, 1.3.5.2).
 */
export function meanInterval(values: readonly number[], confidence = CONFIDENCE): MeanInterval {
  const n = values.length;
  const mean = n > 0 && values.every(Number.isFinite) ? (meanOf(values) as number) : null;
  const margin = mean === null || n < 2 ? null : tMultiple(confidence, n - 1) * standardError(values);
  return mean === null || margin === null
    ? { mean, low: null, high: null, n }
    : { mean, low: mean - margin, high: mean + margin, n };
}

/** How many standard errors the half of a two-sided interval is. */
export function tMultiple(confidence: number, degreesOfFreedom: number): number {
  return quantile((1 + confidence) / 2, degreesOfFreedom);
}

/** s/√n, with s by n − 1. */
function standardError(values: readonly number[]): number {
  return (deviation(values) as number) / Math.sqrt(values.length);
}

/** The two-sided paired t-test of means being equal, and the interval of their difference. */
export interface PairedDifference {
  /** First minus second, over the pairs of which both are finite. */
  readonly difference: MeanInterval;
  /** All `null` where there are fewer than two pairs, or all differ by the same: their spread is unknown. */
  readonly standardError: number | null;
  readonly t: number | null;
  readonly p: number | null;
}

/** Differences that spread less than this share of the values are the same but for rounding, as in R's `t.test`. */
const SAME_DIFFERENCE = 10 * Number.EPSILON;

/**
 * Compares values that belong together one by one, as members of the same seed do: d̄ ± t(1 − α/2, n − 1) · s/√n and
 * t = d̄/(s/√n), of the differences (R's `t.test(first, second, paired = TRUE)`). Pairs in which a value is not finite
 * are left out.
 */
export function pairedDifference(
  first: readonly number[],
  second: readonly number[],
  confidence = CONFIDENCE,
): PairedDifference {
  const pairs = first
    .map((value, index) => [value, second[index] ?? Number.NaN] as const)
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const differences = pairs.map(([a, b]) => a - b);
  const interval = meanInterval(differences, confidence);
  const error = differences.length < 2 ? 0 : standardError(differences);
  const largest = Math.max(0, ...pairs.flat().map(Math.abs));
  if (interval.mean === null || error <= SAME_DIFFERENCE * largest) {
    return { difference: { ...interval, low: null, high: null }, standardError: null, t: null, p: null };
  }
  const t = interval.mean / error;
  return { difference: interval, standardError: error, t, p: 2 * cdf(-Math.abs(t), differences.length - 1) };
}

/** What Holm's correction makes of one of several p-values. */
export interface HolmCorrection {
  /** To be compared with α. */
  readonly pAdjusted: number;
  /** The uncorrected p-value passes where it is at most α divided by this: 1 to the number of p-values. */
  readonly divisor: number;
}

/**
 * Holm's correction for several comparisons (Scandinavian Journal of Statistics 6, 1979; R's `p.adjust`): the i-th
 * smallest of m p-values becomes the largest of (m − j + 1) · p₍ⱼ₎ over j ≤ i, at most 1.
 */
export function correctHolm(pValues: readonly number[]): HolmCorrection[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const corrections: HolmCorrection[] = [];
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    const p = pValues[index] as number;
    const comparisonsLeft = pValues.length - rank;
    largest = Math.max(largest, comparisonsLeft * p);
    corrections[index] = { pAdjusted: Math.min(1, largest), divisor: p > 0 ? largest / p : comparisonsLeft };
  }
  return corrections;
}
