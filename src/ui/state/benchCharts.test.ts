import { describe, expect, it } from 'vitest';
import { scalingPoints, speedupBars } from '../../bench/benchCharts';
import { SAMPLE_ROWS, sampleRow } from '../../bench/testing/sampleBench';
import type { Implementation } from '../../bench/work/competitor';
import { WORDS } from '../../words';
import { scalingChart, speedupChart } from './benchCharts';

const { en, es } = WORDS;

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
    bars.map(({ label }) => label),
  );
  expect(labels).toEqual([
    '16.0× (16.0–16.0) tfjs, tf.fused.matMul',
    '0.500× (0.500–0.500) jax-js-wasm, whole step jitted (CPU)',
  ]);
});
