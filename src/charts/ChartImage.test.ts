import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { lineOf } from '../run/curves';
import type { ChartView } from './ChartFrame';
import { ChartImage } from './ChartImage';
import type { BarChartModel, Chart, LineChartModel, LineSeries } from './model';
import { IMPLEMENTATION_LOOKS, seriesLook } from './palette';

const axis = { label: 'epoch', scale: 'linear', domain: [0, 10], format: String } as const;

const series: LineSeries = {
  look: seriesLook('raw'),
  shape: 'line',
  weight: 'bold',
  signs: 'points',
  points: lineOf([1, 2, 3].map((x) => ({ x, y: x }))),
};

const lines: LineChartModel = {
  kind: 'lines',
  id: 'chart',
  title: 'A title',
  description: 'Some words.',
  x: axis,
  y: axis,
  series: [series],
  guides: [],
  marks: [],
  zones: [],
};

const draw = (chart: Chart, view: ChartView = {}) => renderToString(h(ChartImage, { chart, ...view }));
const pathsOf = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`class="${name}[^>]* d="([^"]*)"`, 'g'))].map(([, d]) => d);
const withSeries = (...entries: readonly LineSeries[]) => ({ ...lines, series: entries });

describe('a chart', () => {
  test('is an image with its name and its words', () => {
    const svg = draw(lines);
    expect(svg).toContain('role="img" aria-labelledby="chart-title" aria-describedby="chart-text"');
    expect(svg).toContain('<title id="chart-title">A title</title><desc id="chart-text">Some words.</desc>');
  });

  test('leaves both to what stands beside it', () => {
    const svg = draw(lines, { isNamedOutside: true });
    expect(svg).toContain('aria-labelledby="chart-title"');
    expect(svg).not.toMatch(/<title|<desc/);
  });

  test('is as large as its place', () => {
    expect(draw(lines)).toContain('viewBox="0 0 420 260"');
    expect(draw(lines, { width: 700, height: 300 })).toContain('viewBox="0 0 700 300"');
  });
});

describe('a line', () => {
  test('has a band where its members differ', () => {
    expect(draw(lines)).not.toContain('class="band"');
    const spread = series.points.map((point) => ({ ...point, high: point.y + 1 }));
    expect(draw(withSeries({ ...series, points: spread }))).toContain('class="band"');
  });

  test('that starts anew in each epoch is drawn in pieces', () => {
    const points = lineOf([0.5, 1, 1.5, 2].map((x) => ({ x, y: x })));
    const moves = (shape: LineSeries['shape']) =>
      pathsOf(draw(withSeries({ ...series, points, shape })), 'line')[0]?.match(/M/g);
    expect(moves('pieces')).toHaveLength(2);
    expect(moves('line')).toHaveLength(1);
    const whole = lineOf([1, 2, 3, 3.5, 4].map((x) => ({ x, y: x })));
    const drawn = pathsOf(draw(withSeries({ ...series, points: whole, shape: 'pieces' })), 'line')[0];
    expect(drawn?.match(/M/g)).toHaveLength(2);
  });

  test('of steps goes along before it goes up', () => {
    expect(pathsOf(draw(withSeries({ ...series, shape: 'step' })), 'line')[0]).toMatch(
      /^M[\d. ]+H[\d.]+V[\d.]+H[\d.]+V[\d.]+$/,
    );
  });

  test('has signs at its points, at its end alone where they are many, hollow where its look is', () => {
    const signs = (points: number, look = series.look) =>
      draw(
        withSeries({ ...series, look, points: lineOf(Array.from({ length: points }, (_, x) => ({ x, y: x }))) }),
      ).match(/<g class="signs".*?<\/g>/)?.[0] ?? '';
    expect(signs(12).match(/<path/g)).toHaveLength(12);
    expect(signs(13).match(/<path/g)).toHaveLength(1);
    expect(signs(2, { ...series.look, isHollow: true })).toContain('fill="var(--surface)" stroke="var(--series-raw)"');
  });

  test('keeps its name within the image, and apart from the others’', () => {
    const named = ['0.0000316', '0.0001'].map((endLabel) => ({ ...series, endLabel }));
    const labels = [...draw(withSeries(...named)).matchAll(/class="end-label" x="([\d.]+)" y="([\d.]+)"/g)];
    expect(labels).toHaveLength(2);
    expect(Number(labels[0]?.[1])).toBeLessThan(420 - 60);
    expect(Math.abs(Number(labels[0]?.[2]) - Number(labels[1]?.[2]))).toBeGreaterThanOrEqual(14);
  });

  test('is brought out with what belongs to it', () => {
    const member: LineSeries = { ...series, isMember: true, signs: 'none' };
    const chart = {
      ...withSeries({ ...series, group: 0 }, { ...member, group: 0 }, { ...series, group: 1 }),
      marks: [{ symbol: 'bar', group: 0, look: series.look, x: 3, y: 3 } as const],
    };
    expect(draw(chart)).not.toContain('is-focus');
    const svg = draw(chart, { focused: 0 });
    expect(svg).toContain('class="chart is-focusing"');
    // The line alone: a member has no signs.
    expect(svg.match(/members series-0 is-focused/g)).toHaveLength(1);
    expect(svg).toContain('class="series series-1"');
    // Line, signs and mark.
    expect(svg.match(/series series-0 is-focused/g)).toHaveLength(3);
  });
});

test('bars begin where they are told to, on either side', () => {
  const chart: BarChartModel = {
    kind: 'bars',
    id: 'bars',
    title: 'Bars',
    description: 'Two bars.',
    x: { ...axis, scale: 'log', domain: [0.1, 10] },
    from: 1,
    groups: [
      {
        label: 'case',
        bars: [
          { look: IMPLEMENTATION_LOOKS.tfjs, value: 10, name: 'tfjs', label: '10×' },
          { look: IMPLEMENTATION_LOOKS['jax-js'], value: 0.1, name: 'jax-js', label: '0.1×' },
        ],
      },
    ],
  };
  const [up, down] = [...draw(chart).matchAll(/class="bar" x="([\d.]+)"[^>]* width="([\d.]+)"/g)].map(
    ([, x, width]) => [Number(x), Number(width)],
  ) as [number[], number[]];
  expect(up[1]).toBeCloseTo(down[1] as number, 0);
  expect((down[0] as number) + (down[1] as number)).toBeCloseTo(up[0] as number, 0);
  expect(draw(chart)).toMatch(/>tfjs<.*>10×<.*>jax-js<.*>0\.1×<.*>case</s);
});

test('bars keep their room, however long the names that stand above them are', () => {
  const bars = (name: string): BarChartModel => ({
    kind: 'bars',
    id: 'bars',
    title: 'Bars',
    description: 'One bar.',
    x: { ...axis, scale: 'log', domain: [0.9, 20] },
    from: 1,
    groups: [
      { label: 'case', bars: [{ look: IMPLEMENTATION_LOOKS.tfjs, value: 19, name, label: '19.3× (17.6–19.9)' }] },
    ],
  });
  const widthOf = (name: string) => Number(/class="bar"[^>]* width="([\d.]+)"/.exec(draw(bars(name)))?.[1]);
  expect(widthOf('weft-in-tfjs, model.fit, kernels installed')).toBe(widthOf('tfjs'));
  expect(widthOf('tfjs')).toBeGreaterThan(150);
});
