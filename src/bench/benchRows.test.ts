import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { SAMPLE_ADAPTER } from '../testing/sampleAdapter';
import { benchFileSchema } from './benchFile';
import { buildRow, labelOf, leftOutRow, limitingPeak, ratiosOf } from './benchRows';
import type { Measurement } from './measure';
import { SAMPLE_ROWS, sampleBench, sampleRow } from './testing/sampleBench';
import { type BenchCase, casesMatching } from './work/catalog';
import type { CompetitorEntry } from './work/competitor';

const PEAKS = sampleBench().peaks;

function caseOf(id: string): BenchCase {
  const [found] = casesMatching(['matmul', 'loss', 'train'], [id]);
  if (found === undefined) {
    throw new Error(`No case ${id}.`);
  }
  return found;
}

function measured(medianMs: number, changes: Partial<CompetitorEntry> = {}): Measurement {
  const entry: CompetitorEntry = {
    implementation: 'weft',
    variant: 'any',
    open: () => Promise.reject(new Error('not opened here')),
    ...changes,
  };
  return {
    entry,
    status: 'ok',
    wallMs: { median: medianMs, p10: medianMs, p90: medianMs },
    roundsMs: Array.from({ length: 10 }, () => medianMs),
    samples: 10,
    runsPerSample: 2,
    runsPerWait: 2,
    verdict: { maxRelativeError: 1e-6, checkedEntries: 1, outputEntries: 2 },
  };
}

describe('buildRow', () => {
  it('holds a large product against multiply-adds', () => {
    const square = caseOf('matmul/512x512x512/square');
    expect(limitingPeak(square, PEAKS)).toBe('multiply-add');
    const row = buildRow(square, measured(20), SAMPLE_ADAPTER, { peak: 'multiply-add', gigaPerSecond: 26.8435456 });
    expect(row.gflopPerSecond).toBeCloseTo((2 * 512 ** 3) / 20e6, 9);
    expect(row.shareOfPeak).toBeCloseTo(0.5, 9);
    expect(row).toMatchObject({ runsOn: 'SwiftShader (software)', peak: 'multiply-add', imagesPerSecond: null });
  });

  it('holds what moves more than it computes against the copy', () => {
    expect(limitingPeak(caseOf('matmul/1x784x512/one-row'), PEAKS)).toBe('copy');
    const loss = caseOf('loss/1x128x10');
    expect(limitingPeak(loss, PEAKS)).toBe('copy');
    const row = buildRow(loss, measured(1), SAMPLE_ADAPTER, { peak: 'copy', gigaPerSecond: 1 });
    expect(row).toMatchObject({ gflopPerSecond: null, arithmeticIntensity: null, peak: 'copy' });
    expect(row.shareOfPeak).toBeCloseTo((128 * 21 * 4) / 1e6, 9);
  });

  it('counts what each implementation trains in a step', () => {
    const step = caseOf('train/4x128');
    const weft = buildRow(step, measured(100, { imagesPerRun: 512 }), SAMPLE_ADAPTER);
    const peer = buildRow(step, measured(100, { implementation: 'tfjs', imagesPerRun: 128 }), SAMPLE_ADAPTER);
    expect([weft.imagesPerSecond, peer.imagesPerSecond]).toEqual([5120, 1280]);
    expect(weft.gflopPerSecond).toBeCloseTo(4 * (peer.gflopPerSecond ?? 0), 9);
  });

  it('takes the share of the peak by the GPU’s clock where row and peak have it, else by the wall’s', () => {
    const square = caseOf('matmul/512x512x512/square');
    const peak = { peak: 'multiply-add', gigaPerSecond: 20, gpuGigaPerSecond: 40 } as const;
    const giga = (2 * 512 ** 3) / 1e9;
    const byGpu = buildRow(square, { ...measured(20), gpuMedianMs: 10 }, SAMPLE_ADAPTER, peak);
    expect(byGpu).toMatchObject({ shareBy: 'gpu', peakInTurn: 40 });
    expect(byGpu.shareOfPeak).toBeCloseTo((1000 * giga) / 10 / 40, 9);
    expect(byGpu.gflopPerSecond).toBeCloseTo((1000 * giga) / 20, 9);
    const byWall = buildRow(square, measured(20), SAMPLE_ADAPTER, peak);
    expect(byWall).toMatchObject({ shareBy: 'wall', peakInTurn: 20 });
    expect(byWall.shareOfPeak).toBeCloseTo((1000 * giga) / 20 / 20, 9);
  });

  it('gives the processor no share of the adapter', () => {
    const entry = { implementation: 'jax-js-wasm', isCpu: true, imagesPerRun: 128 } as const;
    const row = buildRow(caseOf('train/1x128'), measured(10, entry), SAMPLE_ADAPTER, {
      peak: 'multiply-add',
      gigaPerSecond: 30,
    });
    expect(row).toMatchObject({ runsOn: 'CPU', peak: null, peakInTurn: null, shareOfPeak: null, shareBy: null });
  });

  it('makes rows that fit the schema, with and without figures', () => {
    const failed: Measurement = { ...measured(1), status: 'failed', reason: 'no' };
    const rows = [
      buildRow(caseOf('loss/1x'), measured(1), SAMPLE_ADAPTER),
      buildRow(
        caseOf('loss/1x'),
        {
          entry: failed.entry,
          status: 'failed',
          reason: 'no',
          roundsMs: [],
          samples: 0,
          runsPerSample: 0,
          runsPerWait: 0,
        },
        SAMPLE_ADAPTER,
      ),
      leftOutRow(caseOf('loss/4x'), 'too long', SAMPLE_ADAPTER),
    ];
    expect(v.parse(benchFileSchema, sampleBench({ rows })).rows).toEqual(rows);
  });
});

