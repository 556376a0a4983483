import { quantile } from 'd3-array';

/** The middle and the spread of repeated measurements. */
export interface Spread {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

/**
 * How many times as long `others` took as `own`, round by round: what else the machine did in a round met both.
 * @returns `undefined` where they have no rounds, or not the same.
 */
export function pairedRatio(own: readonly number[], others: readonly number[]): Spread | undefined {
  return own.length === others.length
    ? spreadOf(others.map((other, round) => other / (own[round] as number)))
    : undefined;
}

/** Median, 10th and 90th percentile, interpolated linearly between neighbours; `undefined` of nothing. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const median = quantile(values, 0.5);
  const p10 = quantile(values, 0.1);
  const p90 = quantile(values, 0.9);
  return median === undefined || p10 === undefined || p90 === undefined ? undefined : { median, p10, p90 };
}
