import type { GpuCounters } from '../gpu/counters';
import type { TuneOptions } from '../kernels/matmulTuner';
import type { LossTotals } from '../kernels/softmaxCrossEntropy';
import type { Member } from './events';

export type EvaluationSplit = 'validation' | 'test';

export interface PrepareOptions {
  readonly onCompiled?: (done: number, total: number) => void;
  readonly tuning?: TuneOptions;
}

/**
 * What the training loop trains: the members of a run, on Weft's kernels or on stock tfjs. The loop decides what
 * happens when; a trainee does it. Arrays have one entry a member.
 */
export interface Trainee {
  readonly members: readonly Member[];
  readonly stepsPerEpoch: number;
  readonly stepsPerEvaluation: Readonly<Record<EvaluationSplit, number>>;

  /** Compiles what training needs, and first finds the fastest kernels for the adapter where that is asked for. */
  prepare(options?: PrepareOptions): Promise<void>;
  /** Fixes the order of examples of an epoch, counted from 1, and sets the training totals to zero. */
  beginEpoch(epoch: number): void;
  /** Submits step `step` of the epoch, counted from 0. */
  trainStep(step: number): void;
  /** The same, and the totals over the steps of the epoch up to this one. */
  trainStepAndRead(step: number): Promise<LossTotals[]>;
  beginEvaluation(split: EvaluationSplit): void;
  evaluationStep(split: EvaluationSplit, step: number): void;
  readEvaluationTotals(): Promise<LossTotals[]>;
  /** Freezes members whose flag is false. */
  setActiveMembers(activeMembers: readonly boolean[]): void;
  /** Calls made on the GPU since the backend was set up. */
  readonly counters: Readonly<GpuCounters>;
  /** Resolves when everything submitted so far is done. @throws the first failure of the device. */
  finish(): Promise<void>;
  /** GPU memory held, in bytes: tensors, idle pooled buffers, dataset and optimizer. */
  allocatedBytes(): number;
  dispose(): void;
}
