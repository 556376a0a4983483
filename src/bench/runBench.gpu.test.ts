import * as v from 'valibot';
import { expect, it, vi } from 'vitest';
import { createMemoryTuningStore } from '../kernels/matmul/tuningStore';
import { useTfjs } from '../testing/tfjsTest';
import { Population } from '../training/population/population';
import { benchFileSchema } from './benchFile';
import { parseBenchOptions } from './benchOptions';
import type { BenchEvent } from './events';
import { runBench } from './runBench';

const lab = useTfjs();

async function bench(
  raw: Record<string, string>,
  shouldStop: (events: readonly BenchEvent[]) => boolean = () => false,
  samples = 2,
) {
  const events: BenchEvent[] = [];
  const file = await runBench({
    bridge: lab.bridge,
    tuningStore: createMemoryTuningStore(),
    options: parseBenchOptions(raw),
    emit: (event) => events.push(event),
    shouldStop: () => shouldStop(events),
    measure: { minSampleMs: 5, maxWindowMs: 50, samples },
  });
  return { events, file: v.parse(benchFileSchema, file) };
}

it('measures peaks and the small kernels, Weft’s beside those of its peers, and every output is right', async () => {
  const cases = 'matmul/128x512x10/forward-3,matmul/1x784x512/one-row,128x784/standardize,loss/1x,adam/1x';
  const { file, events } = await bench({
    cases,
    suite: 'matmul,normalize,loss,adam',
    peers: 'tfjs,jax-js',
    budget: '60',
  });
  const { peaks, rows, ratios } = file;
  // Any adapter that computes at all; and none computes a million times as much.
  expect(peaks.fmaGflopPerSecond).toBeGreaterThan(0.5);
  expect(peaks.fmaGflopPerSecond).toBeLessThan(500_000);
  expect(peaks.copyGbPerSecond).toBeGreaterThan(0.05);
  expect(peaks.copyGbPerSecond).toBeLessThan(50_000);
  expect(peaks.emptyDispatchUs).toBeGreaterThan(0);

  expect(rows.map(({ status, reason }) => ({ status, reason }))).toEqual(
    rows.map(() => ({ status: 'ok', reason: null })),
  );
  // Three of each case, and Weft's product and optimizer in tfjs.
  expect(rows).toHaveLength(5 * 3 + 3);
  for (const row of rows) {
    expect(row.maxRelativeError, `${row.case} by ${row.implementation}`).toBeLessThan(1e-4);
    expect(row.medianMs).toBeGreaterThan(0);
    expect(row.shareOfPeak).toBeGreaterThan(0);
  }
  // Through tfjs's calls in both products and in Adam, against each peer; nothing else is alike.
  expect(ratios).toHaveLength(3 * 2);
  for (const { weft, weftSpeedup, p10, p90 } of ratios) {
    expect(weft).toMatch(/^weft-in-tfjs, /);
    expect(p10).toBeLessThanOrEqual(weftSpeedup);
    expect(p90).toBeGreaterThanOrEqual(weftSpeedup);
  }
  for (const id of new Set(rows.map((row) => row.case))) {
    expect(new Set(rows.filter((row) => row.case === id).map(({ runsPerWait }) => runsPerWait)).size).toBe(1);
  }
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['benchStarted', 'peaksMeasured', 'rowsMeasured']),
  );
});

it('finds the other kernels right with one sample of each', async () => {
  const { file } = await bench({ suite: 'other', cases: 'other/4x', peers: 'none', samples: '1' }, undefined, 1);
  expect(file.rows.map(({ case: id, status, reason }) => [id.split('/').at(-1), status, reason])).toEqual(
    ['narrow-dense-gradients', 'predictions', 'unit-moments', 'gradient-squares', 'negate', 'column-sums'].map(
      (kernel) => [kernel, 'ok', null],
    ),
  );
});

it('evaluates a split by everyone, and trains several members in one graph of each peer', async () => {
  const { file } = await bench(
    { cases: 'evaluate/1x,train/2x128', suite: 'train,evaluate', peers: 'tfjs,jax-js' },
    undefined,
    1,
  );
  expect(file.rows.map(({ status, implementation, variant }) => `${status} ${implementation}, ${variant}`)).toEqual([
    'ok weft, 1 member',
    'ok tfjs, model.evaluate',
    'ok jax-js, forward and loss jitted',
    'ok weft, 2 members at once',
    'ok tfjs, model.fit',
    'ok jax-js, whole step jitted',
    'ok tfjs, one batched graph',
    'ok jax-js, vmap of the step jitted',
  ]);
  expect(file.rows.map(({ imagesPerRun }) => imagesPerRun)).toEqual([1024, 1024, 1024, 256, 128, 128, 256, 256]);
  for (const row of file.rows) {
    expect(row.maxRelativeError, `${row.case} by ${row.implementation}`).toBeLessThan(1e-5);
  }
});

it('catches training that is right while it warms up and wrong on the kernels that are timed', async () => {
  const settle = Population.prototype.whenFastest;
  const wrongOnceSettled = vi.spyOn(Population.prototype, 'whenFastest').mockImplementation(async function (
    this: Population,
  ) {
    await settle.call(this);
    this.setLearningRates(this.members.map(() => 0.002));
  });
  try {
    const { file } = await bench({ suite: 'train', cases: 'train/1x128', peers: 'none' });
    expect(file.rows).toMatchObject([{ status: 'wrong', reason: expect.stringMatching(/^loss of step 2 is /) }]);
  } finally {
    wrongOnceSettled.mockRestore();
  }
});

it('stops with the cases that are whole', async () => {
  const { file } = await bench({ suite: 'loss', peers: 'none' }, (events) =>
    events.some(({ type }) => type === 'rowsMeasured'),
  );
  expect(file.status).toBe('stopped');
  expect(file.rows.filter(({ status }) => status === 'ok')).toHaveLength(1);
});

it('measures a whole step, whose losses are those of float64', async () => {
  const { file } = await bench({ suite: 'train', cases: 'train/1x128', peers: 'none' });
  const [row] = file.rows;
  expect(row).toMatchObject({ status: 'ok', reason: null, implementation: 'weft', peak: 'multiply-add' });
  expect(row?.maxRelativeError).toBeLessThan(1e-5);
  expect(row?.imagesPerSecond).toBeCloseTo(128_000 / (row?.medianMs ?? 0), 3);
});
