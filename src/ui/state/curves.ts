import { type CurvePoint, type FigurePoint, meanCurve } from '../../run/curves';
import type { Words } from '../../words';
import type { MemberView, MetricPoint } from './runView';
import { type Series, seriesLabel } from './series';

export type Metric = 'loss' | 'accuracy';
export type Split = 'training' | 'validation';

export interface Curve {
  readonly series: Series;
  readonly split: Split;
  readonly points: readonly CurvePoint[];
  /** Each member's own line where there are several; as `points`, decimated and without what is not finite. */
  readonly memberLines: readonly (readonly FigurePoint[])[];
}

/** Where a series lost a member, at its last finite figure, or where EarlyStopping stopped one. */
export interface MemberMark extends FigurePoint {
  readonly series: Series;
}

export interface CurveSet {
  readonly metric: Metric;
  readonly curves: readonly Curve[];
  readonly diverged: readonly MemberMark[];
  readonly stopped: readonly MemberMark[];
}

/** More points than this on one curve cannot be told apart on a screen. */
export const MAX_CURVE_POINTS = 240;

export function curveSet(
  series: readonly Series[],
  metric: Metric,
  splits: readonly Split[] = ['training', 'validation'],
  maxPoints = MAX_CURVE_POINTS,
): CurveSet {
  const curves = series.flatMap((entry) =>
    splits.map((split) => {
      const shown = <T extends FigurePoint>(points: readonly T[]) => decimate(withinEpochs(points, split), maxPoints);
      const isAlone = entry.members.length === 1;
      return {
        series: entry,
        split,
        points: shown(meanCurve(entry.members.map((member) => lineOf(member, split, metric)))),
        memberLines: isAlone ? [] : entry.members.map((member) => shown(memberFigures(member, split, metric))),
      };
    }),
  );
  return {
    metric,
    curves,
    diverged: series.flatMap((entry) => divergedMarks(entry, metric)),
    stopped: series.flatMap((entry) => stoppedMarks(entry, metric)),
  };
}

/** Training figures are means over the epoch so far; over this many epochs only whole ones can be told apart. */
const MAX_EPOCHS_IN_DETAIL = 20;

function withinEpochs<T extends FigurePoint>(points: readonly T[], split: Split): readonly T[] {
  const lastX = points.at(-1)?.x ?? 0;
  const isDetailed = split === 'validation' || lastX <= MAX_EPOCHS_IN_DETAIL;
  return isDetailed ? points : points.filter(({ x }) => Number.isInteger(x) || x === lastX);
}

/** Whether the training curve still shows the inside of epochs, where each starts its mean anew. */
export function restartsEachEpoch({ split, points }: Curve): boolean {
  return split === 'training' && (points.at(-1)?.x ?? 0) <= MAX_EPOCHS_IN_DETAIL;
}

/** Every k-th point, the last one always: the shape of a curve in at most `maxPoints` points. */
export function decimate<T>(points: readonly T[], maxPoints: number): readonly T[] {
  if (points.length <= maxPoints) {
    return points;
  }
  const stride = (points.length - 1) / (maxPoints - 1);
  return Array.from({ length: maxPoints }, (_, index) => points[Math.round(index * stride)] as T);
}

function memberFigures(member: MemberView, split: Split, metric: Metric): readonly FigurePoint[] {
  return member[split]
    .filter(({ loss }) => Number.isFinite(loss))
    .map((point) => ({ x: point.position, y: point[metric] }))
    .filter(({ y }) => Number.isFinite(y));
}

function lineOf(member: MemberView, split: Split, metric: Metric) {
  return { points: memberFigures(member, split, metric), hasStopped: member.stoppedEpoch !== undefined };
}

function divergedMarks(series: Series, metric: Metric): readonly MemberMark[] {
  return series.members
    .filter(({ status }) => status === 'diverged')
    .flatMap(({ training, validation }) => {
      const isFinitePoint = (point: MetricPoint) => Number.isFinite(point.loss) && Number.isFinite(point[metric]);
      const last = training.findLast(isFinitePoint) ?? validation.findLast(isFinitePoint);
      return last === undefined ? [] : [{ series, x: last.position, y: last[metric] }];
    });
}

function stoppedMarks(series: Series, metric: Metric): readonly MemberMark[] {
  return series.members
    .filter(({ stoppedEpoch }) => stoppedEpoch !== undefined)
    .flatMap((member) => memberFigures(member, 'validation', metric).slice(-1))
    .map((last) => ({ series, ...last }));
}

