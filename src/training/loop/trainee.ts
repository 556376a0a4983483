import type { GpuCounters } from '../../gpu/counters';
import type { TunedVariants, TuneOptions } from '../../kernels/matmul/tuner';
import type { SelfTestStore } from '../../kernels/selfTest/rightPrograms';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { TraineeState } from '../../run/checkpoint/checkpoint';
import type { Member } from '../../run/members';
import type { Diagnostics } from '../../run/records';

export type EvaluationSplit = 'heldOut' | 'validation' | 'test';

/** What one member makes of each example of the test split. */
export interface Predictions {
  /** [examples], the class with the largest probability. */
  readonly classes: Uint8Array;
  /** [examples], that probability. */
  readonly confidences: Float32Array;
}

export interface PrepareOptions {
  readonly onCompiled?: (done: number, total: number) => void;
  readonly tuning?: TuneOptions;
  /** What a run that goes on did its products with; nothing is tuned then. */
  readonly variants?: TunedVariants | undefined;
  /** Where it is remembered which programs passed their self-test; by default nowhere. */
  readonly selfTests?: SelfTestStore | undefined;
  /** A program gave wrong results in its self-test, and another takes its place. */
  readonly onDropped?: (program: string) => void;
  /** Whether `diagnose` will be called; without it its kernels are compiled at the first call. */
  readonly diagnoses?: boolean;
}

/**
 * What the training loop trains: the members of a run, on Weft's kernels or on stock tfjs. The loop decides what
 * happens when; a trainee does it. Arrays have one entry a member.
 */
export interface Trainee {
  readonly members: readonly Member[];
  /** How many groups of members go through each step one after another: 1 where all do it at once, as on Weft's kernels. */
  readonly partCount: number;
  readonly stepsPerEpoch: number;
  /** Rows of an evaluation step, in those of a training step. */
  readonly batchesPerEvaluationStep: number;
  readonly stepsPerEvaluation: Readonly<Record<EvaluationSplit, number>>;
  /** Examples of each split; 0 where there is no such split. */
  readonly examplesPerEvaluation: Readonly<Record<EvaluationSplit, number>>;

  /**
   * Compiles what training needs, and first finds the fastest kernels for the adapter where that is asked for. Products are
   * tested before they are used.
   * @throws WeftError `wrong-result` where nothing does one of them right.
   */
  prepare(options?: PrepareOptions): Promise<void>;
  /** Fixes the order of examples of an epoch, counted from 1, and sets the training totals to zero. */
  beginEpoch(epoch: number): void;
  /** The same without setting totals to zero, for an epoch whose first steps a restored state has seen. */
  continueEpoch(epoch: number): void;
  /** Records step `step` of the epoch, counted from 0; it is submitted with those after it, by `finish` at the latest. */
  trainStep(step: number): void;
  /** The same, submitted at once, and the totals over the steps of the epoch up to this one. */
  trainStepAndRead(step: number): Promise<LossTotals[]>;
  /** The totals over the steps of the epoch so far, also over those that a restored state has seen. */
  readTrainingTotals(): Promise<LossTotals[]>;
  beginEvaluation(split: EvaluationSplit): void;
  evaluationStep(split: EvaluationSplit, step: number): void;
  readEvaluationTotals(): Promise<LossTotals[]>;
  /** What the members made of the test split, when its last step was submitted. */
  readPredictions(): Promise<Predictions[]>;
  /**
   * Freezes members whose flag is false: their weights stay, bit for bit, and every pass leaves them out, so that
   * they cost no time and their totals say nothing.
   */
  setActiveMembers(activeMembers: readonly boolean[]): void;
  /** Sets every member's learning rate from the next step on. */
  setLearningRates(learningRates: readonly number[]): void;
  /** Keeps a copy of the weights that members whose flag is true have now, in place of any earlier one. */
  saveWeights(members: readonly boolean[]): void;
  /** Gives members whose flag is true the weights that were kept last. */
  restoreWeights(members: readonly boolean[]): void;
  /** Measured on a fixed batch of training examples; `undefined` where the trainee cannot. */
  diagnose(): Promise<Diagnostics[] | undefined>;
  /**
   * Does one of the products in use, chosen at random, of one member on random operands, and compares it with float64.
   * @throws WeftError `wrong-result` where it is wrong. Left out where the products are not Weft's.
   */
  checkProduct?(): Promise<void>;
  /** What products are done with otherwise than shipped, since `prepare`; left out where the trainee has no choice. */
  readonly variants?: TunedVariants;
  /** What the next step depends on, as it is after all that was recorded; left out where the trainee cannot tell. */
  takeState?(): Promise<TraineeState>;
  /**
   * Goes on from such a state of the same members and options: call after `prepare`.
   * @param name of the checkpoint, for refusals.
   * @throws WeftError `bad-checkpoint` where it is of others.
   */
  restoreState?(state: TraineeState, name: string): void;
  /** Calls made on the GPU since the backend was set up. */
  readonly counters: Readonly<GpuCounters>;
  /** Submits what is recorded, and resolves when everything submitted so far is done. @throws the first failure of the device. */
  finish(): Promise<void>;
  /** GPU memory held, in bytes: tensors, idle pooled buffers, dataset and optimizer. */
  allocatedBytes(): number;
  dispose(): void;
}
