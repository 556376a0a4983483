import { quantile } from 'd3-array';

/** The middle and the spread of repeated measurements. */
export interface Spread {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

/** Median, 10th and 90th percentile, interpolated linearly between neighbours; `undefined` of nothing. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const median = quantile(values, 0.5);
  const p10 = quantile(values, 0.1);
  const p90 = quantile(values, 0.9);
  return median === undefined || p10 === undefined || p90 === undefined ? undefined : { median, p10, p90 };
}
