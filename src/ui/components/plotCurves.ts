import * as Plot from '@observablehq/plot';
import { formatLearningRate } from '../../words/format';
import {
  type Curve,
  type CurvePoint,
  type CurveSet,
  type LinePoint,
  type MemberMark,
  type Metric,
  restartsEachEpoch,
  valueDomain,
} from '../state/curves';
import { spreadLabels } from '../state/endLabels';
import type { ChartScales } from '../state/nearest';
import { type EpochChartOptions, epochFrame, MARGIN, nameChart, TIP_STYLE } from './chartFrame';
import { PLOT_SYMBOLS } from './Swatch';
import { membersClass, seriesClass, seriesColor } from './seriesMarks';

interface PlotCurvesOptions extends EpochChartOptions {
  readonly curves: CurveSet;
}

export interface DrawnCurves {
  readonly chart: SVGElement;
  readonly scales: ChartScales;
}

type Domain = readonly [number, number];

/** The same height whatever there is to draw: the page must not jump. */
const CHART_HEIGHT = 300;
const LABEL_MARGIN = 72;
const LABEL_HEIGHT = 13;

/** Ten classes: the loss of a network that knows nothing. */
const GUESSING_LOSS = Math.log(10);

/** More validation dots than this on a curve are a caterpillar. */
const MAX_DOTS = 40;

