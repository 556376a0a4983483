import * as v from 'valibot';
import { adapterSchema } from '../run/runFile';
import { SUITES } from './work/catalog';
import { IMPLEMENTATIONS } from './work/competitor';

/** Of files written now; `weft.bench/1` is read too, and lacks what came later. */
export const BENCH_SCHEMA = 'weft.bench/2';

export const ROW_STATUSES = ['ok', 'wrong', 'failed', 'left-out'] as const;

/**
 * What a run of a row contains: dispatches of bound kernels alone; the same work through a library's calls; or a whole
 * training step or evaluation, by whatever means. Only rows of the same scope are compared.
 */
export const SCOPES = ['kernel', 'library', 'whole'] as const;
export type Scope = (typeof SCOPES)[number];

/** `null`: not measured, or not a quantity of this row. */
const figure = v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0)));
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** New in `weft.bench/2`; `null` in older files. */
const newFigure = v.optional(figure, null);

export const benchRowSchema = v.strictObject({
  suite: v.picklist(SUITES),
  /** Such as "matmul/128x784x512/forward-1". */
  case: v.string(),
  implementation: v.picklist(IMPLEMENTATIONS),
  variant: v.string(),
  /** What a run of it contains; rows are compared with rows of their own scope. `null` in `weft.bench/1`. */
  scope: v.optional(v.nullable(v.picklist(SCOPES)), null),
  /** What computed: the adapter's name, with "(software)" for one on the processor, or "CPU". */
  runsOn: v.string(),
  status: v.picklist(ROW_STATUSES),
  /** Why a row is not "ok"; or what is to be known of one that is. */
  reason: v.nullable(v.string()),
  /** Wall clock of one run of the work, commands recorded included. */
  medianMs: figure,
  p10Ms: figure,
  p90Ms: figure,
  /** The times of which that is the spread, one a round; each round has one of every row of the case. */
  roundsMs: v.optional(v.array(v.pipe(v.number(), v.finite(), v.minValue(0))), []),
  /** The same by the GPU's own timestamps; `null` where there are none. */
  gpuMedianMs: figure,
  samples: count,
  runsPerSample: count,
  /** Runs between two waits for the device, the same for all rows of a case that share a GPU. */
  runsPerWait: v.optional(v.nullable(count), null),
  /** From nothing compiled to the first result; `null` where a shader was compiled before. */
  firstUseMs: figure,
  gflopPerSecond: figure,
  gbPerSecond: figure,
  /** Which peak limits the case: at its arithmetic intensity, the lower one. */
  peak: v.nullable(v.picklist(['multiply-add', 'copy'])),
  /** That peak in GFLOP/s or GB/s, measured in turn with the case's rows, by the clock of `shareBy`. */
  peakInTurn: figure,
  shareOfPeak: figure,
  /** Whose clock the share is by: the GPU's own where there is one, else the wall's. `null` in `weft.bench/1`. */
  shareBy: v.optional(v.nullable(v.picklist(['gpu', 'wall'])), null),
  /** Operations for each byte that must be moved. */
  arithmeticIntensity: figure,
  /** Images a run trains or evaluates, those of every member counted; whole steps and evaluations only. */
  imagesPerRun: newFigure,
  /** Member-images a second; whole steps and evaluations only. */
  imagesPerSecond: figure,
  /** Against float64, relative to the output's root mean square. */
  maxRelativeError: figure,
  checkedEntries: count,
  outputEntries: count,
});

export type BenchRow = v.InferOutput<typeof benchRowSchema>;

export const peaksSchema = v.strictObject({
  /** Multiply-adds of independent float32 chains, two operations each. */
  fmaGflopPerSecond: finite,
  /** Which of the ways tried was best, such as "3 × vec4, a * b + c". */
  fmaVariant: v.string(),
  /** Bytes read plus bytes written by a copy kernel. */
  copyGbPerSecond: finite,
  copyVariant: v.string(),
  emptyDispatchUs: finite,
});

export type Peaks = v.InferOutput<typeof peaksSchema>;

/**
 * `weft.bench/2`: kernels and whole training steps beside each other on one adapter.
 * GB are 10⁹ bytes, GFLOP 10⁹ operations with a multiply-add as two.
 */
export const benchFileSchema = v.strictObject({
  schema: v.picklist(['weft.bench/1', BENCH_SCHEMA]),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  commit: v.string(),
  status: v.picklist(['finished', 'stopped']),
  adapter: adapterSchema,
  config: v.strictObject({
    suites: v.array(v.picklist(SUITES)),
    cases: v.array(v.string()),
    peers: v.array(v.string()),
    budgetSeconds: finite,
  }),
  peaks: peaksSchema,
  rows: v.array(benchRowSchema),
  /**
   * How many times Weft's first row of a case and a scope is as fast as another row of them, by member-images a second
   * where they have some: the median of the ratios of each round, with p10 and p90.
   */
  ratios: v.array(
    v.strictObject({
      case: v.string(),
      /** The label of Weft's row; `null` in `weft.bench/1`, which compared rows of any scope by their medians. */
      weft: v.optional(v.nullable(v.string()), null),
      against: v.string(),
      weftSpeedup: finite,
      p10: newFigure,
      p90: newFigure,
    }),
  ),
  /** What the adapter lacks, and what could not be measured for it. */
  notes: v.array(v.string()),
  wallMs: finite,
});

export type BenchFile = v.InferOutput<typeof benchFileSchema>;
