import { type DatasetSplits, type FetchBytes, limitTraining, loadDataset, splitDataset } from '../../data/dataset';
import type { RequestGpuOptions } from '../../gpu/device';
import type { TuningStore } from '../../kernels/matmul/tuner';
import { createBrowserTuningStore } from '../../kernels/matmul/tuningStore';
import type { EpochEndCallback } from '../../run/callbacks/epochEnd';
import type { TrainingEvent } from '../../run/events';
import { parseTrainOptions, requireConsistent, type TrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import type { KeepCheckpoint, KeepingOptions, RunKeeping } from '../keeping';
import { RunControl } from '../loop/runControl';
import type { PartLimit } from '../parts/partLimit';
import { performRun } from '../performRun';
import { proveTraining } from '../proof/proveTraining';
import { createDeviceSession, type DeviceSession } from './deviceSession';
import { survivingLosses } from './losses';
import type { TrainerService } from './trainerService';

export interface TrainerServiceOptions {
  /** Where `datasets/` is; by default beside the page. */
  readonly baseUrl?: string;
  /** Replaces HTTP, as where files come from a disk. */
  readonly fetchBytes?: FetchBytes;
  /** Where WebGPU comes from; by default the browser. */
  readonly gpu?: RequestGpuOptions;
  /** The device, where others use it too; by default one of its own. */
  readonly session?: DeviceSession;
  /** Where the fastest kernels are remembered; by default in the browser's storage. */
  readonly tuningStore?: TuningStore;
  /** Called after each epoch of each run; training goes on when what it returns has resolved. */
  readonly onEpochEnd?: EpochEndCallback;
}

type ServiceOptions = TrainerServiceOptions & Required<Pick<TrainerServiceOptions, 'baseUrl' | 'tuningStore'>>;

/** The trainer behind the page's worker and the commands: one device, one run at a time. */
export function createTrainerService(options: TrainerServiceOptions = {}): TrainerService {
  return new Service({
    ...options,
    baseUrl: options.baseUrl ?? new URL('./', defaultBaseUrl()).href,
    tuningStore: options.tuningStore ?? createBrowserTuningStore(),
  });
}

/** A bundled worker lies in a folder of its own below the page's. */
function defaultBaseUrl(): string {
  return import.meta.env.DEV ? globalThis.location.origin : new URL('../', globalThis.location.href).href;
}

class Service implements TrainerService {
  readonly #options: ServiceOptions;
  readonly #session: DeviceSession;
  #control: RunControl | undefined;
  #loaded: { readonly name: string; readonly splits: DatasetSplits } | undefined;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#session = options.session ?? createDeviceSession(options.gpu);
  }

  async describeAdapter() {
    return (await this.#session.connect()).gpu.adapter;
  }

  async resolveOptions(raw: Parameters<TrainerService['resolveOptions']>[0]) {
    return parseTrainOptions(raw, await this.describeAdapter());
  }

  async pause() {
    this.#control?.pause();
  }

  async resume() {
    this.#control?.resume();
  }

  async stop() {
    this.#control?.stop();
    // A device that answers no more must not hold up what wants to end.
    this.#session.current?.gpu.health.hurry();
  }

  async train(
    options: TrainOptions,
    onEvent: (event: TrainingEvent) => void,
    keep?: KeepCheckpoint,
    keepingOptions: KeepingOptions = {},
  ): Promise<RunFile> {
    requireConsistent(options);
    return this.#session.occupy('run', async () => {
      const control = new RunControl();
      this.#control = control;
      try {
        return await survivingLosses(
          { session: this.#session, control, emit: onEvent, keep, keepingOptions },
          (keeping, partLimit) => this.#run(options, control, onEvent, keeping, partLimit),
        );
      } finally {
        this.#control = undefined;
        this.#session.current?.gpu.health.relax();
      }
    });
  }

  async proveTraining() {
    return this.#session.occupy('run', async () => {
      const bridge = await this.#session.connect();
      try {
        return await proveTraining(bridge, this.#options.tuningStore);
      } catch (error) {
        throw (await bridge.gpu.health.explain(error)) ?? error;
      }
    });
  }

  async #run(
    options: TrainOptions,
    control: RunControl,
    emit: (event: TrainingEvent) => void,
    keeping: RunKeeping,
    partLimit: PartLimit,
  ): Promise<RunFile> {
    const startedAt = new Date();
    const startedAtMs = performance.now();
    const { tuningStore, onEpochEnd } = this.#options;
    return performRun({
      bridge: await this.#session.connect(),
      splits: await this.#loadSplits(options, emit),
      options,
      control,
      emit,
      keeping,
      partLimit,
      tuningStore,
      ...(onEpochEnd === undefined ? {} : { onEpochEnd }),
      startedAt,
      startedAtMs,
    });
  }

  async #loadSplits(options: TrainOptions, emit: (event: TrainingEvent) => void): Promise<DatasetSplits> {
    if (this.#loaded?.name !== options.dataset) {
      const { baseUrl, fetchBytes } = this.#options;
      const dataset = await loadDataset({
        name: options.dataset,
        baseUrl,
        ...(fetchBytes === undefined ? {} : { fetchBytes }),
        onProgress: ({ filesLoaded, fileCount }) => {
          emit({ type: 'phaseChanged', phase: 'loading-data', done: filesLoaded, total: fileCount });
        },
      });
      this.#loaded = { name: options.dataset, splits: splitDataset(dataset) };
    }
    const { splits } = this.#loaded as { splits: DatasetSplits };
    return limitTraining(splits, options, options.dataset);
  }
}
