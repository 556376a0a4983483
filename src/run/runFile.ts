import * as v from 'valibot';
import { NORMALIZATIONS } from '../data/normalization';
import type { Arm } from './arms';
import { trainOptionsSchema } from './options';

/** JSON can say numbers that are too large for one, which are then infinite. */
const finite = v.pipe(v.number(), v.finite());
/** `null` stands for a number that is not finite: JSON has no NaN. */
const number = v.nullable(finite);
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
  /** Files written before 2026-11-25 call the browser by the name of one. */
  runtime: v.pipe(
    v.picklist(['browser', 'dawn', 'chrome']),
    v.transform((runtime) => (runtime === 'chrome' ? 'browser' : runtime)),
  ),
  runtimeVersion: v.string(),
  features: v.array(v.string()),
  /** Of what kernels grow with, by WebGPU's names; not in files written before 2026-11-25. */
  limits: v.exactOptional(v.record(v.string(), finite)),
  subgroupMinSize: v.exactOptional(count),
  subgroupMaxSize: v.exactOptional(count),
});

const diagnosticsSchema = v.strictObject({
  /** After which epoch; 0 is before training. */
  epoch: count,
  loss: number,
  /** In order, the output layer last; see `LayerDiagnostics`. */
  layers: v.array(v.strictObject({ preActivationStd: number, deadShare: share, gradientNorm: number })),
});

/** Members of one arm differ in their seeds alone. */
export const armEntries = {
  normalization,
  learningRate: finite,
  reduceLrOnPlateau: v.boolean(),
  earlyStopping: v.boolean(),
};

export const testSchema = v.strictObject({
  loss: number,
  accuracy: share,
  /** Counts of test examples [true class][predicted class]. */
  confusion: v.array(v.array(count)),
});

const memberSchema = v.strictObject({
  ...armEntries,
  seed: count,
  /** `stopped`: the run was, before this member's last epoch; `stopped-early`: by EarlyStopping. */
  status: v.picklist(['finished', 'stopped', 'stopped-early', 'diverged']),
  /** The epoch, from 1, with the lowest validation loss; 0 when no epoch was completed. */
  bestEpoch: count,
  history: v.array(
    v.strictObject({
      epoch: count,
      trainLoss: number,
      trainAccuracy: share,
      valLoss: number,
      valAccuracy: share,
      /** Where examples were held out. */
      heldOutLoss: v.exactOptional(number),
      heldOutAccuracy: v.exactOptional(share),
      /** What the epoch was trained with. */
      learningRate: finite,
    }),
  ),
  /** The epoch whose weights were restored; `null` where the last ones were kept. */
  restoredEpoch: v.nullable(count),
  /** Empty where nothing was measured. */
  diagnostics: v.array(diagnosticsSchema),
  /** `null` where the run was stopped before its end and not tested as it was, and for a member that diverged and had no weights restored. */
  test: v.nullable(testSchema),
});

export const mistakeSchema = v.strictObject({
  /** Its place in the test split, from 0. */
  example: count,
  label: count,
  predicted: count,
  /** The probability given to the predicted class. */
  confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** 28 × 28 bytes, 0…255, row by row, in base64. */
  pixels: v.string(),
});

/** Test examples that the first tested member of an arm is most sure of and wrong about, the surest first. */
const mistakesSchema = v.strictObject({
  normalization,
  /** These are left out in files from before there was an entry an arm; see `armOfMistakes`. */
  learningRate: v.exactOptional(finite),
  reduceLrOnPlateau: v.exactOptional(v.boolean()),
  earlyStopping: v.exactOptional(v.boolean()),
  seed: count,
  mistakes: v.array(mistakeSchema),
});

/**
 * `weft.run/1`: everything that is known of one training run.
 * `imagesPerSecond` counts member-images: P members × B images a step.
 * GB are 10⁹ bytes, GFLOP 10⁹ operations with a multiply-add as two.
 */
export const runFileSchema = v.strictObject({
  schema: v.literal('weft.run/1'),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  commit: v.string(),
  /** Given by the user; left out where none was. */
  name: v.exactOptional(v.string()),
  /** `stopped`: before all members were trained to their ends and tested. */
  status: v.picklist(['finished', 'stopped']),
  adapter: adapterSchema,
  config: trainOptionsSchema,
  members: v.array(memberSchema),
  /** The epoch in which the run was stopped, in training or validation; left out where it ended with a whole one. */
  unfinished: v.exactOptional(
    v.strictObject({
      /** From 1. */
      epoch: v.pipe(count, v.minValue(1)),
      /** Training steps done of it, the last of `stepsPerEpoch` where its validation was broken off. */
      steps: v.pipe(count, v.minValue(1)),
      stepsPerEpoch: v.pipe(count, v.minValue(1)),
      /** Over these steps, an entry a member; `null` for a member that no longer trained. */
      members: v.array(v.nullable(v.strictObject({ trainLoss: number, trainAccuracy: share }))),
    }),
  ),
  /** An entry for each arm, over its seeds; see `summaryOf`. */
  summary: v.array(v.strictObject({ ...armEntries, testAccuracy: interval, testLoss: interval })),
  mistakes: v.array(mistakesSchema),
  throughput: v.strictObject({
    imagesPerSecond: finite,
    gflopPerSecond: finite,
    stepMs: v.strictObject({ p10: finite, median: finite, p90: finite }),
    dispatchesPerStep: finite,
    submitsPerStep: finite,
    uniformWritesPerStep: finite,
    perNormalization: v.array(
      v.strictObject({
        normalization,
        /** In older files: the total by members, which share each step, so that no speed of their own is in it. */
        imagesPerSecond: v.exactOptional(finite),
        /** Measured of each normalization's kernel alone; 0 where the run was stopped before that. */
        normalizeGbPerSecond: finite,
      }),
    ),
  }),
  /** SHA-256 of the examples that it was trained, validated and tested on, in hexadecimal; not in older files. */
  dataset: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  /** What a run knows of its set-up beyond its options; files from before it was kept have none. */
  setup: v.exactOptional(
    v.strictObject({
      /** Images that validate after each epoch, and that test once at the end. */
      validationExamples: count,
      testExamples: count,
      /**
       * How many groups of members were trained, each to its end, one after another; until 2026-11-25 they went through each
       * step one after another. As many as members on stock tfjs.
       */
      parts: v.pipe(count, v.minValue(1)),
    }),
  ),
  memory: v.strictObject({ allocatedBytes: count, tensorsBefore: count, tensorsAfter: count }),
  wallMs: v.strictObject({ setup: finite, train: finite, evaluate: finite }),
});

/** A run as a file has it. */
export type StoredRun = v.InferOutput<typeof runFileSchema>;

/** A run as it is read and built: of every entry of mistakes it is known which arm they are of. */
export type RunFile = Omit<StoredRun, 'mistakes'> & {
  mistakes: (Arm & Pick<StoredRun['mistakes'][number], 'seed' | 'mistakes'>)[];
};

export type RunMember = StoredRun['members'][number];

/** One member's figures for one epoch. */
export type RunRecord = RunMember['history'][number];