it('refuses a file with a figure that is not finite, or of another schema', () => {
  const broken = sampleBench({ rows: [sampleRow({ medianMs: Number.NaN })] });
  expect(v.is(benchFileSchema, broken)).toBe(false);
  expect(v.is(benchFileSchema, { ...sampleBench(), schema: 'weft.bench/3' })).toBe(false);
  expect(v.is(benchFileSchema, sampleBench())).toBe(true);
});

describe('ratiosOf', () => {
  it('compares Weft’s first row of a case and scope with every other of them that has times', () => {
    expect(ratiosOf(SAMPLE_ROWS)).toEqual([
      {
        case: 'train/1x128/step',
        weft: 'weft, 1 member',
        against: 'jax-js-wasm, whole step jitted (CPU)',
        ...{ weftSpeedup: 0.5, p10: 0.5, p90: 0.5 },
      },
      {
        case: 'matmul/128x784x512/forward-1',
        weft: 'weft-in-tfjs, tf.fused.matMul, kernels installed',
        against: 'tfjs, tf.fused.matMul',
        ...{ weftSpeedup: 16, p10: 16, p90: 16 },
      },
    ]);
  });

  it('tells Weft’s own rows apart by their variants, and compares nothing where Weft has no time', () => {
    const apart = sampleRow({ variant: 'sums apart', medianMs: 15 });
    expect(ratiosOf([sampleRow(), apart])).toMatchObject([{ against: 'weft, sums apart', weftSpeedup: 1.5 }]);
    expect(ratiosOf([sampleRow({ status: 'failed', medianMs: null }), apart])).toEqual([]);
    expect(labelOf(sampleRow({ implementation: 'tfjs', variant: 'tf.matMul' }))).toBe('tfjs, tf.matMul');
  });

  it('never holds a kernel alone against a library’s call', () => {
    const kernel = sampleRow();
    const tfjs = sampleRow({ implementation: 'tfjs', scope: 'library', medianMs: 200 });
    expect(ratiosOf([kernel, tfjs])).toEqual([]);
  });

  it('pairs the rounds, and counts images where runs train different numbers of them', () => {
    const weft = sampleRow({ scope: 'whole', imagesPerRun: 512, roundsMs: [10, 100, 10] });
    const tfjs = sampleRow({ implementation: 'tfjs', scope: 'whole', imagesPerRun: 128, roundsMs: [20, 200, 30] });
    expect(ratiosOf([weft, tfjs])).toMatchObject([{ weftSpeedup: 8, p10: 8, p90: expect.closeTo(11.2, 9) }]);
  });
});
