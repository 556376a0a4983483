import * as v from 'valibot';
import { NORMALIZATIONS } from '../../data/normalization';
import { trainOptionsSchema } from '../options';
import { adapterSchema, armEntries, mistakeSchema, testSchema } from '../runFile';
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

const trainedEntries = {
  history: v.array(recordSchema),
  diagnostics: v.array(diagnosticsSchema),
  trainedImages: count,
};

const memberSchema = v.strictObject({
  status: v.picklist(['training', 'stopped-early', 'diverged']),
  ...trainedEntries,
  /** Of the next epoch. */
  learningRate: finite,
  plateau: v.exactOptional(plateauSchema),
  stopping: v.exactOptional(stoppingSchema),
});

const endedMemberSchema = v.strictObject({
  status: v.picklist(['finished', 'stopped', 'stopped-early', 'diverged']),
  ...trainedEntries,
  restoredEpoch: v.nullable(count),
  test: v.nullable(testSchema),
});

const callsSchema = v.strictObject({
  dispatches: count,
  submits: count,
  bufferWrites: count,
  bindGroups: count,
  buffers: count,
});

/** What training took. */
const workEntries = {
  trainedSteps: count,
  calls: callsSchema,
  trainMs: finite,
  evaluateMs: finite,
  diagnoseMs: finite,
};

/** Where the training loop stands with members that it trains at once, between two steps; an entry a member. */
export const loopStateSchema = v.strictObject({
  /** Whole epochs, validated and decided on. */
  epochsDone: count,
  /** Training steps done of the next epoch; all of them where only its validation is missing. */
  stepsDone: count,
  members: v.array(memberSchema),
  ...workEntries,
});

/** What there is of members that were trained to their ends and tested. */
const endedSchema = v.strictObject({
  /** How many parts they were. */
  parts: count,
  members: v.array(endedMemberSchema),
  /** Of each arm's first that was tested. */
  mistakes: v.array(v.strictObject({ ...armEntries, seed: count, mistakes: v.array(mistakeSchema) })),
  ...workEntries,
  /** The most that one part took on the GPU. */
  allocatedBytes: count,
});

/** Members that are trained at once, and the tensors that their next step depends on. */
const underWaySchema = v.strictObject({
  loop: loopStateSchema,
  /** Updates that Adam has made. */
  optimizerSteps: count,
  /** [members], whose best weights are kept. */
  kept: v.array(v.boolean()),
  /** In the order in which they lie in the file. */
  tensors: v.array(v.strictObject({ name: v.string(), bytes: v.pipe(count, v.multipleOf(4)) })),
});

/** Where the training loop stands. */
export type LoopState = v.InferOutput<typeof loopStateSchema>;
export type MemberState = LoopState['members'][number];
export type PlateauState = NonNullable<MemberState['plateau']>;
export type StoppingState = NonNullable<MemberState['stopping']>;
export type EndedMember = v.InferOutput<typeof endedMemberSchema>;
export type EndedParts = v.InferOutput<typeof endedSchema>;
/** What training took. */
export type TrainingWork = Pick<LoopState, keyof typeof workEntries>;

/**
 * What a checkpoint says of its run, before the tensors. Members are in the order of `orderForParts`: those that have ended,
 * those under way, and those whose training has not begun, of which there is nothing to say. Random streams have no state:
 * seed and epoch name them.
 */
export const checkpointHeaderSchema = v.strictObject({
  schema: v.literal('weft.checkpoint/2'),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  commit: v.string(),
  adapter: adapterSchema,
  config: trainOptionsSchema,
  /** SHA-256 of the examples, in hexadecimal. */
  dataset: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** That validate after each epoch, and that test. */
  examples: v.strictObject({ validation: count, test: count }),
  ended: endedSchema,
  /** The first is trained; the others, once part of it, wait for where it ended when there was less room. */
  underWay: v.array(underWaySchema),
  setupMs: finite,
  stepMs: v.array(finite),
  /** Empty until it was measured. */
  normalizeGbPerSecond: v.array(v.tuple([v.picklist(NORMALIZATIONS), finite])),
  /**
   * By a product's shape, the variant of it that was found to be the fastest: another sums in another order, and a run that
   * went on with it would end with other bits. Shapes not named have the one that Weft ships.
   */
  variants: v.record(v.string(), v.record(v.string(), v.union([v.string(), finite]))),
  /** How many members parts had for whose products variants were chosen. */
  chosenFor: v.array(count),
});

export type CheckpointHeader = v.InferOutput<typeof checkpointHeaderSchema>;

/** Values of 32 bits, little-endian, [members, …]; of best weights [members that have them, …]. */
export interface StateTensor {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the next step of a population depends on, beside its options. */
export interface TraineeState extends Pick<v.InferOutput<typeof underWaySchema>, 'optimizerSteps' | 'kept'> {
  readonly tensors: readonly StateTensor[];
}

/** Members that are trained at once, between two steps. */
export interface UnderWay {
  readonly loop: LoopState;
  readonly trainee: TraineeState;
}

/** A run between two steps: all that is needed to go on as if it had never been interrupted. */
export interface Checkpoint extends Omit<CheckpointHeader, 'schema' | 'underWay'> {
  readonly underWay: readonly UnderWay[];
}

/** Where a run is: how many members have ended, and whole epochs and steps of those that are trained. */
export interface Place {
  readonly membersDone: number;
  readonly epochsDone: number;
  readonly stepsDone: number;
}

/** How far the members of a run are, without their tensors. */
export interface MembersReached {
  readonly ended: EndedParts;
  readonly underWay: readonly Pick<UnderWay, 'loop'>[];
}

export function placeOf({ ended, underWay }: MembersReached): Place {
  const { epochsDone = 0, stepsDone = 0 } = underWay[0]?.loop ?? {};
  return { membersDone: ended.members.length, epochsDone, stepsDone };
}

/** Of a run that has not begun. */
export const NOTHING_ENDED: EndedParts = {
  parts: 0,
  members: [],
  mistakes: [],
  trainedSteps: 0,
  calls: { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 },
  trainMs: 0,
  evaluateMs: 0,
  diagnoseMs: 0,
  allocatedBytes: 0,
};
