import type { AdapterInfo } from '../gpu/adapter';
import type { TrainingEvent } from '../run/events';
import type { RawOptions, TrainOptions } from '../run/options';
import type { KeepCheckpoint, KeepingOptions } from '../training/keeping';

/** What the doctor asks of it. */
export interface CommandPatient {
  describeAdapter(): Promise<AdapterInfo>;
  /** Resolves with a `TrainingProof`, which nobody has checked yet. */
  proveTraining(): Promise<unknown>;
}

/** The trainer as the train command drives it, wherever it runs. */
export interface CommandTrainer {
  describeAdapter(): Promise<AdapterInfo>;
  resolveOptions(raw: RawOptions): Promise<TrainOptions>;
  /** Resolves with the run file, which nobody has checked yet. */
  train(
    raw: RawOptions,
    onEvent: (event: TrainingEvent) => void,
    keep?: KeepCheckpoint,
    keeping?: KeepingOptions,
  ): Promise<unknown>;
  stop(): Promise<void>;
}
