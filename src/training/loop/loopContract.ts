import type { GpuCounters } from '../../gpu/counters';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { EpochEndCallback } from '../../run/callbacks/epochEnd';
import type { LoopState } from '../../run/checkpoint/checkpoint';
import type { TrainingEvent } from '../../run/events';
import type { TrainOptions } from '../../run/options';
import type { EpochDiagnostics, EpochRecord } from '../../run/records';
import type { RunFile } from '../../run/runFile';
import type { Pace } from './pace';
import type { RunControl } from './runControl';
import type { RunProgress } from './runProgress';
import type { Predictions, Trainee } from './trainee';

export interface TrainLoopOptions {
  readonly trainee: Trainee;
  readonly options: TrainOptions;
  readonly control: RunControl;
  /** Paces training, and measures it. */
  readonly pace: Pace;
  /** Paces one pass over examples that nothing trains on. */
  readonly createEvaluationPace: () => Pace;
  readonly progress: RunProgress;
  readonly emit: (event: TrainingEvent) => void;
  /** Called after each epoch. */
  readonly tellThroughput: () => Promise<void>;
  /** The user's own, called last after each epoch; the run fails with what it rejects with. */
  readonly onEpochEnd?: EpochEndCallback;
  /** Where the run was interrupted; the trainee has been given its state of then. */
  readonly resumeFrom?: LoopState | undefined;
  /** Nothing more is trained than was when it was interrupted: the run is tested as it is. */
  readonly isOver?: boolean;
  /** Without it, nothing of the run is kept before its end. */
  readonly keeper?: LoopKeeper | undefined;
}

/** Keeps a run while it goes. */
export interface LoopKeeper {
  /** Whether it is time to, after a step within an epoch or after a whole epoch. */
  isDue(place: 'step' | 'epoch'): boolean;
  /** Called between two steps, with everything recorded done. */
  keep(state: LoopState): Promise<void>;
}

/** What was trained of an epoch that was broken off, in training or in its validation. */
export interface UnfinishedEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly steps: number;
  /** [members] over these steps; `null` for those that did not train. */
  readonly totals: readonly (LossTotals | null)[];
}

/** What became of the members. Arrays have one entry a member. */
export interface TrainLoopResult {
  /** Before all members were trained to their ends, and tested. */
  readonly wasStopped: boolean;
  readonly statuses: readonly RunFile['members'][number]['status'][];
  /** Those of members that diverged or stopped early end with that epoch. */
  readonly histories: readonly (readonly EpochRecord[])[];
  /** `undefined` where the run ended with a whole epoch. */
  readonly unfinished: UnfinishedEpoch | undefined;
  readonly diagnostics: readonly (readonly EpochDiagnostics[])[];
  /** The epoch whose weights were restored before the test; `null` where the last ones stayed. */
  readonly restoredEpochs: readonly (number | null)[];
  /** `null` for a diverged member of which no weights were restored; `undefined` where there was no test pass, or not all of it. */
  readonly test: readonly (MemberTest | null)[] | undefined;
  /** Milliseconds in training steps; in passes over examples that nothing trains on; in diagnoses. */
  readonly trainMs: number;
  readonly evaluateMs: number;
  readonly diagnoseMs: number;
  /** Images that each member was trained on. */
  readonly trainedImages: readonly number[];
  readonly trainedSteps: number;
  /** Calls made on the GPU while training, all epochs together. */
  readonly trainingCalls: GpuCounters;
}

export interface MemberTest {
  readonly totals: LossTotals;
  readonly predictions: Predictions;
}
