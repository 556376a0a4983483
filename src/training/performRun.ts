import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { DatasetSplits } from '../data/dataset';
import type { AdapterInfo } from '../gpu/adapter';
import { isTunable } from '../kernels/matmul/choice';
import type { TunedVariants, TuneOptions, TuningStore } from '../kernels/matmul/tuner';
import { matmulTraits, matmulVariantSchema } from '../kernels/matmul/variants';
import type { EpochEndCallback } from '../run/callbacks/epochEnd';
import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { badCheckpoint } from '../run/checkpoint/checkpointFile';
import type { TrainingEvent } from '../run/events';
import type { Member } from '../run/members';
import { expandMembers } from '../run/members';
import type { TrainOptions } from '../run/options';
import type { RunFile } from '../run/runFile';
import type { TfjsBridge } from '../tfjs/bridge';
import { buildRunFile, type RunFacts } from './buildRunFile';
import { createKeeper, digestSplits, type RunKeeping, requireSameRun } from './keeping';
import type { TrainLoopOptions } from './loop/loopContract';
import { Pace, paceFor } from './loop/pace';
import type { RunControl } from './loop/runControl';
import { RunProgress } from './loop/runProgress';
import type { Trainee } from './loop/trainee';
import { trainLoop } from './loop/trainLoop';
import { createDeviceDataset, type DeviceDataset } from './population/deviceDataset';
import { measureNormalize } from './population/normalizeThroughput';
import { createPopulation } from './population/parts';
import { StockPopulation } from './population/stock';
import { readCheckpoint } from './readCheckpoint';

export interface RunOptions {
  readonly bridge: TfjsBridge;
  readonly splits: DatasetSplits;
  readonly options: TrainOptions;
  readonly control: RunControl;
  readonly emit: (event: TrainingEvent) => void;
  readonly tuningStore: TuningStore;
  readonly onEpochEnd?: EpochEndCallback;
  /** Where the run is kept while it goes, and from where it goes on; by default nowhere. */
  readonly keeping?: RunKeeping | undefined;
  /** When the run was asked for, before its data were loaded: on the clock on the wall, and on that of `performance`. */
  readonly startedAt: Date;
  readonly startedAtMs: number;
}

/** The most that choosing kernels may take before the first run of a population's shape on an adapter. */
const TUNING_BUDGET_MS = 10_000;

/**
 * One run, from data in memory to its run file; nothing of it is left on the GPU.
 * @throws WeftError `bad-checkpoint`, before the run starts, where it cannot go on from the one given.
 */
export async function performRun(run: RunOptions): Promise<RunFile> {
  const { bridge, splits, options, control, emit, keeping } = run;
  const members = expandMembers(options);
  const kept = keeping?.resumeFrom;
  const resumeFrom = kept && (await readCheckpoint(kept.file, kept.name)).checkpoint;
  const identity = {
    commit: __WEFT_COMMIT__,
    adapter: describeOwn(bridge.gpu.adapter),
    config: options,
    dataset: await digestSplits(splits),
  };
  if (kept && resumeFrom) {
    requireSameRun(resumeFrom, identity, kept.name);
  }
  const dataset = await createDeviceDataset(bridge.gpu, splits);
  let trainee: Trainee | undefined;
  try {
    trainee = createTrainee(run, dataset, members);
    emit({ type: 'runStarted', options, members, stepsPerEpoch: trainee.stepsPerEpoch });
    await prepare(trainee, run, resumeFrom && kept && readVariants(resumeFrom.variants, kept.name));
    if (kept && resumeFrom) {
      trainee.restoreState?.(resumeFrom.trainee, kept.name);
      emit({ type: 'runContinued', epochsDone: resumeFrom.loop.epochsDone, stepsDone: resumeFrom.loop.stepsDone });
    }
    const startedAt = resumeFrom?.startedAt ?? run.startedAt.toISOString();
    const setupMs = performance.now() - run.startedAtMs + (resumeFrom?.setupMs ?? 0);

    const finish = trainee.finish.bind(trainee);
    const paceOptions = paceFor(bridge.gpu.adapter);
    const pace = new Pace(paceOptions, finish);
    const tensors = countTensors();
    const throughput = createThroughputMeter(run, dataset, resumeFrom?.normalizeGbPerSecond);
    const stepMs = () => [...(resumeFrom?.stepMs ?? []), ...pace.stepMs];
    const takeState = trainee.takeState?.bind(trainee);
    const keeper =
      keeping && takeState
        ? createKeeper({
            keeping,
            emit,
            takeCheckpoint: async (loop): Promise<Checkpoint> => ({
              ...identity,
              startedAt,
              loop,
              setupMs,
              stepMs: stepMs(),
              normalizeGbPerSecond: [...throughput.normalizeGbPerSecond],
              variants: Object.fromEntries(trainee?.variants ?? []),
              trainee: await takeState(),
            }),
          })
        : undefined;
    const result = await trainLoop({
      trainee,
      options,
      control,
      pace,
      createEvaluationPace: () => new Pace(paceOptions, finish),
      progress: new RunProgress(trainee, options.epochs, emit),
      emit,
      tellThroughput: async () => {
        await throughput.tell();
        const { bytes: gpuBytes, count: gpuBuffers } = bridge.gpu.liveBuffers;
        emit({ type: 'memoryMeasured', gpuBytes, gpuBuffers, tensors: tf.memory().numTensors });
      },
      ...(run.onEpochEnd === undefined ? {} : { onEpochEnd: run.onEpochEnd }),
      resumeFrom: resumeFrom?.loop,
      isOver: resumeFrom !== undefined && keeping?.isOver === true,
      keeper,
    });
    return buildRunFile({
      startedAt: new Date(startedAt),
      adapter: identity.adapter,
      options,
      members,
      result,
      commit: identity.commit,
      dataset: identity.dataset,
      carriedOut: { splits, partCount: trainee.partCount },
      stepsPerEpoch: trainee.stepsPerEpoch,
      stepMs: stepMs(),
      normalizeGbPerSecond: throughput.normalizeGbPerSecond,
      memory: { allocatedBytes: trainee.allocatedBytes(), ...tensors.counts },
      setupMs,
    });
  } finally {
    try {
      trainee?.dispose();
    } finally {
      dataset.dispose();
    }
  }
}

