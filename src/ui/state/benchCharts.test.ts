import { describe, expect, it } from 'vitest';
import { rooflinePoints, scalingPoints, speedupBars } from '../../bench/benchCharts';
import type { Peaks } from '../../bench/benchFile';
import { SAMPLE_ROWS, sampleBench, sampleRow } from '../../bench/testing/sampleBench';
import type { Implementation } from '../../bench/work/competitor';
import { WORDS } from '../../words';
import { implementationLook, rooflineChart, scalingChart, speedupChart } from './benchCharts';

const { en, es } = WORDS;
const { rows } = sampleBench();
const peaks = { fmaGflopPerSecond: 100, copyGbPerSecond: 10 } as Peaks;

describe('rooflineChart', () => {
  const points = rooflinePoints(rows, en);
  const chart = rooflineChart(points, peaks, en);

  it('has every product in the axes, in the look of who computed it', () => {
    expect(points.length).toBeGreaterThan(0);
    const drawn = chart.series.filter(({ shape }) => shape === 'dots');
    expect(drawn.flatMap((series) => series.points)).toHaveLength(points.length);
    for (const { implementation, intensity, gflopPerSecond } of points) {
      const own = drawn.find(({ look }) => look.sign === implementationLook(implementation).sign);
      expect(own?.points).toContainEqual({
        x: intensity,
        y: gflopPerSecond,
        low: gflopPerSecond,
        high: gflopPerSecond,
      });
    }
    for (const { x, y } of drawn.flatMap((series) => series.points)) {
      expect(x).toBeGreaterThan(chart.x.domain[0]);
      expect(x).toBeLessThan(chart.x.domain[1]);
      expect(y).toBeGreaterThan(chart.y.domain[0]);
    }
  });

  it('says of a point whose it is', () => {
    const [series] = chart.series.filter((entry) => entry.describe !== undefined && entry.points.length > 0);
    const said = series?.points[0] === undefined ? [] : series.describe?.(series.points[0]);
    expect(said?.join(' ')).toMatch(/GFLOP\/s, .* of the peak/);
  });

  it('rises with the bandwidth up to the peak, and names both', () => {
    const roof = chart.series[0]?.points ?? [];
    expect(roof.at(-1)?.y).toBe(100);
    expect(roof.at(-2)).toMatchObject({ x: 10, y: 100 });
    expect(chart.guides).toEqual([{ y: 100, label: '100 GFLOP/s · 10.0 GB/s' }]);
  });
});

describe('speedupChart', () => {
  it('has a bar from 1 for each peer of each case, in its look', () => {
    const bars = (
      [
        ['a', 'tfjs', 20],
        ['a', 'jax-js', 0.5],
        ['b', 'tfjs', 4],
      ] as const
    ).map(([caseId, implementation, weftSpeedup]) => {
      const ratio = { case: caseId, weft: 'weft', against: implementation, weftSpeedup };
      return { caseId, implementation, against: implementation, ratio: { ...ratio, p10: null, p90: null } };
    });
    const chart = speedupChart(bars, en);
    expect(chart.groups.map(({ label, bars: own }) => [label, own.map(({ value }) => value)])).toEqual([
      ['a', [20, 0.5]],
      ['b', [4]],
    ]);
    expect(chart.groups[0]?.bars.map(({ look }) => look)).toEqual(
      ['tfjs', 'jax-js'].map((name) => implementationLook(name as 'tfjs')),
    );
    expect(chart.groups[0]?.bars[0]).toMatchObject({ name: 'tfjs', label: '20.0×' });
    expect(chart.x.domain[0]).toBeLessThan(0.5);
    expect(chart.x.ticks?.[0]).toBe(1);
    expect(speedupBars(rows).length).toBeGreaterThan(0);
  });
});

function step(implementation: Implementation, members: number, imagesPerSecond: number) {
  const imagesPerRun = 128 * members;
  return sampleRow({
    ...{ suite: 'train', case: `train/${members}x128/step`, scope: 'whole' },
    ...{ implementation, variant: `${members} at once`, imagesPerRun, imagesPerSecond },
  });
}

describe('scalingChart', () => {
  const points = scalingPoints([1, 4, 64].flatMap((p) => [step('weft', p, 1000 * p), step('jax-js', p, 300 * p)]));
  const chart = scalingChart(points, en);

  it('has a line for each who trains several members at once, from the fewest to the most', () => {
    // The chart kit puts the arrow behind an axis's name.
    expect(chart.x).toMatchObject({ label: 'members at once', scale: 'log', domain: [1, 64], ticks: [1, 4, 64] });
    expect(chart.series.map(({ endLabel, points: line }) => [endLabel, line.map(({ x, y }) => [x, y])])).toEqual([
      ['weft', [1, 4, 64].map((p) => [p, 1000 * p])],
      ['jax-js', [1, 4, 64].map((p) => [p, 300 * p])],
    ]);
    expect(chart.y.domain[0]).toBeLessThanOrEqual(300);
    expect(chart.y.domain[1]).toBeGreaterThanOrEqual(64_000);
  });

  it('tells each point and the whole in words', () => {
    const [weft] = chart.series;
    const last = weft?.points.at(-1);
    expect(last && weft?.describe?.(last)).toEqual(['weft, 64 at once', '64,000 member-images/s']);
    expect(chart.description).toMatch(/^Member-images\/s, weft, .*64 64,000 \(64\.0×\)\. Member-images\/s, jax-js, /);
    expect(scalingChart(points, es).title).toBe('Rendimiento según las redes entrenadas a la vez');
  });
});

it('writes each bar’s ratio with its spread', () => {
  const labels = speedupChart(speedupBars(SAMPLE_ROWS), en).groups.flatMap(({ bars }) =>
    bars.map(({ name, label }) => [label, name]),
  );
  expect(labels).toEqual([
    ['16.0× (16.0–16.0)', 'tfjs, tf.fused.matMul'],
    ['0.500× (0.500–0.500)', 'jax-js-wasm, whole step jitted (CPU)'],
  ]);
});
