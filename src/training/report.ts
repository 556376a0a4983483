import * as v from 'valibot';
import { NORMALIZATIONS } from '../kernels/normalization';
import { KERNEL_SETS, PRESETS } from './options';

/** `null` stands for a number that is not finite: JSON has no NaN. */
const number = v.nullable(v.number());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const normalization = v.picklist(NORMALIZATIONS);
/** A mean over n members with its 95 % interval by Student's t; no interval for one member. */
const interval = v.strictObject({ mean: number, low: number, high: number, n: count });

export const adapterSchema = v.strictObject({
  vendor: v.string(),
  architecture: v.string(),
  device: v.string(),
  description: v.string(),
  isFallback: v.boolean(),
  runtime: v.picklist(['chrome', 'dawn']),
  runtimeVersion: v.string(),
  features: v.array(v.string()),
  subgroupMinSize: v.optional(count),
  subgroupMaxSize: v.optional(count),
});

const configSchema = v.strictObject({
  preset: v.picklist(PRESETS),
  normalizations: v.array(normalization),
  seeds: count,
  firstSeed: count,
  learningRates: v.array(v.number()),
  epochs: count,
  batchSize: count,
  trainExamples: count,
  kernels: v.picklist(KERNEL_SETS),
  dataset: v.string(),
});

const memberSchema = v.strictObject({
  normalization,
  seed: count,
  learningRate: v.number(),
  status: v.picklist(['finished', 'stopped', 'diverged']),
  /** The epoch, from 1, with the lowest validation loss; 0 when no epoch was completed. */
  bestEpoch: count,
  history: v.array(
    v.strictObject({
      epoch: count,
      trainLoss: number,
      trainAccuracy: share,
      valLoss: number,
      valAccuracy: share,
      learningRate: v.number(),
    }),
  ),
  /** `null` when the run was stopped before the test pass. */
  test: v.nullable(v.strictObject({ loss: number, accuracy: share })),
});

/**
 * `weft.run/1`: everything that is known of one training run.
 * `imagesPerSecond` counts member-images: P members × B images a step.
 * GB are 10⁹ bytes, GFLOP 10⁹ operations with a multiply-add as two.
 */
export const runReportSchema = v.strictObject({
  schema: v.literal('weft.run/1'),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  commit: v.string(),
  status: v.picklist(['finished', 'stopped']),
  adapter: adapterSchema,
  config: configSchema,
  members: v.array(memberSchema),
  summary: v.array(v.strictObject({ normalization, testAccuracy: interval, testLoss: interval })),
  throughput: v.strictObject({
    imagesPerSecond: v.number(),
    gflopPerSecond: v.number(),
    stepMs: v.strictObject({ p10: v.number(), median: v.number(), p90: v.number() }),
    dispatchesPerStep: v.number(),
    submitsPerStep: v.number(),
    uniformWritesPerStep: v.number(),
    perNormalization: v.array(
      v.strictObject({ normalization, imagesPerSecond: v.number(), normalizeGbPerSecond: v.number() }),
    ),
  }),
  memory: v.strictObject({ allocatedBytes: count, tensorsBefore: count, tensorsAfter: count }),
  wallMs: v.strictObject({ setup: v.number(), train: v.number(), evaluate: v.number() }),
});

export type RunReport = v.InferOutput<typeof runReportSchema>;
