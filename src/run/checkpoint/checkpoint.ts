import * as v from 'valibot';
import { NORMALIZATIONS } from '../../data/normalization';
import { trainOptionsSchema } from '../options';
import { adapterSchema } from '../runFile';
import { exactNumber } from './exactNumber';

/** Of times and rates, which are always finite. */
const finite = v.pipe(v.number(), v.finite());

/** 0…1, or NaN. */
const exactShare = v.pipe(
  exactNumber,
  v.check((value) => Number.isNaN(value) || (value >= 0 && value <= 1), 'a number from 0 to 1'),
);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const recordSchema = v.strictObject({
  epoch: count,
  trainLoss: exactNumber,
  trainAccuracy: exactShare,
  valLoss: exactNumber,
  valAccuracy: exactShare,
  heldOutLoss: v.exactOptional(exactNumber),
  heldOutAccuracy: v.exactOptional(exactShare),
  learningRate: finite,
});

const layerSchema = v.strictObject({
  preActivationStd: exactNumber,
  deadShare: v.nullable(exactShare),
  gradientNorm: exactNumber,
});
const diagnosticsSchema = v.strictObject({ epoch: count, loss: exactNumber, layers: v.array(layerSchema) });

/** What ReduceLROnPlateau has seen; `best` is left out until it saw anything. */
const plateauSchema = v.strictObject({ best: v.exactOptional(exactNumber), wait: count, cooldownLeft: count });
/** What EarlyStopping has seen. */
const stoppingSchema = v.strictObject({
  best: v.exactOptional(exactNumber),
  wait: count,
  bestEpoch: v.exactOptional(count),
});

const memberSchema = v.strictObject({
  status: v.picklist(['training', 'stopped-early', 'diverged']),
  history: v.array(recordSchema),
  diagnostics: v.array(diagnosticsSchema),
  /** Of the next epoch. */
  learningRate: finite,
  plateau: v.exactOptional(plateauSchema),
  stopping: v.exactOptional(stoppingSchema),
  trainedImages: count,
});

const callsSchema = v.strictObject({
  dispatches: count,
  submits: count,
  bufferWrites: count,
  bindGroups: count,
  buffers: count,
});

/** Where the training loop stands, between two steps. Arrays have one entry a member. */
export const loopStateSchema = v.strictObject({
  /** Whole epochs, validated and decided on. */
  epochsDone: count,
  /** Training steps done of the next epoch; all of them where only its validation is missing. */
  stepsDone: count,
  members: v.array(memberSchema),
  trainedSteps: count,
  calls: callsSchema,
  trainMs: finite,
  evaluateMs: finite,
  diagnoseMs: finite,
});

/** Where the training loop stands. */
export type LoopState = v.InferOutput<typeof loopStateSchema>;
export type MemberState = LoopState['members'][number];
export type PlateauState = NonNullable<MemberState['plateau']>;
export type StoppingState = NonNullable<MemberState['stopping']>;

/** What a checkpoint says of its run, before the tensors. Random streams have no state: seed and epoch name them. */
export const checkpointHeaderSchema = v.strictObject({
  schema: v.literal('weft.checkpoint/1'),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  commit: v.string(),
  adapter: adapterSchema,
  config: trainOptionsSchema,
  /** SHA-256 of the examples, in hexadecimal. */
  dataset: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  loop: loopStateSchema,
  setupMs: finite,
  stepMs: v.array(finite),
  /** Empty until it was measured. */
  normalizeGbPerSecond: v.array(v.tuple([v.picklist(NORMALIZATIONS), finite])),
  /**
   * By a product's shape, the variant of it that was found to be the fastest: another sums in another order, and a run that
   * went on with it would end with other bits. Shapes not named have the one that Weft ships.
   */
  variants: v.record(v.string(), v.record(v.string(), v.union([v.string(), finite]))),
  /** Updates that Adam has made. */
  optimizerSteps: count,
  /** [members], whose best weights are kept. */
  kept: v.array(v.boolean()),
  /** In the order in which they lie in the file. */
  tensors: v.array(v.strictObject({ name: v.string(), bytes: v.pipe(count, v.multipleOf(4)) })),
});

export type CheckpointHeader = v.InferOutput<typeof checkpointHeaderSchema>;

/** Values of 32 bits, little-endian, [members, …]; of best weights [members that have them, …]. */
export interface StateTensor {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the next step of a population depends on, beside its options. */
export interface TraineeState extends Pick<CheckpointHeader, 'optimizerSteps' | 'kept'> {
  readonly tensors: readonly StateTensor[];
}

/** A run between two steps: all that is needed to go on as if it had never been interrupted. */
export interface Checkpoint extends Omit<CheckpointHeader, 'schema' | 'tensors' | 'optimizerSteps' | 'kept'> {
  readonly trainee: TraineeState;
}
