import * as v from 'valibot';
import { expect, it } from 'vitest';
import { useTfjs } from '../testing/tfjsTest';
import { createMemoryTuningStore } from '../training/service/tuningStore';
import { benchFileSchema } from './benchFile';
import { parseBenchOptions } from './benchOptions';
import type { BenchEvent } from './events';
import { runBench } from './runBench';

const lab = useTfjs();

async function bench(
  raw: Record<string, string>,
  shouldStop: (events: readonly BenchEvent[]) => boolean = () => false,
) {
  const events: BenchEvent[] = [];
  const file = await runBench({
    bridge: lab.bridge,
    tuningStore: createMemoryTuningStore(),
    options: parseBenchOptions(raw),
    emit: (event) => events.push(event),
    shouldStop: () => shouldStop(events),
    measure: { minSampleMs: 5, samples: 2 },
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
  expect(rows).toHaveLength(5 * 3);
  for (const row of rows) {
    expect(row.maxRelativeError, `${row.case} by ${row.implementation}`).toBeLessThan(1e-4);
    expect(row.medianMs).toBeGreaterThan(0);
    expect(row.shareOfPeak).toBeGreaterThan(0);
  }
  expect(ratios.length).toBeGreaterThanOrEqual(10);
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['benchStarted', 'peaksMeasured', 'rowsMeasured']),
  );
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