function createTrainee(
  { bridge, splits, options: { kernels, batchSize } }: RunOptions,
  dataset: DeviceDataset,
  members: readonly Member[],
): Trainee {
  switch (kernels) {
    case 'weft':
      return createPopulation(bridge, dataset, { members, batchSize });
    case 'stock':
      return new StockPopulation(bridge, splits, dataset.statistics, { members, batchSize });
    default:
      return kernels satisfies never;
  }
}

async function prepare(
  trainee: Trainee,
  { bridge, tuningStore, options, emit }: RunOptions,
  variants: TunedVariants | undefined,
): Promise<void> {
  const telling = (task: 'choosing' | 'compiling') => (done: number, total: number) =>
    emit({ type: 'phaseChanged', phase: 'compiling', task, done, total });
  const tuning: TuneOptions = {
    store: tuningStore,
    budgetMs: TUNING_BUDGET_MS,
    onProgress: telling('choosing'),
  };
  await trainee.prepare({
    diagnoses: options.diagnostics === 'on',
    selfTests: tuningStore,
    onDropped: (program) => emit({ type: 'kernelDropped', program }),
    onCompiled: telling('compiling'),
    variants,
    ...(isTunable(matmulTraits(bridge.gpu)) ? { tuning } : {}),
  });
}

/** @throws WeftError `bad-checkpoint` where one of them is none that this commit knows. */
function readVariants(variants: Checkpoint['variants'], file: string): TunedVariants {
  return new Map(
    Object.entries(variants).map(([shape, variant]) => {
      const { success, output } = v.safeParse(matmulVariantSchema, variant);
      if (!success) {
        throw badCheckpoint(file, `field variants, ${shape}`, `there is no variant ${JSON.stringify(variant)}`);
      }
      return [shape, output];
    }),
  );
}

/** An adapter as a run file has it. */
function describeOwn(adapter: AdapterInfo): Checkpoint['adapter'] {
  return { ...adapter, features: [...adapter.features] };
}

/** Counts tfjs's tensors before the first epoch and after the last: they must not become more. */
function countTensors() {
  const tensorsBefore = tf.memory().numTensors;
  return {
    get counts(): Pick<RunFile['memory'], 'tensorsBefore' | 'tensorsAfter'> {
      return { tensorsBefore, tensorsAfter: tf.memory().numTensors };
    },
  };
}

/** Tells the speed of each normalization's kernel, measured once, after the first epoch. */
function createThroughputMeter(
  { bridge, options: { normalizations }, emit }: RunOptions,
  dataset: DeviceDataset,
  before: Checkpoint['normalizeGbPerSecond'] = [],
) {
  let measured: RunFacts['normalizeGbPerSecond'] | undefined = before.length > 0 ? new Map(before) : undefined;
  const tell: TrainLoopOptions['tellThroughput'] = async () => {
    if (measured !== undefined) {
      return;
    }
    // After an epoch, when nobody waits for the first step.
    const rates = await measureNormalize(bridge.gpu, dataset, normalizations);
    measured = rates;
    const perNormalization = normalizations.map((normalization) => ({
      normalization,
      normalizeGbPerSecond: rates.get(normalization) ?? 0,
    }));
    emit({ type: 'throughputMeasured', perNormalization });
  };
  return {
    tell,
    /** Empty until the end of the first epoch. */
    get normalizeGbPerSecond(): RunFacts['normalizeGbPerSecond'] {
      return measured ?? new Map();
    },
  };
}
