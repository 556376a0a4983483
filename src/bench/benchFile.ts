import * as v from 'valibot';
import { adapterSchema } from '../run/runFile';
import { SUITES } from './work/catalog';
import { IMPLEMENTATIONS } from './work/competitor';

export const ROW_STATUSES = ['ok', 'wrong', 'failed', 'left-out'] as const;

/** `null`: not measured, or not a quantity of this row. */
const figure = v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0)));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const benchRowSchema = v.strictObject({
  suite: v.picklist(SUITES),
  /** Such as "matmul/128x784x512/forward-1". */
  case: v.string(),
  implementation: v.picklist(IMPLEMENTATIONS),
  variant: v.string(),
  /** What computed: the adapter's name, with "(software)" for one on the processor, or "CPU". */
  runsOn: v.string(),
  status: v.picklist(ROW_STATUSES),
  /** Why a row is not "ok"; or what is to be known of one that is. */
  reason: v.nullable(v.string()),
  /** Wall clock of one run of the work, commands recorded included. */
  medianMs: figure,
  p10Ms: figure,
  p90Ms: figure,
  /** The same by the GPU's own timestamps; `null` where there are none. */
  gpuMedianMs: figure,
  samples: count,
  runsPerSample: count,
  /** From nothing compiled to the first result; `null` where a shader was compiled before. */
  firstUseMs: figure,
  gflopPerSecond: figure,
  gbPerSecond: figure,
  /** Which peak limits the case: at its arithmetic intensity, the lower one. */
  peak: v.nullable(v.picklist(['multiply-add', 'copy'])),
  /** That peak in GFLOP/s or GB/s, measured in turn with the case's rows. */
  peakInTurn: figure,
  shareOfPeak: figure,
  /** Operations for each byte that must be moved. */
  arithmeticIntensity: figure,
  /** Member-images a second; whole steps only. */
  imagesPerSecond: figure,
  /** Against float64, relative to the output's root mean square. */
  maxRelativeError: figure,
  checkedEntries: count,
  outputEntries: count,
});

export type BenchRow = v.InferOutput<typeof benchRowSchema>;

export const peaksSchema = v.strictObject({
  /** Multiply-adds of independent float32 chains, two operations each. */
  fmaGflopPerSecond: v.number(),
  /** Which of the ways tried was best, such as "3 × vec4, a * b + c". */
  fmaVariant: v.string(),
  /** Bytes read plus bytes written by a copy kernel. */
  copyGbPerSecond: v.number(),
  copyVariant: v.string(),
  emptyDispatchUs: v.number(),
});

export type Peaks = v.InferOutput<typeof peaksSchema>;

/**
 * `weft.bench/1`: kernels and whole training steps beside each other on one adapter.
 * GB are 10⁹ bytes, GFLOP 10⁹ operations with a multiply-add as two.
 */
export const benchFileSchema = v.strictObject({
  schema: v.literal('weft.bench/1'),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  commit: v.string(),
  status: v.picklist(['finished', 'stopped']),
  adapter: adapterSchema,
  config: v.strictObject({
    suites: v.array(v.picklist(SUITES)),
    cases: v.array(v.string()),
    peers: v.array(v.string()),
    budgetSeconds: v.number(),
  }),
  peaks: peaksSchema,
  rows: v.array(benchRowSchema),
  /** How many times Weft's first row of a case is as fast as another row; whole steps by member-images a second. */
  ratios: v.array(v.strictObject({ case: v.string(), against: v.string(), weftSpeedup: v.number() })),
  /** What the adapter lacks, and what could not be measured for it. */
  notes: v.array(v.string()),
  wallMs: v.number(),
});

export type BenchFile = v.InferOutput<typeof benchFileSchema>;