/** Draws a chart anew; a few thousand points take a few milliseconds. */
export function plotCurves({ curves: set, ...options }: PlotCurvesOptions): DrawnCurves {
  const isLoss = set.metric === 'loss';
  const domain = valueDomain(set);
  const ticks = isLoss ? lossTicks(domain) : accuracyTicks(domain);
  const isLabelled = hasEndLabels(set);
  const validation = set.curves.filter(({ split }) => split === 'validation');
  const chart = Plot.plot({
    ...epochFrame(options, CHART_HEIGHT, isLabelled ? LABEL_MARGIN : MARGIN.right),
    y: { type: isLoss ? 'log' : 'linear', domain, label: null },
    marks: [
      Plot.gridY(ticks, { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisY(ticks, { text: (tick: number) => (isLoss ? String(tick) : tick.toFixed(2)), tickSize: 0 }),
      Plot.text([isLoss ? 'cross-entropy in nats, logarithmic' : 'share classified correctly'], {
        frameAnchor: 'top-left',
        dx: -MARGIN.left,
        dy: -MARGIN.top + 4,
        fill: 'var(--muted)',
      }),
      ...(isLoss ? guessingMarks(domain) : []),
      ...validation.map(band),
      ...set.curves.flatMap(memberLines),
      ...set.curves.map(meanLine),
      ...validation.map((curve) => validationDots(curve, domain)),
      ...(isLabelled ? endLabels(validation, domain, set.metric) : []),
      ...set.stopped.map((mark) => memberMark(mark, domain, 'stopped')),
      ...set.diverged.map((mark) => memberMark(mark, domain, 'diverged')),
      tip(validation, domain),
    ],
  }) as SVGElement & Plot.Plot;
  nameChart(chart, options);
  const x = chart.scale('x');
  const y = chart.scale('y');
  const scales = { x: (position: number) => x?.apply(position), y: (value: number) => y?.apply(value) };
  return { chart, scales };
}

const isPositive = ({ mean }: CurvePoint) => mean > 0;

/** From the lowest to the highest member. */
function band({ series, points }: Curve): Plot.Markish {
  return Plot.areaY(series.members.length > 1 ? points.filter(isPositive) : [], {
    className: seriesClass(series),
    x: 'position',
    y1: 'low',
    y2: 'high',
    clip: true,
    fill: seriesColor(series),
    fillOpacity: 0.13,
  });
}

const TRAINING_LINE = { strokeWidth: 1.2, strokeDasharray: '1.5 3', strokeOpacity: 0.85 } as const;

function meanLine(curve: Curve): Plot.Markish {
  const { series, split, points } = curve;
  const dash = series.look.dash;
  return Plot.line(points.filter(isPositive), {
    className: seriesClass(series),
    x: 'position',
    y: 'mean',
    z: epochsApart(curve),
    clip: true,
    stroke: seriesColor(series),
    ...(split === 'training'
      ? TRAINING_LINE
      : { strokeWidth: 2, ...(dash === undefined ? {} : { strokeDasharray: dash }) }),
  });
}

function memberLines(curve: Curve): Plot.Markish[] {
  const { series, split } = curve;
  return curve.memberLines.map((points) =>
    Plot.line(
      points.filter(({ value }) => value > 0),
      {
        className: membersClass(series),
        x: 'position',
        y: 'value',
        z: epochsApart(curve),
        clip: true,
        stroke: seriesColor(series),
        ...(split === 'training' ? { ...TRAINING_LINE, strokeWidth: 0.8 } : { strokeWidth: 1 }),
      },
    ),
  );
}

/** A mean that starts anew in each epoch is not one line. */
function epochsApart(curve: Curve) {
  return restartsEachEpoch(curve) ? ({ position }: { readonly position: number }) => Math.ceil(position) : null;
}

/** Hollow where the line is dashed. */
function validationDots({ series, points }: Curve, domain: Domain): Plot.Markish {
  const color = seriesColor(series);
  const isHollow = series.look.dash !== undefined;
  return Plot.dot(dotted(points, domain), {
    className: seriesClass(series),
    x: 'position',
    y: 'mean',
    symbol: PLOT_SYMBOLS[series.arm.normalization],
    fill: isHollow ? 'var(--surface)' : color,
    stroke: isHollow ? color : 'var(--surface)',
    strokeWidth: isHollow ? 1.5 : 1,
    r: isHollow ? 3.5 : 4,
  });
}

function dotted(points: readonly CurvePoint[], [low, high]: Domain): readonly CurvePoint[] {
  const within = points.filter(({ mean }) => mean > 0 && mean >= low && mean <= high);
  return points.length > MAX_DOTS ? within.slice(-1) : within;
}

/** One for the whole chart: each curve's own would lie over the others. */
function tip(curves: readonly Curve[], [low, high]: Domain): Plot.Markish {
  const points = curves.flatMap(({ series, points }) =>
    points.filter(({ mean }) => mean >= low && mean <= high).map((point) => ({ ...point, series })),
  );
  return Plot.tip(
    points,
    Plot.pointer({
      x: 'position',
      y: 'mean',
      maxRadius: 30,
      ...TIP_STYLE,
      title: ({ series, position, ...point }: (typeof points)[number]) =>
        [
          `${series.label}, validation`,
          `epoch ${position}: ${point.mean.toFixed(4)}`,
          ...(series.members.length > 1 ? [`members ${point.low.toFixed(4)} to ${point.high.toFixed(4)}`] : []),
        ].join('\n'),
    }),
  );
}

/** Several learning rates are named at the right ends of the curves, if they fit: colour alone cannot tell them apart. */
function hasEndLabels({ curves }: CurveSet): boolean {
  const series = new Set(curves.map((curve) => curve.series));
  const rates = new Set([...series].map(({ arm }) => arm.learningRate));
  return rates.size > 1 && series.size <= AXIS_PX / LABEL_HEIGHT;
}

const AXIS_PX = CHART_HEIGHT - MARGIN.top - MARGIN.bottom;

function endLabels(curves: readonly Curve[], domain: Domain, metric: Metric): Plot.Markish[] {
  const ends = curves.flatMap(({ series, points }) => {
    const end = points.at(-1);
    return end === undefined ? [] : [{ series, end }];
  });
  const wanted = ends.map(({ end }) => axisShare(end.mean, domain, metric) * AXIS_PX);
  const placed = spreadLabels(wanted, LABEL_HEIGHT, AXIS_PX);
  return ends.map(({ series }, index) =>
    Plot.text([0], {
      className: seriesClass(series),
      frameAnchor: 'bottom-right',
      text: () => formatLearningRate(series.arm.learningRate),
      textAnchor: 'start',
      dx: 9,
      dy: -(placed[index] ?? 0) + 5,
      fill: 'var(--ink)',
    }),
  );
}

/** Where a value stands on the axis, from 0 at its foot to 1. */
function axisShare(value: number, [low, high]: Domain, metric: Metric): number {
  const scaled = metric === 'loss' ? Math.log : (plain: number) => plain;
  const share = (scaled(value) - scaled(low)) / (scaled(high) - scaled(low));
  return Math.min(1, Math.max(0, share));
}

/** A cross where a member diverged, a bar where it was stopped; at the edge where that is beyond it. */
function memberMark(
  { series, position, value }: MemberMark,
  [low, high]: Domain,
  kind: 'diverged' | 'stopped',
): Plot.Markish {
  const at: LinePoint[] = [{ position, value: Math.min(high, Math.max(low, value)) }];
  return Plot.dot(at, {
    className: seriesClass(series),
    x: 'position',
    y: 'value',
    symbol: kind === 'diverged' ? 'times' : BAR,
    stroke: seriesColor(series),
    strokeWidth: 2.5,
    r: kind === 'diverged' ? 5 : 7,
  });
}

/** Upright, as high as a circle of the same radius. */
const BAR: Plot.SymbolImplementation = {
  draw: (context: CanvasPath, areaPx: number) => {
    const radiusPx = Math.sqrt(areaPx / Math.PI);
    context.moveTo(0, -radiusPx);
    context.lineTo(0, radiusPx);
  },
};

function guessingMarks([low, high]: Domain): Plot.Markish[] {
  if (GUESSING_LOSS < low || GUESSING_LOSS > high) {
    return [];
  }
  return [
    Plot.ruleY([GUESSING_LOSS], { stroke: 'var(--muted)', strokeDasharray: '1 3' }),
    Plot.text([GUESSING_LOSS], {
      y: (value: number) => value,
      text: () => 'guessing, ln 10',
      frameAnchor: 'right',
      textAnchor: 'end',
      dy: -7,
      fill: 'var(--muted)',
      stroke: 'var(--surface)',
    }),
  ];
}

/** 1, 2 and 5 times the powers of ten; every digit where the axis is less than a power long. */
function lossTicks([low, high]: Domain): number[] {
  const digits = high / low <= 10 ? [1, 2, 3, 4, 5, 6, 8] : [1, 2, 5];
  const powers = Array.from({ length: 12 }, (_, index) => index - 6);
  return powers
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((tick) => tick >= low && tick <= high);
}

/** Round steps, five to eight of them. */
function accuracyTicks([low, high]: Domain): number[] {
  const step = [0.01, 0.02, 0.05, 0.1].find((candidate) => (high - low) / candidate <= 8) ?? 0.2;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(2)));
}