/**
 * The range of the axis, rounded. It follows validation, and training after the first epoch:
 * the steep beginning would press everything that matters into a stripe, and may leave the axis.
 */
export function valueDomain({ metric, curves }: CurveSet): readonly [number, number] {
  const hasValidation = curves.some(({ split, points }) => split === 'validation' && points.length > 0);
  const values = curves
    .flatMap(({ split, points }) => (hasValidation && split === 'training' ? points.filter(({ x }) => x > 1) : points))
    .flatMap(({ low, high }) => [low, high])
    .filter((value) => metric === 'accuracy' || value > 0);
  if (metric === 'accuracy') {
    return hasValidation ? accuracyDomain(Math.min(...values), Math.max(...values)) : [0, 1];
  }
  if (values.length === 0) {
    return EMPTY_LOSS_DOMAIN;
  }
  const low = Math.max(MIN_LOSS, roundToStep(Math.min(0.5, ...values), Math.floor));
  return [low, Math.min(MAX_LOSS, roundToStep(Math.max(1, ...values), Math.ceil))];
}

/** Where losses of this network mostly lie. */
const EMPTY_LOSS_DOMAIN = [0.2, 5] as const;

/** A logarithmic axis has no zero; losses below this look the same. */
export const MIN_LOSS = 1e-3;

/** Raw pixels begin far above everything else; drawn in full they would press the other curves together. */
export const MAX_LOSS = 50;

/** Twentieths around the values, with a little room. */
function accuracyDomain(lowest: number, highest: number): readonly [number, number] {
  const low = Math.max(0, Math.floor(lowest * 20 - 0.1) / 20);
  const high = Math.min(1, Math.ceil(highest * 20 + 0.1) / 20);
  return [Number(Math.max(0, Math.min(low, high - 0.1)).toFixed(2)), high];
}

/** Where the last validation loss of a member lies above the axis: at its edge. */
export function beyondMarks({ metric, curves }: CurveSet, [, high]: readonly [number, number]): readonly MemberMark[] {
  const all = metric === 'loss' ? [...new Set(curves.map(({ series }) => series))] : [];
  return all.flatMap((series) =>
    series.members
      .flatMap((member) => memberFigures(member, 'validation', metric).slice(-1))
      .filter(({ y }) => y > high)
      .map(({ x }) => ({ series, x, y: high })),
  );
}

/** The series with a part of their mean curves outside the axis. */
export function seriesBeyond(set: CurveSet): readonly Series[] {
  const [low, high] = valueDomain(set);
  const beyond = set.curves.filter(({ points }) => points.some(({ y }) => y < low || y > high));
  return [...new Set(beyond.map(({ series }) => series))];
}

/** The next of 1, 2, 5 times a power of ten. */
function roundToStep(value: number, round: (value: number) => number): number {
  const steps = [1, 2, 5, 10];
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = value / power;
  const chosen = round === Math.floor ? steps.findLast((step) => step <= digit) : steps.find((step) => step >= digit);
  return Number(((chosen ?? 1) * power).toPrecision(12));
}

/** How the figures of a metric are written. */
export function metricFormat(metric: Metric, { numbers }: Words): (value: number) => string {
  return metric === 'loss' ? numbers.loss : numbers.share;
}

/** The chart in words: where each curve stands. */
export function describeCurves({ metric, curves, diverged, stopped }: CurveSet, words: Words): string {
  const said = words.curves;
  const format = metricFormat(metric, words);
  const standing = curves
    .filter(({ split }) => split === 'validation')
    .flatMap(({ series, points }) => points.slice(-1).map(({ y }) => `${seriesLabel(series, words)} ${format(y)}`));
  const lost = labelsOf(diverged, words);
  const early = labelsOf(stopped, words);
  if (standing.length === 0 && lost.length === 0) {
    return said.noneYet(metric);
  }
  return [
    ...(standing.length === 0 ? [] : [said.standing(metric, standing)]),
    ...(early.length === 0 ? [] : [said.stoppedEarly(early)]),
    ...(lost.length === 0 ? [] : [said.diverged(lost)]),
  ].join(' ');
}

/** Each series once. */
export function labelsOf(marks: readonly MemberMark[], words: Words): readonly string[] {
  return [...new Set(marks.map(({ series }) => series))].map((series) => seriesLabel(series, words));
}
