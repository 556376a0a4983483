import * as tf from '@tensorflow/tfjs';
import { type DatasetSplits, type FetchBytes, loadDataset, splitDataset } from '../data/dataset';
import { WeftError } from '../errors';
import type { RequestGpuOptions } from '../gpu/device';
import type { TuneOptions, TuningStore } from '../kernels/matmulTuner';
import type { Normalization } from '../kernels/normalization';
import type { TfjsBridge } from '../tfjs/bridge';
import { createDeviceDataset, type DeviceDataset } from './deviceDataset';
import { createDeviceSession, type DeviceSession } from './deviceSession';
import type { Member, TrainerService, TrainingEvent } from './events';
import { expandMembers } from './members';
import { measureNormalize } from './normalizeThroughput';
import { parseTrainOptions, type TrainOptions } from './options';
import { Pace, paceFor } from './pace';
import { Population } from './population';
import type { RunReport } from './report';
import { RunControl } from './runControl';
import { RunProgress } from './runProgress';
import { buildRunReport, imagesPerSecondOf } from './runReport';
import { StockPopulation } from './stockPopulation';
import type { Trainee } from './trainee';
import { trainLoop } from './trainLoop';
import { createBrowserTuningStore } from './tuningStore';

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
}

type ServiceOptions = TrainerServiceOptions & Required<Pick<TrainerServiceOptions, 'baseUrl' | 'tuningStore'>>;

/** The most that choosing kernels may take before the first run of a population's shape on an adapter. */
const TUNING_BUDGET_MS = 10_000;

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
  }

  async train(options: TrainOptions, onEvent: (event: TrainingEvent) => void): Promise<RunReport> {
    return this.#session.occupy('run', async () => {
      const control = new RunControl();
      this.#control = control;
      try {
        return await this.#run(options, control, onEvent);
      } finally {
        this.#control = undefined;
      }
    });
  }

  async #run(options: TrainOptions, control: RunControl, emit: (event: TrainingEvent) => void): Promise<RunReport> {
    const startedAt = new Date();
    const setupStartedAtMs = performance.now();
    const bridge = await this.#session.connect();
    const splits = await this.#loadSplits(options, emit);
    const members = expandMembers(options);
    const dataset = await createDeviceDataset(bridge.gpu, splits);
    let trainee: Trainee | undefined;
    try {
      trainee = createTrainee(bridge, dataset, splits, options, members);
      emit({ type: 'runStarted', options, members, stepsPerEpoch: trainee.stepsPerEpoch });
      await trainee.prepare({
        onCompiled: (done, total) => {
          emit({ type: 'phaseChanged', phase: 'compiling', message: `Compiling kernels (${done} of ${total})` });
        },
        // On a software adapter timing takes longer than it can bring: the shipped choice was measured on one.
        ...(bridge.gpu.adapter.isFallback ? {} : { tuning: this.#tuning(emit) }),
      });
      let normalizeGbPerSecond: ReadonlyMap<Normalization, number> | undefined;
      const setupMs = performance.now() - setupStartedAtMs;

      const tensorCounts: number[] = [];
      const paceOptions = paceFor(bridge.gpu.adapter);
      const finish = trainee.finish.bind(trainee);
      const pace = new Pace(paceOptions, finish);
      const result = await trainLoop({
        trainee,
        epochs: options.epochs,
        batchSize: options.batchSize,
        trainExamples: options.trainExamples,
        control,
        pace,
        createEvaluationPace: () => new Pace(paceOptions, finish),
        progress: new RunProgress(trainee, options.epochs, emit),
        emit: (event) => {
          if (event.type === 'epochEnded') {
            tensorCounts.push(tf.memory().numTensors);
          }
          emit(event);
        },
        tellThroughput: async (trained) => {
          // After an epoch, when nobody waits for the first step.
          const rates = normalizeGbPerSecond ?? (await measureNormalize(bridge.gpu, dataset, options.normalizations));
          normalizeGbPerSecond = rates;
          const imagesPerSecond = imagesPerSecondOf(trained, members);
          const perNormalization = options.normalizations.map((normalization) => ({
            normalization,
            imagesPerSecond: imagesPerSecond.of(normalization),
            normalizeGbPerSecond: rates.get(normalization) ?? 0,
          }));
          emit({ type: 'throughputMeasured', perNormalization });
        },
      });
      return buildRunReport({
        startedAt,
        adapter: bridge.gpu.adapter,
        options,
        members,
        result,
        stepMs: pace.stepMs,
        normalizeGbPerSecond: normalizeGbPerSecond ?? new Map(),
        memory: {
          allocatedBytes: trainee.allocatedBytes(),
          tensorsBefore: tensorCounts[0] ?? tf.memory().numTensors,
          tensorsAfter: tensorCounts.at(-1) ?? tf.memory().numTensors,
        },
        setupMs,
      });
    } finally {
      trainee?.dispose();
      dataset.dispose();
    }
  }

  #tuning(emit: (event: TrainingEvent) => void): TuneOptions {
    return {
      store: this.#options.tuningStore,
      budgetMs: TUNING_BUDGET_MS,
      onProgress: (done, total) => {
        emit({
          type: 'phaseChanged',
          phase: 'compiling',
          message: `Choosing the fastest kernels (${done} of ${total})`,
        });
      },
    };
  }

  async #loadSplits(options: TrainOptions, emit: (event: TrainingEvent) => void): Promise<DatasetSplits> {
    if (this.#loaded?.name !== options.dataset) {
      const { baseUrl, fetchBytes } = this.#options;
      const dataset = await loadDataset({
        name: options.dataset,
        baseUrl,
        ...(fetchBytes === undefined ? {} : { fetchBytes }),
        onProgress: ({ filesLoaded, fileCount }) => {
          emit({
            type: 'phaseChanged',
            phase: 'loading-data',
            message: `Loading data (${filesLoaded} of ${fileCount} files)`,
          });
        },
      });
      this.#loaded = { name: options.dataset, splits: splitDataset(dataset) };
    }
    const { splits } = this.#loaded as { splits: DatasetSplits };
    return { ...splits, train: takeExamples(splits.train, options) };
  }
}

function takeExamples(train: DatasetSplits['train'], { trainExamples, dataset }: TrainOptions): DatasetSplits['train'] {
  if (trainExamples > train.count) {
    throw new WeftError(
      'bad-option',
      `Option train-examples is ${trainExamples}; dataset ${dataset} has ${train.count} examples to train on.`,
    );
  }
  const pixels = train.images.length / train.count;
  return {
    images: train.images.subarray(0, trainExamples * pixels),
    labels: train.labels.subarray(0, trainExamples),
    count: trainExamples,
  };
}

function createTrainee(
  bridge: TfjsBridge,
  dataset: DeviceDataset,
  splits: DatasetSplits,
  { kernels, batchSize }: TrainOptions,
  members: readonly Member[],
): Trainee {
  switch (kernels) {
    case 'weft':
      return new Population(bridge, dataset, { members, batchSize });
    case 'stock':
      return new StockPopulation(bridge, splits, dataset.statistics, { members, batchSize });
    default:
      return kernels satisfies never;
  }
}
