import * as Plot from '@observablehq/plot';
import { type RooflinePoint, roofOf, type SpeedupBar } from '../../bench/benchCharts';
import type { Peaks } from '../../bench/benchFile';
import type { Words } from '../../words';
import { IMPLEMENTATION_SERIES } from './implementationSeries';
import { normalizationColor, PLOT_SYMBOLS } from './Swatch';

/** Ids of a chart's title and of its text alternative. */
export interface ChartNames {
  readonly titleId: string;
  readonly textId: string;
}

const STYLE = { fontSize: '12px', background: 'transparent', color: 'inherit' };
const TIP = { fill: 'var(--surface)', stroke: 'var(--control-line)' };
/** Ticks of a logarithmic axis: the powers of ten on it. */
function powersWithin([low, high]: readonly [number, number]): number[] {
  const first = Math.ceil(Math.log10(low));
  const count = Math.max(0, Math.floor(Math.log10(high)) - first + 1);
  return Array.from({ length: count }, (_, index) => 10 ** (first + index));
}

const ROOFLINE_HEIGHT = 320;

/** GFLOP/s against operations a byte, both logarithmic, under the measured roofs. */
export function plotRoofline(
  points: readonly RooflinePoint[],
  peaks: Peaks,
  width: number,
  names: ChartNames,
  words: Words,
): SVGElement {
  const roof = roofOf(peaks, points);
  const lowest = Math.min(...points.map(({ gflopPerSecond }) => gflopPerSecond), roof[0]?.gflopPerSecond ?? 1);
  const [left, , right] = roof as [(typeof roof)[number], (typeof roof)[number], (typeof roof)[number]];
  const xDomain = [left.intensity, right.intensity] as const;
  const yDomain = [lowest / 2, peaks.fmaGflopPerSecond * 2] as const;
  const xTicks = powersWithin(xDomain);
  const yTicks = powersWithin(yDomain);
  const chart = Plot.plot({
    width,
    height: ROOFLINE_HEIGHT,
    marginTop: 26,
    marginRight: 18,
    marginBottom: 38,
    marginLeft: 52,
    style: STYLE,
    x: {
      type: 'log',
      domain: xDomain,
      label: words.kernelsView.charts.intensityAxis,
      labelArrow: 'none',
      tickFormat: shortNumber,
      ticks: xTicks,
    },
    y: {
      type: 'log',
      label: null,
      domain: yDomain,
      tickFormat: shortNumber,
      ticks: 5,
    },
    marks: [
      Plot.gridY(yTicks, { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.gridX(xTicks, { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.text([words.kernelsView.charts.speedAxis], {
        frameAnchor: 'top-left',
        dx: -52,
        dy: -22,
        fill: 'var(--muted)',
      }),
      Plot.line(roof, { x: 'intensity', y: 'gflopPerSecond', stroke: 'var(--ink)', strokeWidth: 1.5 }),
      Plot.text([right], {
        x: 'intensity',
        y: 'gflopPerSecond',
        textAnchor: 'end',
        text: () =>
          `${words.numbers.rate(peaks.fmaGflopPerSecond)} GFLOP/s · ${words.numbers.rate(peaks.copyGbPerSecond)} GB/s`,
        dy: -10,
        fill: 'var(--muted)',
        stroke: 'var(--surface)',
      }),
      ...points.map((point) =>
        Plot.dot([point], {
          x: 'intensity',
          y: 'gflopPerSecond',
          ...markOf(point.implementation),
          stroke: 'var(--surface)',
          r: 4.5,
          title: 'label',
          tip: TIP,
        }),
      ),
    ],
  }) as SVGElement;
  return named(chart, names);
}

const BAR_HEIGHT = 16;
const LABEL_HEIGHT = 18;

/** How many times as fast Weft is, a bar for each case and peer, logarithmic from 1. */
export function plotSpeedups(bars: readonly SpeedupBar[], width: number, names: ChartNames, words: Words): SVGElement {
  const cases = [...new Set(bars.map(({ caseId }) => caseId))];
  const lines = cases.flatMap((caseId) => [{ key: caseId, caseId, bar: undefined }, ...barsOf(bars, caseId)]);
  const drawn = lines.flatMap(({ key, bar }) => (bar === undefined ? [] : [{ key, ...bar }]));
  const speedups = drawn.map(({ weftSpeedup }) => weftSpeedup);
  const domain = [Math.min(0.9, ...speedups) / 1.05, Math.max(10, ...speedups)] as const;
  const ticks = powersWithin(domain);
  const chart = Plot.plot({
    width,
    height: lines.length * LABEL_HEIGHT + 50,
    marginTop: 8,
    marginRight: 120,
    marginBottom: 36,
    marginLeft: 8,
    style: STYLE,
    x: {
      type: 'log',
      domain,
      label: words.kernelsView.charts.ratioAxis,
      labelArrow: 'none',
      tickFormat: shortNumber,
      ticks,
    },
    y: { domain: lines.map(({ key }) => key), axis: null, padding: 0.15 },
    marks: [
      Plot.gridX(ticks, { stroke: 'var(--grid)', strokeOpacity: 1 }),
      ...drawn.map((bar) =>
        Plot.barX([bar], {
          x1: 1,
          x2: 'weftSpeedup',
          y: 'key',
          fill: markOf(bar.implementation).fill,
          fillOpacity: 0.75,
          insetTop: (LABEL_HEIGHT - BAR_HEIGHT) / 2,
        }),
      ),
      Plot.ruleX([1], { stroke: 'var(--ink)' }),
      Plot.text(
        lines.filter(({ bar }) => bar === undefined),
        {
          y: 'key',
          text: 'caseId',
          frameAnchor: 'left',
          textAnchor: 'start',
          dx: 4,
          fill: 'var(--muted)',
          stroke: 'var(--surface)',
        },
      ),
      Plot.text(drawn, {
        x: ({ weftSpeedup }) => Math.max(1, weftSpeedup),
        y: 'key',
        text: ({ weftSpeedup, against }) => `${words.kernels.ratio(weftSpeedup)} ${against}`,
        textAnchor: 'start',
        dx: 6,
        fill: 'var(--ink)',
        stroke: 'var(--surface)',
      }),
    ],
  }) as SVGElement;
  return named(chart, names);
}

function barsOf(bars: readonly SpeedupBar[], caseId: string) {
  return bars.filter((bar) => bar.caseId === caseId).map((bar) => ({ key: `${caseId} ${bar.against}`, caseId, bar }));
}

function markOf(implementation: RooflinePoint['implementation']) {
  const series = IMPLEMENTATION_SERIES[implementation];
  return { fill: normalizationColor(series), symbol: PLOT_SYMBOLS[series] };
}

function shortNumber(value: number): string {
  return value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(2)));
}

/** One image with one name: Plot's names for its parts would only be noise. */
function named(chart: SVGElement, { titleId, textId }: ChartNames): SVGElement {
  for (const part of chart.querySelectorAll('[aria-label]')) {
    part.removeAttribute('aria-label');
  }
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-labelledby', titleId);
  chart.setAttribute('aria-describedby', textId);
  return chart;
}
