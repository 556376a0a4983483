import type { BenchFile } from '../bench/benchFile';
import { parseBenchOptions } from '../bench/benchOptions';
import type { BenchEvent } from '../bench/events';
import type { AdapterInfo } from '../gpu/adapter';
import type { TrainingEvent } from '../run/events';
import type { RawOptions, TrainOptions } from '../run/options';
import type { RunFile } from '../run/runFile';
import type { TrainingProof } from '../run/trainingProof';
import type { KeepCheckpoint, KeepingOptions } from '../training/keeping';
import type { TrainerService } from '../training/service/trainerService';
import type { BenchStore } from './state/benchStore';
import type { RunsStore } from './state/runsStore';
import type { Store } from './state/store';

/**
 * The trainer by its page: what `npm run train` drives through Playwright, as `globalThis.weft`.
 * Rejections are `WeftError`s, with their code. A run started here shows on the page like one started by its button.
 */
export interface WeftPageApi {
  describeAdapter(): Promise<AdapterInfo>;
  /** Reads options by name ("batch-size") over the adapter's default preset. */
  resolveOptions(raw: RawOptions): Promise<TrainOptions>;
  /**
   * One run at a time. Resolves when it ended, by itself or by `stop()`.
   * @param keep keeps it while it goes; by default the page does, in the browser.
   */
  train(
    raw: RawOptions,
    onEvent?: (event: TrainingEvent) => void,
    keep?: KeepCheckpoint,
    keeping?: KeepingOptions,
  ): Promise<RunFile>;
  /** What `npm run doctor` drives: a few steps of training beside float64; see `TrainerService`. */
  proveTraining(): Promise<TrainingProof>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  /** What `npm run bench` drives: one at a time, and not while a run trains. */
  bench(raw: RawOptions, onEvent?: (event: BenchEvent) => void): Promise<BenchFile>;
  stopBench(): Promise<void>;
}

declare global {
  // A property of globalThis can only be declared with var.
  var weft: WeftPageApi;
}

/** The stores of the page, and what they rest on. */
export interface PageParts {
  readonly store: Store;
  readonly runs: RunsStore;
  readonly bench: BenchStore;
  readonly service: TrainerService;
}

export function createPageApi({ store, runs, bench, service }: PageParts): WeftPageApi {
  const resolveOptions = async (raw: RawOptions): Promise<TrainOptions> => {
    await store.connect();
    return service.resolveOptions(raw);
  };
  return {
    describeAdapter: () => store.connect(),
    resolveOptions,
    train: async (raw, onEvent, keep, keeping) => {
      const options = await resolveOptions(raw);
      return keep === undefined && keeping === undefined
        ? runs.train(options, onEvent)
        : store.train(options, onEvent, keep, keeping);
    },
    proveTraining: async () => {
      await store.connect();
      return service.proveTraining();
    },
    pause: () => store.pause(),
    resume: () => store.resume(),
    stop: () => store.stop(),
    bench: async (raw, onEvent) => {
      await store.connect();
      return bench.run(parseBenchOptions(raw), onEvent);
    },
    stopBench: () => bench.stop(),
  };
}
