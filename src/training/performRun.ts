import * as tf from '@tensorflow/tfjs';
import type { AdapterInfo } from '../gpu/adapter';
import { requireRightProgram } from '../kernels/selfTest/kernelTests';
import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { expandMembers } from '../run/members';
import { examplesPerEpoch } from '../run/options';
import type { RunFile } from '../run/runFile';
import { buildRunFile, type RunFacts } from './buildRunFile';
import { createKeeper, digestSplits, requireSameRun } from './keeping';
import type { TrainLoopOptions } from './loop/loopContract';
import { findRoom } from './parts/findRoom';
import { memorySizesOf } from './parts/planParts';
import { type MembersState, trainParts } from './parts/trainParts';
import { createDeviceDataset, type DeviceDataset } from './population/deviceDataset';
import { measureNormalize, planThroughput } from './population/normalizeThroughput';
import { readCheckpoint } from './readCheckpoint';
import type { RunOptions } from './runOptions';
import { TraineeMaker } from './traineeMaker';

/**
 * One run, from data in memory to its run file; nothing of it is left on the GPU.
 * @throws WeftError `bad-checkpoint`, before the run starts, where it cannot go on from the one given; `limit-too-small` or
 *   `out-of-memory` where the GPU has no room for one member.
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
  const examples = { validation: splits.validation.count, test: splits.test.count };
  const sizes = memorySizesOf(options, bridge.gpu.adapter, examples);
  const wanted = Math.min(members.length, run.partLimit?.most ?? members.length);
  const mostMembers = await findRoom(bridge.gpu, sizes, wanted);
  const dataset = await createDeviceDataset(bridge.gpu, splits, run.tuningStore);
  try {
    await requireRightProgram(bridge.gpu, planThroughput(dataset), { store: run.tuningStore });
    const stepsPerEpoch = Math.ceil(examplesPerEpoch(options) / options.batchSize);
    emit({ type: 'runStarted', options, members, stepsPerEpoch });
    const startedAt = resumeFrom?.startedAt ?? run.startedAt.toISOString();
    const maker = new TraineeMaker(run, dataset, resumeFrom, kept?.name);
    const throughput = createThroughputMeter(run, dataset, resumeFrom?.normalizeGbPerSecond);
    const takeCheckpoint = (state: MembersState): Checkpoint => ({
      ...identity,
      ...maker.known,
      ...state,
      startedAt,
      examples,
      normalizeGbPerSecond: [...throughput.normalizeGbPerSecond],
    });
    const result = await trainParts({
      members,
      options,
      splits,
      control,
      emit,
      mostMembers,
      createTrainee: maker.create.bind(maker),
      onTrained: maker.countTensors.bind(maker),
      createPace: maker.createPace.bind(maker),
      createEvaluationPace: maker.createEvaluationPace.bind(maker),
      tellThroughput: async () => {
        await throughput.tell();
        const { bytes: gpuBytes, count: gpuBuffers } = bridge.gpu.liveBuffers;
        emit({ type: 'memoryMeasured', gpuBytes, gpuBuffers, tensors: tf.memory().numTensors });
      },
      ...(run.onEpochEnd === undefined ? {} : { onEpochEnd: run.onEpochEnd }),
      resumeFrom,
      resumeName: kept?.name,
      isOver: resumeFrom !== undefined && keeping?.isOver === true,
      // Stock tfjs does not give its optimizer's state back bit for bit.
      keeper: keeping && options.kernels === 'weft' ? createKeeper({ keeping, emit, takeCheckpoint }) : undefined,
    });
    const { setupMs, stepMs } = maker.known;
    // Also of what nothing was read from since: an error that nobody caught must not end as a finished run.
    await bridge.gpu.health.settle();
    return buildRunFile({
      startedAt: new Date(startedAt),
      adapter: identity.adapter,
      options,
      members,
      result,
      commit: identity.commit,
      dataset: identity.dataset,
      examples,
      stepsPerEpoch,
      stepMs,
      normalizeGbPerSecond: throughput.normalizeGbPerSecond,
      tensors: maker.tensors,
      setupMs,
    });
  } finally {
    dataset.dispose();
  }
}

/** An adapter as a run file has it. */
function describeOwn(adapter: AdapterInfo): Checkpoint['adapter'] {
  return { ...adapter, features: [...adapter.features] };
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
