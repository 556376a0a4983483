import type { Words } from '../words';
import type { BenchFile, BenchRow, Peaks } from './benchFile';
import { labelOf, ratiosOf } from './benchRows';
import { groupRows, ratioText } from './benchTable';
import { BATCH_ROWS, CASES } from './work/catalog';
import { IMPLEMENTATIONS, type Implementation } from './work/competitor';

/** A measured product: operations a byte, and operations a second. */
export interface RooflinePoint {
  readonly implementation: Implementation;
  /** What a pointer near it is told. */
  readonly lines: readonly string[];
  readonly intensity: number;
  readonly gflopPerSecond: number;
}

/** One bar: how many times Weft is as fast as another in a case. */
export interface SpeedupBar {
  readonly caseId: string;
  readonly implementation: Implementation;
  readonly against: string;
  readonly ratio: BenchFile['ratios'][number];
}

/** Rows that have both operations and bytes. */
export function rooflinePoints(rows: readonly BenchRow[], { kernels }: Words): RooflinePoint[] {
  return rows.flatMap((row) => {
    const { implementation, arithmeticIntensity: intensity, gflopPerSecond, shareOfPeak } = row;
    if (intensity === null || gflopPerSecond === null) {
      return [];
    }
    const lines = [row.case, kernels.point(labelOf(row), gflopPerSecond, shareOfPeak)];
    return [{ implementation, lines, intensity, gflopPerSecond }];
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
        : [{ caseId: id, implementation: row.implementation, against: labelOf(row), ratio }],
    ),
  );
}

/** The implementations that rows speak of, in a fixed order. */
export function implementationsIn(rows: readonly BenchRow[]): Implementation[] {
  return IMPLEMENTATIONS.filter((name) =>
    rows.some(({ implementation, status }) => implementation === name && status === 'ok'),
  );
}

/** Throughput of a population: members trained at once, and member-images a second. */
export interface ScalingPoint {
  readonly implementation: Implementation;
  readonly variant: string;
  readonly members: number;
  readonly imagesPerSecond: number;
}

/** The rows of whole steps at the usual batch that train all members of their case at once, by the GPU, fewest first. */
export function scalingPoints(rows: readonly BenchRow[]): ScalingPoint[] {
  return rows
    .flatMap(({ case: id, implementation, variant, runsOn, imagesPerRun, imagesPerSecond }) => {
      const members = SCALING_CASES.get(id);
      return members === undefined ||
        imagesPerSecond === null ||
        runsOn === 'CPU' ||
        imagesPerRun !== members * BATCH_ROWS
        ? []
        : [{ implementation, variant, members, imagesPerSecond }];
    })
    .toSorted((a, b) => a.members - b.members);
}

const SCALING_CASES: ReadonlyMap<string, number> = new Map(
  CASES.flatMap((benchCase) =>
    benchCase.kind === 'train' && benchCase.batchRows === BATCH_ROWS
      ? [[benchCase.id, benchCase.members] as const]
      : [],
  ),
);

/** Those of one implementation after the other, where it has more than one. */
export function scalingLines(points: readonly ScalingPoint[]): ScalingPoint[][] {
  return IMPLEMENTATIONS.map((name) => points.filter(({ implementation }) => implementation === name)).filter(
    (line) => line.length > 1,
  );
}

/** The scaling in words, a sentence for each implementation. */
export function describeScaling(points: readonly ScalingPoint[], { kernels, numbers }: Words): string[] {
  return scalingLines(points).map((line) => {
    const [single] = line;
    const parts = line.map(({ members, imagesPerSecond }) =>
      kernels.scalingPart(members, numbers.rate(imagesPerSecond), imagesPerSecond / (single?.imagesPerSecond ?? 1)),
    );
    return kernels.scaling(single?.implementation ?? '', parts);
  });
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
export function describeSpeedups(bars: readonly SpeedupBar[], words: Words): string {
  return bars.length === 0
    ? words.kernels.noPeers
    : bars.map(({ caseId, against, ratio }) => words.kernels.bar(caseId, ratioText(ratio, words), against)).join(' ');
}
