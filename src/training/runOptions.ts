import type { DatasetSplits } from '../data/dataset';
import type { TuningStore } from '../kernels/matmul/tuner';
import type { EpochEndCallback } from '../run/callbacks/epochEnd';
import type { TrainingEvent } from '../run/events';
import type { TrainOptions } from '../run/options';
import type { TfjsBridge } from '../tfjs/bridge';
import type { RunKeeping } from './keeping';
import type { RunControl } from './loop/runControl';
import type { PartLimit } from './parts/partLimit';

/** What a run is carried out with. */
export interface RunOptions {
  readonly bridge: TfjsBridge;
  readonly splits: DatasetSplits;
  readonly options: TrainOptions;
  readonly control: RunControl;
  readonly emit: (event: TrainingEvent) => void;
  readonly tuningStore: TuningStore;
  readonly onEpochEnd?: EpochEndCallback;
  /** How many members may be trained at once, and are; by default as many as there is room for. */
  readonly partLimit?: PartLimit;
  /** Where the run is kept while it goes, and from where it goes on; by default nowhere. */
  readonly keeping?: RunKeeping | undefined;
  /** When the run was asked for, before its data were loaded: on the clock on the wall, and on that of `performance`. */
  readonly startedAt: Date;
  readonly startedAtMs: number;
}
