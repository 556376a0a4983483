import type { Normalization } from '../../kernels/normalization';
import type { MetricPoint } from './runView';
import type { Series } from './series';

export type Metric = 'loss' | 'accuracy';
export type Split = 'training' | 'validation';

/** A point of a mean curve, with the spread of the members it stands for. */
export interface CurvePoint {
  readonly position: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Curve {
  readonly series: Series;
  readonly split: Split;
  readonly points: readonly CurvePoint[];
}

/** Where a series lost a member: its last finite figure. */
export interface DivergedMark {
  readonly series: Series;
  readonly position: number;
  readonly value: number;
}

export interface CurveSet {
  readonly metric: Metric;
  readonly curves: readonly Curve[];
  readonly diverged: readonly DivergedMark[];
}

/** More points than this on one curve cannot be told apart on a screen. */
export const MAX_CURVE_POINTS = 240;

export function curveSet(series: readonly Series[], metric: Metric, maxPoints = MAX_CURVE_POINTS): CurveSet {
  const curves = series.flatMap((entry) =>
    (['training', 'validation'] as const).map((split) => ({
      series: entry,
      split,
      points: decimate(withinEpochs(meanCurve(entry, split, metric), split), maxPoints),
    })),
  );
  return { metric, curves, diverged: series.flatMap((entry) => divergedMark(entry, metric)) };
}

/** Training figures are means over the epoch so far; over this many epochs only whole ones can be told apart. */
const MAX_EPOCHS_IN_DETAIL = 20;

function withinEpochs(points: readonly CurvePoint[], split: Split): readonly CurvePoint[] {
  const lastPosition = points.at(-1)?.position ?? 0;
  const isDetailed = split === 'validation' || lastPosition <= MAX_EPOCHS_IN_DETAIL;
  return isDetailed ? points : points.filter(({ position }) => Number.isInteger(position) || position === lastPosition);
}

/** Whether the training curve still shows the inside of epochs, where each starts its mean anew. */
export function restartsEachEpoch({ split, points }: Curve): boolean {
  return split === 'training' && (points.at(-1)?.position ?? 0) <= MAX_EPOCHS_IN_DETAIL;
}

/** Every k-th point, the last one always: the shape of a curve in at most `maxPoints` points. */
export function decimate<T>(points: readonly T[], maxPoints: number): readonly T[] {
  if (points.length <= maxPoints) {
    return points;
  }
  const stride = (points.length - 1) / (maxPoints - 1);
  return Array.from({ length: maxPoints }, (_, index) => points[Math.round(index * stride)] as T);
}

/** Members report at the same positions; one that is not finite there is left out of the mean. */
function meanCurve({ members }: Series, split: Split, metric: Metric): readonly CurvePoint[] {
  const valuesByPosition = new Map<number, number[]>();
  for (const member of members) {
    for (const point of member[split]) {
      const value = point[metric];
      if (Number.isFinite(value)) {
        const values = valuesByPosition.get(point.position);
        if (values === undefined) {
          valuesByPosition.set(point.position, [value]);
        } else {
          values.push(value);
        }
      }
    }
  }
  return [...valuesByPosition]
    .sort(([a], [b]) => a - b)
    .map(([position, values]) => ({
      position,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      low: Math.min(...values),
      high: Math.max(...values),
    }));
}

function divergedMark(series: Series, metric: Metric): readonly DivergedMark[] {
  return series.members
    .filter(({ status }) => status === 'diverged')
    .flatMap(({ training, validation }) => {
      const isFinitePoint = (point: MetricPoint) => Number.isFinite(point[metric]);
      const last = training.findLast(isFinitePoint) ?? validation.findLast(isFinitePoint);
      return last === undefined ? [] : [{ series, position: last.position, value: last[metric] }];
    });
}

/**
 * The range of the axis, rounded. It follows validation, and training after the first epoch:
 * the steep beginning would press everything that matters into a stripe, and may leave the axis.
 */
export function valueDomain({ metric, curves }: CurveSet): readonly [number, number] {
  const hasValidation = curves.some(({ split, points }) => split === 'validation' && points.length > 0);
  const values = curves
    .flatMap(({ split, points }) =>
      hasValidation && split === 'training' ? points.filter(({ position }) => position > 1) : points,
    )
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

/** The normalizations with a part of their curves outside the axis. */
export function normalizationsBeyond(set: CurveSet): readonly Normalization[] {
  const [low, high] = valueDomain(set);
  const beyond = set.curves.filter(({ points }) => points.some(({ mean }) => mean < low || mean > high));
  return [...new Set(beyond.map(({ series }) => series.normalization))];
}

/** The next of 1, 2, 5 times a power of ten. */
function roundToStep(value: number, round: (value: number) => number): number {
  const steps = [1, 2, 5, 10];
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = value / power;
  const chosen = round === Math.floor ? steps.findLast((step) => step <= digit) : steps.find((step) => step >= digit);
  return Number(((chosen ?? 1) * power).toPrecision(12));
}

/** The chart in words: where each curve stands. */
export function describeCurves({ metric, curves, diverged }: CurveSet): string {
  const standing = curves
    .filter(({ split, points }) => split === 'validation' && points.length > 0)
    .map(({ series, points }) => `${series.label} ${points.at(-1)?.mean.toFixed(3)}`);
  const lost = [...new Set(diverged.map(({ series }) => series.label))];
  if (standing.length === 0 && lost.length === 0) {
    return `No validation ${metric} yet.`;
  }
  const sentences = standing.length === 0 ? [] : [`Validation ${metric} so far: ${standing.join(', ')}.`];
  return [...sentences, ...(lost.length === 0 ? [] : [`Diverged: ${lost.join(', ')}.`])].join(' ');
}
