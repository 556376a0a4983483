import type { RunMember, RunRecord } from './runFile';

/** A figure of one or more members at an x, such as an epoch. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** The band around a mean: the lowest and the highest of its members. */
  readonly low: number;
  readonly high: number;
}

/** A value of each member by epoch, as a mean with the range of its members; values that are not finite are left out. */
export function curveOf(
  members: readonly RunMember[],
  figureOf: (record: RunRecord) => number | null | undefined,
): readonly CurvePoint[] {
  return meanCurve(
    members.flatMap(({ history }) => history.map((record) => ({ x: record.epoch, y: figureOf(record) }))),
  );
}

/** Points of several members by x, in its order. */
export function meanCurve(
  points: readonly { readonly x: number; readonly y: number | null | undefined }[],
): readonly CurvePoint[] {
  const valuesByX = new Map<number, number[]>();
  for (const { x, y } of points) {
    if (isFigure(y)) {
      valuesByX.set(x, [...(valuesByX.get(x) ?? []), y]);
    }
  }
  return [...valuesByX]
    .toSorted(([a], [b]) => a - b)
    .map(([x, values]) => ({ x, y: meanOf(values) as number, low: Math.min(...values), high: Math.max(...values) }));
}

export function isFigure(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** Of those that are figures; `undefined` where none is. */
export function meanOf(values: readonly (number | null | undefined)[]): number | undefined {
  const figures = values.filter(isFigure);
  return figures.length > 0 ? figures.reduce((sum, value) => sum + value, 0) / figures.length : undefined;
}

/** The first epoch of the second half, where curves no longer fall steeply. */
export function firstLateEpoch(epochs: number): number {
  return Math.floor(epochs / 2) + 1;
}

/** How many epochs the longest-trained of these members completed; 0 of none. */
export function trainedEpochs(members: readonly RunMember[]): number {
  return Math.max(0, ...members.map(({ history }) => history.length));
}

/**
 * By how much a member's curve moves from one epoch to the next, on average from epoch `fromEpoch` on; `undefined`
 * where it has fewer than two epochs from there on.
 */
export function lateStep(
  member: RunMember,
  figureOf: (record: RunRecord) => number | null,
  fromEpoch: number,
): number | undefined {
  const values = member.history.filter(({ epoch }) => epoch >= fromEpoch).map(figureOf);
  return meanOf(
    values.slice(1).map((value, index) => {
      const before = values[index];
      return isFigure(value) && isFigure(before) ? Math.abs(value - before) : undefined;
    }),
  );
}
