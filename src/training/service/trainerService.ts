import type { AdapterInfo } from '../../gpu/adapter';
import type { TrainingEvent } from '../../run/events';
import type { RawOptions, TrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import type { TrainingProof } from '../../run/trainingProof';
import type { KeepCheckpoint, KeepingOptions } from '../keeping';

/**
 * The training worker as the page and the commands see it. Rejections are `WeftErrorData`:
 * plain objects, since classes do not survive a message between threads.
 */
export interface TrainerService {
  /** Rejects with `no-webgpu` or `no-adapter` where there is nothing to train on. */
  describeAdapter(): Promise<AdapterInfo>;
  /** Reads options over the adapter's default preset, without starting anything. */
  resolveOptions(raw: RawOptions): Promise<TrainOptions>;
  /**
   * One run at a time. Resolves when it ended, by itself or by `stop()`.
   * @param keep keeps the run while it goes; by default nothing does.
   * @param keepingOptions from where it goes on, and how often it is kept.
   */
  train(
    options: TrainOptions,
    onEvent: (event: TrainingEvent) => void,
    keep?: KeepCheckpoint,
    keepingOptions?: KeepingOptions,
  ): Promise<RunFile>;
  /**
   * Trains for a few steps on made-up images, and does the same in float64: whether training works here.
   * Rejects as `train` does.
   */
  proveTraining(): Promise<TrainingProof>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends the run after the step at hand; its run file then has status "stopped". */
  stop(): Promise<void>;
}
