import type { Normalization } from '../data/normalization';
import type { Member } from './members';
import type { TrainOptions } from './options';
import type { Diagnostics, EpochRecord, RunningMetrics } from './records';

/** Where a run stands: how many files are loaded or kernels chosen and compiled, or which epoch it is in, from 1. */
export type PhaseStep =
  | { readonly phase: 'loading-data'; readonly done: number; readonly total: number }
  | {
      readonly phase: 'compiling';
      /** `choosing`: timing variants of kernels, which compiles them too. */
      readonly task: 'choosing' | 'compiling';
      readonly done: number;
      readonly total: number;
    }
  | { readonly phase: 'training' | 'validating'; readonly epoch: number; readonly epochs: number }
  | { readonly phase: 'testing' };

/** Everything a run tells while it goes, as plain data. Arrays with one entry a member are in member order. */
export type TrainingEvent =
  | {
      readonly type: 'runStarted';
      readonly options: TrainOptions;
      readonly members: readonly Member[];
      readonly stepsPerEpoch: number;
    }
  | {
      /** After `runStarted`, and before what had happened is told again: the run goes on where it was interrupted. */
      readonly type: 'runContinued';
      /** Members that had ended; of those under way whole epochs, and training steps of the next. */
      readonly membersDone: number;
      readonly epochsDone: number;
      readonly stepsDone: number;
    }
  | {
      /** Before each part, where the members are too many to be trained at once. */
      readonly type: 'partStarted';
      /** From 1, of `parts` in all. */
      readonly part: number;
      readonly parts: number;
      /** Their indices. */
      readonly members: readonly number[];
    }
  /** The memory did not suffice: the run starts again from its last checkpoint, with at most so many members at once. */
  | { readonly type: 'partsHalved'; readonly mostMembers: number; readonly reason: string }
  /** A checkpoint could not be written: until it can, what is trained is not kept. */
  | { readonly type: 'keepingFailed'; readonly reason: string }
  /** The device was lost: the run starts again from its last checkpoint on a new one, or from its beginning. */
  | { readonly type: 'deviceLost'; readonly reason: string }
  /** A shader gave wrong results in the self-test; another takes its place. `program`: its label. */
  | { readonly type: 'kernelDropped'; readonly program: string }
  | ({ readonly type: 'phaseChanged' } & PhaseStep)
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
      /** Once, after the first epoch: how fast each normalization's kernel is. */
      readonly type: 'throughputMeasured';
      readonly perNormalization: readonly {
        readonly normalization: Normalization;
        readonly normalizeGbPerSecond: number;
      }[];
    }
  | {
      /** After each epoch: what is allocated on the device, and tfjs's tensors. */
      readonly type: 'memoryMeasured';
      readonly gpuBytes: number;
      readonly gpuBuffers: number;
      readonly tensors: number;
    }
  | {
      readonly type: 'memberTested';
      readonly member: number;
      readonly loss: number;
      readonly accuracy: number;
    }
  | { readonly type: 'runPaused' }
  | { readonly type: 'runResumed' };
