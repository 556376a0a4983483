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
    samples: 10,
    runsPerSample: 2,
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

  it('gives the processor no share of the adapter', () => {
    const entry = { implementation: 'jax-js-wasm', isCpu: true, imagesPerRun: 128 } as const;
    const row = buildRow(caseOf('train/1x128'), measured(10, entry), SAMPLE_ADAPTER, {
      peak: 'multiply-add',
      gigaPerSecond: 30,
    });
    expect(row).toMatchObject({ runsOn: 'CPU', peak: null, peakInTurn: null, shareOfPeak: null });
  });

  it('makes rows that fit the schema, with and without figures', () => {
    const failed: Measurement = { ...measured(1), status: 'failed', reason: 'no' };
    const rows = [
      buildRow(caseOf('loss/1x'), measured(1), SAMPLE_ADAPTER),
      buildRow(
        caseOf('loss/1x'),
        { entry: failed.entry, status: 'failed', reason: 'no', samples: 0, runsPerSample: 0 },
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
  expect(v.is(benchFileSchema, { ...sampleBench(), schema: 'weft.bench/2' })).toBe(false);
  expect(v.is(benchFileSchema, sampleBench())).toBe(true);
});

describe('ratiosOf', () => {
  it('compares Weft’s first row of a case with every other that has times, whole steps by their images', () => {
    expect(ratiosOf(SAMPLE_ROWS)).toEqual([
      { case: 'train/1x128/step', against: 'jax-js-wasm (CPU)', weftSpeedup: 0.5 },
      { case: 'matmul/128x784x512/forward-1', against: 'tfjs', weftSpeedup: 20 },
    ]);
  });

  it('tells Weft’s own rows apart by their variants, and compares nothing where Weft has no time', () => {
    const apart = sampleRow({ variant: 'sums apart', medianMs: 15 });
    expect(ratiosOf([sampleRow(), apart])).toMatchObject([{ against: 'weft, sums apart', weftSpeedup: 1.5 }]);
    expect(ratiosOf([sampleRow({ status: 'failed', medianMs: null }), apart])).toEqual([]);
    expect(labelOf(sampleRow({ implementation: 'tfjs' }))).toBe('tfjs');
  });
});
