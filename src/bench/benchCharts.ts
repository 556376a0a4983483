import type { Words } from '../words';
import type { BenchRow, Peaks } from './benchFile';
import { labelOf, ratiosOf } from './benchRows';
import { groupRows } from './benchTable';
import { IMPLEMENTATIONS, type Implementation } from './work/competitor';

/** A measured product: operations a byte, and operations a second. */
export interface RooflinePoint {
  readonly implementation: Implementation;
  readonly label: string;
  readonly intensity: number;
  readonly gflopPerSecond: number;
}

/** One bar: how many times Weft is as fast as another in a case. */
export interface SpeedupBar {
  readonly caseId: string;
  readonly implementation: Implementation;
  readonly against: string;
  readonly weftSpeedup: number;
}

/** Rows that have both operations and bytes. */
export function rooflinePoints(rows: readonly BenchRow[], { kernels }: Words): RooflinePoint[] {
  return rows.flatMap((row) => {
    const { implementation, arithmeticIntensity: intensity, gflopPerSecond, shareOfPeak } = row;
    if (intensity === null || gflopPerSecond === null) {
      return [];
    }
    const label = `${row.case}\n${kernels.point(labelOf(row), gflopPerSecond, shareOfPeak)}`;
    return [{ implementation, label, intensity, gflopPerSecond }];
  });
}

/** The roof's corners from the lowest intensity to the highest: bandwidth up to the ridge, then multiply-adds. */
export function roofOf(
  { fmaGflopPerSecond, copyGbPerSecond }: Peaks,
  points: readonly RooflinePoint[],
): { readonly intensity: number; readonly gflopPerSecond: number }[] {
  const ridge = fmaGflopPerSecond / copyGbPerSecond;
  const intensities = [...points.map(({ intensity }) => intensity), ridge];
  const low = Math.min(...intensities) / 2;
  const high = Math.max(...intensities) * 2;
  return [low, ridge, high].map((intensity) => ({
    intensity,
    gflopPerSecond: Math.min(fmaGflopPerSecond, intensity * copyGbPerSecond),
  }));
}

/** Weft's own other rows are in the table; the bars are for the others. */
export function speedupBars(rows: readonly BenchRow[]): SpeedupBar[] {
  return groupRows(rows, ratiosOf(rows)).cases.flatMap(({ id, rows: entries }) =>
    entries.flatMap(({ row, ratio }) =>
      row.implementation === 'weft' || ratio === undefined
        ? []
        : [{ caseId: id, implementation: row.implementation, against: labelOf(row), weftSpeedup: ratio }],
    ),
  );
}

/** The implementations that rows speak of, in a fixed order. */
export function implementationsIn(rows: readonly BenchRow[]): Implementation[] {
  return IMPLEMENTATIONS.filter((name) =>
    rows.some(({ implementation, status }) => implementation === name && status === 'ok'),
  );
}

/** The roofline in words. */
export function describeRoofline(
  points: readonly RooflinePoint[],
  peaks: Peaks | undefined,
  { kernels }: Words,
): string {
  if (peaks === undefined || points.length === 0) {
    return kernels.noProducts;
  }
  const best = points
    .filter(({ implementation }) => implementation === 'weft')
    .reduce((most, { gflopPerSecond }) => Math.max(most, gflopPerSecond), 0);
  return kernels.roofline(points.length, peaks.copyGbPerSecond, peaks.fmaGflopPerSecond, best);
}

/** The bars in words. */
export function describeSpeedups(bars: readonly SpeedupBar[], { kernels }: Words): string {
  return bars.length === 0
    ? kernels.noPeers
    : bars.map(({ caseId, against, weftSpeedup }) => kernels.bar(caseId, weftSpeedup, against)).join(' ');
}
