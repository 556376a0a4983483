import type { AdapterReport } from '../gpu/adapter';
import type { Normalization } from '../kernels/normalization';
import type { RawOptions, TrainOptions } from './options';
import type { RunReport } from './report';

/** One network of the population. */
export interface Member {
  /** Its place in the population, from 0. */
  readonly index: number;
  readonly normalization: Normalization;
  readonly seed: number;
  /** That of its first epoch. */
  readonly learningRate: number;
  /** Whether it has the callback, with the run's options. */
  readonly reduceLrOnPlateau: boolean;
  readonly earlyStopping: boolean;
}

export type MemberStatus = 'training' | 'finished' | 'stopped-early' | 'diverged';

/** Training loss and accuracy of one member, averaged over the examples of this epoch so far. */
export interface RunningMetrics {
  readonly trainLoss: number;
  readonly trainAccuracy: number;
}

/** One member's figures for one whole epoch. Losses are mean cross-entropies in nats; accuracies 0…1. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly valLoss: number;
  readonly valAccuracy: number;
  /** Over the examples held out of training, where there are any. */
  readonly heldOutLoss?: number;
  readonly heldOutAccuracy?: number;
  /** What the epoch was trained with. */
  readonly learningRate: number;
}

/**
 * What one member's network does with a fixed batch of training examples, and what the loss on it asks of each layer.
 * Layers are in order, the output layer last.
 */
export interface Diagnostics {
  readonly loss: number;
  readonly layers: readonly LayerDiagnostics[];
}

export interface LayerDiagnostics {
  /** The standard deviation of x·W + b over examples and units. */
  readonly preActivationStd: number;
  /** The share of relu units that are 0 for every example of the batch, 0…1; `null` for the output layer. */
  readonly deadShare: number | null;
  /** The Euclidean norm of the loss's gradient by the layer's kernel and bias. */
  readonly gradientNorm: number;
}

export type Phase = 'loading-data' | 'compiling' | 'training' | 'validating' | 'testing';

/** Everything a run tells while it goes, as plain data. Arrays with one entry a member are in member order. */
export type TrainingEvent =
  | {
      readonly type: 'runStarted';
      readonly options: TrainOptions;
      readonly members: readonly Member[];
      readonly stepsPerEpoch: number;
    }
  | {
      readonly type: 'phaseChanged';
      readonly phase: Phase;
      /** Such as "Compiling kernels (3 of 14)". */
      readonly message: string;
    }
  | {
      /** A few times a second at most. */
      readonly type: 'progressed';
      readonly stepsDone: number;
      readonly stepsTotal: number;
      /** Share of the whole run's work that is done, evaluation included: 0…1. */
      readonly shareDone: number;
      /** Member-images a second over the last seconds of training; 0 until known. */
      readonly imagesPerSecond: number;
      /** Estimated for the whole rest of the run, evaluation included; undefined until known. */
      readonly secondsLeft: number | undefined;
    }
  | {
      /** At fixed step numbers, about ten an epoch, so that the curves repeat bit for bit. */
      readonly type: 'metricsRead';
      /** In epochs from the start of training: 1.5 is half-way through the second. */
      readonly epochPosition: number;
      /** `null` for a member that no longer trains. */
      readonly members: readonly (RunningMetrics | null)[];
    }
  /** `null` for a member that did not train in this epoch. */
  | { readonly type: 'epochEnded'; readonly records: readonly (EpochRecord | null)[] }
  | { readonly type: 'memberDiverged'; readonly member: number; readonly epoch: number }
  | {
      /** By ReduceLROnPlateau, after an epoch. */
      readonly type: 'learningRateReduced';
      readonly member: number;
      readonly epoch: number;
      /** That of the next epoch. */
      readonly learningRate: number;
    }
  | {
      /** By EarlyStopping, after an epoch. */
      readonly type: 'memberStopped';
      readonly member: number;
      readonly epoch: number;
      /** The epoch whose weights it is tested with; its last one unless the best weights are restored. */
      readonly restoredEpoch: number;
    }
  | {
      readonly type: 'diagnosed';
      /** After which epoch; 0 is before training. */
      readonly epoch: number;
      /** `null` for a member that no longer trains. */
      readonly members: readonly (Diagnostics | null)[];
    }
  | {
      /** Figures for the table after each epoch, one a normalization. */
      readonly type: 'throughputMeasured';
      readonly perNormalization: readonly {
        readonly normalization: Normalization;
        readonly imagesPerSecond: number;
        readonly normalizeGbPerSecond: number;
      }[];
    }
  | {
      readonly type: 'memberTested';
      readonly member: number;
      readonly loss: number;
      readonly accuracy: number;
    }
  | { readonly type: 'runPaused' }
  | { readonly type: 'runResumed' };

/**
 * The training worker as the page and the commands see it. Rejections are `WeftErrorData`:
 * plain objects, since classes do not survive a message between threads.
 */
export interface TrainerService {
  /** Rejects with `no-webgpu` or `no-adapter` where there is nothing to train on. */
  describeAdapter(): Promise<AdapterReport>;
  /** Reads options over the adapter's default preset, without starting anything. */
  resolveOptions(raw: RawOptions): Promise<TrainOptions>;
  /** One run at a time. Resolves when it ended, by itself or by `stop()`. */
  train(options: TrainOptions, onEvent: (event: TrainingEvent) => void): Promise<RunReport>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends the run after the step at hand; its report then has status "stopped". */
  stop(): Promise<void>;
}
