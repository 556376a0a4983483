import * as Plot from '@observablehq/plot';
import {
  type Curve,
  type CurvePoint,
  type CurveSet,
  type DivergedMark,
  type Metric,
  restartsEachEpoch,
  valueDomain,
} from '../state/curves';
import { spreadLabels } from '../state/endLabels';
import { SERIES_SYMBOLS, seriesColor } from './Swatch';

interface PlotCurvesOptions {
  readonly curves: CurveSet;
  readonly epochs: number;
  readonly width: number;
  /** Ids of the chart's title and of its text alternative. */
  readonly titleId: string;
  readonly textId: string;
}

type Domain = readonly [number, number];

/** The same height whatever there is to draw: the page must not jump. */
const CHART_HEIGHT = 300;
const MARGIN = { top: 26, right: 14, bottom: 38, left: 46 } as const;
const LABEL_MARGIN = 58;
const LABEL_HEIGHT = 13;

/** Ten classes: the loss of a network that knows nothing. */
const GUESSING_LOSS = Math.log(10);

/** More validation dots than this on a curve are a caterpillar. */
const MAX_DOTS = 40;

/** Draws a chart anew; a few hundred points take a few milliseconds. */
export function plotCurves({ curves: set, epochs, width, titleId, textId }: PlotCurvesOptions): SVGElement {
  const isLoss = set.metric === 'loss';
  const domain = valueDomain(set);
  const ticks = isLoss ? lossTicks(domain) : accuracyTicks(domain);
  const isLabelled = new Set(set.curves.map(({ series }) => series.learningRate)).size > 1;
  const chart = Plot.plot({
    width,
    height: CHART_HEIGHT,
    marginTop: MARGIN.top,
    marginRight: isLabelled ? LABEL_MARGIN : MARGIN.right,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    style: { fontSize: '12px', background: 'transparent', color: 'inherit' },
    x: { domain: [0, epochs], label: 'epoch →', labelArrow: 'none', ticks: wholeTicks(epochs, width), tickFormat: 'd' },
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
      ...set.curves.flatMap((curve) => curveMarks(curve, domain)),
      ...(isLabelled ? endLabels(set, domain) : []),
      ...set.diverged.flatMap((mark) => divergedMarks(mark, domain)),
    ],
  }) as SVGElement;
  // One image with one name: Plot's names for its parts ("line", "dot") would only be noise.
  for (const part of chart.querySelectorAll('[aria-label]')) {
    part.removeAttribute('aria-label');
  }
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-labelledby', titleId);
  chart.setAttribute('aria-describedby', textId);
  return chart;
}

function curveMarks(curve: Curve, [low, high]: Domain): Plot.Markish[] {
  const { series, split, points } = curve;
  const color = seriesColor(series.normalization);
  const positive = points.filter(({ mean }) => mean > 0);
  const channels = { x: 'position', y: 'mean' } as const;
  if (split === 'training') {
    return [
      Plot.line(positive, {
        ...channels,
        z: restartsEachEpoch(curve) ? ({ position }: CurvePoint) => Math.ceil(position) : null,
        clip: true,
        stroke: color,
        strokeWidth: 1.2,
        strokeDasharray: '4 3',
        strokeOpacity: 0.85,
      }),
    ];
  }
  const shown =
    positive.length > MAX_DOTS ? positive.slice(-1) : positive.filter(({ mean }) => mean >= low && mean <= high);
  return [
    Plot.areaY(series.members.length > 1 ? positive : [], {
      x: 'position',
      y1: 'low',
      y2: 'high',
      clip: true,
      fill: color,
      fillOpacity: 0.15,
    }),
    Plot.line(positive, { ...channels, clip: true, stroke: color, strokeWidth: 2 }),
    Plot.dot(shown, {
      ...channels,
      symbol: SERIES_SYMBOLS[series.normalization].symbol,
      fill: color,
      stroke: 'var(--surface)',
      strokeWidth: 1,
      r: 4,
      tip: { fill: 'var(--surface)', stroke: 'var(--control-line)' },
      title: (point: CurvePoint) => `${series.label}, validation\nepoch ${point.position}: ${point.mean.toFixed(4)}`,
    }),
  ];
}

/** Names the learning rates at the right ends of the curves, where colour alone cannot tell them apart. */
function endLabels(set: CurveSet, domain: Domain): Plot.Markish[] {
  const axisPx = CHART_HEIGHT - MARGIN.top - MARGIN.bottom;
  const ends = set.curves.flatMap(({ series, split, points }) => {
    const end = points.at(-1);
    return split === 'validation' && end !== undefined ? [{ series, end }] : [];
  });
  const wanted = ends.map(({ end }) => axisShare(end.mean, domain, set.metric) * axisPx);
  const placed = spreadLabels(wanted, LABEL_HEIGHT, axisPx);
  return ends.map(({ series, end }, index) =>
    Plot.text([end], {
      x: 'position',
      frameAnchor: 'bottom',
      text: () => String(series.learningRate),
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

function divergedMarks({ series, position, value }: DivergedMark, [low, high]: Domain): Plot.Markish[] {
  const at = [{ position, value: Math.min(high, Math.max(low, value)) }];
  return [
    Plot.dot(at, {
      x: 'position',
      y: 'value',
      symbol: 'times',
      stroke: seriesColor(series.normalization),
      strokeWidth: 2.5,
      r: 5,
    }),
    Plot.text(at, {
      x: 'position',
      y: 'value',
      text: () => `${series.label} diverged`,
      textAnchor: 'start',
      dx: 10,
      fill: 'var(--ink)',
      stroke: 'var(--surface)',
    }),
  ];
}

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

/** Whole epochs, no more than fit. */
function wholeTicks(epochs: number, width: number): number[] {
  const most = Math.max(2, Math.floor(width / 50));
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((candidate) => epochs / candidate <= most) ?? 1000;
  return Array.from({ length: Math.floor(epochs / step) + 1 }, (_, index) => index * step);
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
