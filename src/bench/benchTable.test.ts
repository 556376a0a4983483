import { describe, expect, it } from 'vitest';
import { WORDS } from '../words';
import {
  describeRoofline,
  describeScaling,
  describeSpeedups,
  rooflinePoints,
  roofOf,
  scalingPoints,
  speedupBars,
} from './benchCharts';
import { ratiosOf } from './benchRows';
import { BENCH_COLUMNS, columnsOf, groupRows, statusText } from './benchTable';
import { SAMPLE_ROWS, sampleBench, sampleRow } from './testing/sampleBench';
import type { Implementation } from './work/competitor';

const { en, es } = WORDS;

const GROUPS = groupRows(SAMPLE_ROWS, ratiosOf(SAMPLE_ROWS));

describe('groupRows', () => {
  it('puts the suites in order and each row’s ratio beside it', () => {
    expect(GROUPS.cases.map(({ id }) => id)).toEqual(['matmul/128x784x512/forward-1', 'train/1x128/step']);
    const ratios = GROUPS.cases[0]?.rows.map(({ ratio }) => ratio?.weftSpeedup);
    expect(ratios).toEqual([undefined, undefined, 16, undefined]);
  });

  it('gathers cases that were left out by their reason', () => {
    expect(GROUPS.leftOut).toEqual([{ reason: 'too long', caseIds: ['matmul/4096x4096x4096/square'] }]);
  });
});

it('gathers what is to be known of rows', () => {
  expect(GROUPS.remarks).toEqual(['jax-js-wasm: one model']);
});

it('shows only columns that have something to say', () => {
  const titles = (rows: readonly ReturnType<typeof sampleRow>[], words = en) =>
    columnsOf(groupRows(rows, ratiosOf(rows)).cases, words).map(({ key }) => words.kernels.columns[key]);
  expect(titles(SAMPLE_ROWS)).toContain('images/s');
  expect(titles([sampleRow()])).not.toContain('images/s');
  expect(titles([sampleRow()])).not.toContain('weft is');
  expect(titles([])).toEqual(['by', 'variant', 'on']);
  expect(titles([], es)).toEqual(['de', 'variante', 'en']);
  expect(titles(SAMPLE_ROWS, es)).toHaveLength(titles(SAMPLE_ROWS).length);
});

it('labels every row with what computed', () => {
  const [place] = columnsOf(GROUPS.cases, en).filter(({ key }) => key === 'place');
  const placeOf = (runsOn: string) => place?.textOf(sampleRow({ runsOn }), undefined, en);
  expect([placeOf('SwiftShader (software)'), placeOf('NVIDIA H200'), placeOf('CPU')]).toEqual([
    'software',
    'GPU',
    'CPU',
  ]);
});

it('says what is wrong with a row', () => {
  expect(SAMPLE_ROWS.map((row) => statusText(row, en))).toEqual([
    '',
    '',
    '',
    '',
    '',
    'wrong: out[3] is NaN',
    'left out: too long',
  ]);
  expect(statusText(sampleRow({ status: 'failed', reason: 'lost' }), en)).toBe('failed: lost');
  expect(statusText(sampleRow({ status: 'failed', reason: 'lost' }), es)).toBe('fallido: lost');
});

it('writes figures as everywhere, three digits of each', () => {
  const cell = (key: string, row: Partial<ReturnType<typeof sampleRow>>) =>
    BENCH_COLUMNS.find((column) => column.key === key)?.textOf(sampleRow(row), undefined, en);
  const times = [0.01234, 1.234, 12.34, 123.4, 12_345, null];
  expect(times.map((medianMs) => cell('medianMs', { medianMs }))).toEqual([
    ...['0.0123', '1.23', '12.3', '123', '12,300', '–'],
  ]);
  expect(cell('shareOfPeak', { shareOfPeak: 0.345, shareBy: 'wall' })).toBe(en.numbers.percent(0.345));
  expect(cell('shareOfPeak', { shareOfPeak: 0.345, shareBy: 'gpu' })).toBe(`${en.numbers.percent(0.345)}, GPU clock`);
  expect(cell('imagesPerSecond', { imagesPerSecond: 1234.5 })).toBe(en.numbers.rate(1234.5));
});

describe('the charts', () => {
  const { peaks } = sampleBench();

  it('draw a point for every row with operations and bytes', () => {
    const points = rooflinePoints(SAMPLE_ROWS, en);
    expect(points.map(({ implementation }) => implementation)).toEqual(['weft', 'weft-in-tfjs', 'tfjs']);
    expect(describeRoofline(points, peaks, en)).toBe(
      '3 measured products under a roof of 2.50 GB/s and 30.0 GFLOP/s; Weft’s fastest reaches 10.3 GFLOP/s.',
    );
    expect(describeRoofline([], peaks, en)).toBe('No products measured yet.');
  });

  it('bend the roof where bandwidth meets multiply-adds', () => {
    const roof = roofOf(peaks, rooflinePoints(SAMPLE_ROWS, en));
    expect(roof).toEqual([
      { intensity: 6, gflopPerSecond: 15 },
      { intensity: 12, gflopPerSecond: 30 },
      { intensity: 90, gflopPerSecond: 30 },
    ]);
  });

  it('have a bar for every peer', () => {
    const bars = speedupBars(SAMPLE_ROWS);
    expect(bars.map(({ against, ratio }) => [against, ratio.weftSpeedup])).toEqual([
      ['tfjs, tf.fused.matMul', 16],
      ['jax-js-wasm, whole step jitted (CPU)', 0.5],
    ]);
    expect(describeSpeedups(bars, en)).toContain(
      'matmul/128x784x512/forward-1: 16.0× (16.0–16.0) tfjs, tf.fused.matMul.',
    );
  });

  it('have a line for everyone who trains several members at once', () => {
    const step = (members: number, implementation: Implementation, imagesPerRun: number, imagesPerSecond: number) =>
      sampleRow({
        suite: 'train',
        case: `train/${members}x128/step`,
        ...{ implementation, imagesPerRun, imagesPerSecond },
      });
    const points = scalingPoints([
      step(1, 'weft', 128, 1000),
      step(64, 'weft', 64 * 128, 16_000),
      step(4, 'weft', 512, 3000),
      step(1, 'tfjs', 128, 100),
      // One model beside four members, and a batch of another size: no points of the line.
      step(4, 'tfjs', 128, 90),
      { ...step(1, 'weft', 64, 900), case: 'train/1x64/step' },
      { ...step(1, 'jax-js-wasm', 128, 900), runsOn: 'CPU' },
    ]);
    expect(points.map(({ implementation, members }) => `${implementation} ${members}`)).toEqual([
      ...['weft 1', 'tfjs 1', 'weft 4', 'weft 64'],
    ]);
    expect(describeScaling(points, en)).toEqual([
      'Member-images/s, weft, P members at once: P = 1 1,000 (1.00×) · P = 4 3,000 (3.00×) · P = 64 16,000 (16.0×).',
    ]);
    expect(describeScaling(points, es)[0]).toMatch(/^Imágenes-red\/s, weft, P redes a la vez: P = 1 /);
  });
});
