import type { RunMember, RunRecord } from './runFile';

/** A figure of a member at an x, such as an epoch. */
export interface FigurePoint {
  readonly x: number;
  readonly y: number;
}

/** A mean of members' figures at an x. */
export interface CurvePoint extends FigurePoint {
  /** The band around a mean: the lowest and the highest of its members. */
  readonly low: number;
  readonly high: number;
}

/** What is known of one member, in the order of x. */
export interface MemberLine {
  /** What is no figure is left out. */
  readonly points: readonly { readonly x: number; readonly y: number | null | undefined }[];
  /** Whether EarlyStopping stopped the member: it keeps its weights, and so its last figure. */
  readonly hasStopped: boolean;
}

/** A value of each member by epoch, as a mean with the range of its members (see `meanCurve`). */
export function curveOf(
  members: readonly RunMember[],
  figureOf: (record: RunRecord) => number | null | undefined,
): readonly CurvePoint[] {
  return meanCurve(
    members.map(({ status, history }) => ({
      points: history.map((record) => ({ x: record.epoch, y: figureOf(record) })),
      hasStopped: status === 'stopped-early',
    })),
  );
}

/**
 * The mean over members at every x that one of them has a figure for, in the order of x. A member that EarlyStopping
 * stopped stays in the mean with its last figure until the others have ended: a mean of those left would jump. One
 * that diverged, or has no finite figure at an x, is left out there.
 */
export function meanCurve(lines: readonly MemberLine[]): readonly CurvePoint[] {
  const figures = lines.map(({ points, hasStopped }) => ({ points: points.filter(isFigurePoint), hasStopped }));
  const xs = [...new Set(figures.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const valuesByX = new Map<number, number[]>(xs.map((x) => [x, []]));
  for (const { points, hasStopped } of figures) {
    for (const { x, y } of points) {
      valuesByX.get(x)?.push(y);
    }
    const last = points.at(-1);
    if (hasStopped && last !== undefined) {
      for (const x of xs.filter((later) => later > last.x)) {
        valuesByX.get(x)?.push(last.y);
      }
    }
  }
  return [...valuesByX].map(([x, values]) => ({
    x,
    y: meanOf(values) as number,
    low: Math.min(...values),
    high: Math.max(...values),
  }));
}

/** Points of one line, which has no band. */
export function lineOf(points: readonly FigurePoint[]): readonly CurvePoint[] {
  return points.map(({ x, y }) => ({ x, y, low: y, high: y }));
}

function isFigurePoint(point: MemberLine['points'][number]): point is FigurePoint {
  return isFigure(point.y);
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
