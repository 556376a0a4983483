import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { BENCH_SCHEMA, type BenchFile, type BenchRow } from '../benchFile';
import { ratiosOf } from '../benchRows';

// Made-up measurements for the tests of the bench's table, charts and summary.

/** Ten rounds, all of them of the median. */
export function sampleRow(changes: Partial<BenchRow> = {}): BenchRow {
  const { medianMs = 10 } = changes;
  return {
    suite: 'matmul',
    case: 'matmul/128x784x512/forward-1',
    implementation: 'weft',
    variant: 'quad 32×8, k 4',
    scope: 'kernel',
    runsOn: 'SwiftShader (software)',
    status: 'ok',
    reason: null,
    medianMs: 10,
    p10Ms: 9,
    p90Ms: 12,
    roundsMs: medianMs === null ? [] : Array.from({ length: 10 }, () => medianMs),
    gpuMedianMs: 9.5,
    samples: 10,
    runsPerSample: 6,
    runsPerWait: 2,
    firstUseMs: 400,
    gflopPerSecond: 10.3,
    gbPerSecond: 0.227,
    peak: 'multiply-add',
    peakInTurn: 30,
    shareOfPeak: 0.343,
    shareBy: 'gpu',
    arithmeticIntensity: 45,
    imagesPerRun: null,
    imagesPerSecond: null,
    maxRelativeError: 2e-6,
    checkedEntries: 5000,
    outputEntries: 65_536,
    ...changes,
  };
}

const NO_FIGURES = {
  medianMs: null,
  p10Ms: null,
  p90Ms: null,
  gpuMedianMs: null,
  firstUseMs: null,
  gflopPerSecond: null,
  gbPerSecond: null,
  peak: null,
  peakInTurn: null,
  shareOfPeak: null,
  shareBy: null,
  maxRelativeError: null,
  samples: 0,
  runsPerSample: 0,
} as const;

export const SAMPLE_ROWS: readonly BenchRow[] = [
  sampleRow({
    suite: 'train',
    case: 'train/1x128/step',
    scope: 'whole',
    imagesPerRun: 128,
    variant: '1 member',
    medianMs: 100,
    imagesPerSecond: 1280,
    arithmeticIntensity: null,
    gbPerSecond: null,
  }),
  sampleRow({
    suite: 'train',
    case: 'train/1x128/step',
    scope: 'whole',
    imagesPerRun: 128,
    implementation: 'jax-js-wasm',
    variant: 'whole step jitted',
    runsOn: 'CPU',
    reason: 'one model',
    medianMs: 50,
    imagesPerSecond: 2560,
    arithmeticIntensity: null,
    gbPerSecond: null,
  }),
  sampleRow(),
  sampleRow({
    implementation: 'weft-in-tfjs',
    variant: 'tf.fused.matMul, kernels installed',
    scope: 'library',
    medianMs: 12.5,
    gflopPerSecond: 8.24,
    gpuMedianMs: null,
    shareBy: 'wall',
  }),
  sampleRow({
    implementation: 'tfjs',
    variant: 'tf.fused.matMul',
    scope: 'library',
    medianMs: 200,
    gflopPerSecond: 0.51,
    gpuMedianMs: null,
  }),
  sampleRow({
    implementation: 'jax-js',
    variant: 'jit',
    scope: 'library',
    status: 'wrong',
    reason: 'out[3] is NaN',
    ...NO_FIGURES,
  }),
  sampleRow({
    case: 'matmul/4096x4096x4096/square',
    variant: 'all',
    status: 'left-out',
    reason: 'too long',
    ...NO_FIGURES,
  }),
];

export function sampleBench(changes: Partial<BenchFile> = {}): BenchFile {
  const rows = changes.rows ?? [...SAMPLE_ROWS];
  return {
    schema: BENCH_SCHEMA,
    startedAt: '2026-08-22T10:15:00.000Z',
    commit: 'abc1234',
    status: 'finished',
    adapter: { ...SAMPLE_ADAPTER, features: [] },
    config: { suites: ['matmul', 'train'], cases: [], peers: ['tfjs', 'jax-js'], budgetSeconds: 180 },
    peaks: {
      fmaGflopPerSecond: 30,
      fmaVariant: '3 × vec4, a * b + c',
      copyGbPerSecond: 2.5,
      copyVariant: 'vec4 copy',
      emptyDispatchUs: 14,
    },
    rows,
    ratios: ratiosOf(rows),
    notes: ['There are no GPU times: the adapter has no timestamps.'],
    wallMs: 60_000,
    ...changes,
  };
}
