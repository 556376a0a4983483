import { describe, expect, it } from 'vitest';
import { rooflinePoints, speedupBars } from '../../bench/benchCharts';
import type { Peaks } from '../../bench/benchFile';
import { sampleBench } from '../../bench/testing/sampleBench';
import { en } from '../../words/en';
import { implementationLook, rooflineChart, speedupChart } from './benchCharts';

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
    const bars = [
      { caseId: 'a', implementation: 'tfjs', against: 'tfjs', weftSpeedup: 20 },
      { caseId: 'a', implementation: 'jax-js', against: 'jax-js', weftSpeedup: 0.5 },
      { caseId: 'b', implementation: 'tfjs', against: 'tfjs', weftSpeedup: 4 },
    ] as const;
    const chart = speedupChart(bars, en);
    expect(chart.groups.map(({ label, bars: own }) => [label, own.map(({ value }) => value)])).toEqual([
      ['a', [20, 0.5]],
      ['b', [4]],
    ]);
    expect(chart.groups[0]?.bars.map(({ look }) => look)).toEqual(
      ['tfjs', 'jax-js'].map((name) => implementationLook(name as 'tfjs')),
    );
    expect(chart.groups[0]?.bars[0]?.label).toBe('20.0× tfjs');
    expect(chart.x.domain[0]).toBeLessThan(0.5);
    expect(chart.x.ticks?.[0]).toBe(1);
    expect(speedupBars(rows).length).toBeGreaterThan(0);
  });
});
