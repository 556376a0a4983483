import type { DatasetSplits, Split } from '../../data/dataset';
import { createStorage, createStorageFrom, readBuffer } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import { launch } from '../../gpu/kernel';
import { createRecorder } from '../../gpu/recorder';
import {
  type ImageStatistics,
  type NormalizeStatisticsPlan,
  normalizeStatisticsReference,
  planNormalizeStatistics,
  STATISTICS_WORDS,
  sumStatistics,
} from '../../kernels/normalization/normalizeStatistics';
import { requireRightProgram } from '../../kernels/selfTest/kernelTests';
import type { SelfTestStore } from '../../kernels/selfTest/rightPrograms';
import { wrongKernel } from '../../kernels/selfTest/selfTestErrors';
import { FEATURES } from '../../run/network';

/** One split on the GPU, as bytes. */
export interface DeviceSplit {
  readonly count: number;
  /** [count, FEATURES] u8 */
  readonly images: GPUBuffer;
  /** [count] u8 */
  readonly labels: GPUBuffer;
}

export interface DeviceDataset {
  readonly train: DeviceSplit;
  readonly validation: DeviceSplit;
  readonly test: DeviceSplit;
  /** Absent where no training examples are held out. */
  readonly heldOut?: DeviceSplit;
  /** Of the training split alone. */
  readonly statistics: ImageStatistics;
  readonly allocatedBytes: number;
  dispose(): void;
}

/**
 * Uploads the splits once, as bytes, and takes the statistics of the training split on the GPU.
 * @param selfTests where it is remembered that the statistics' program passed its self-test.
 * @throws WeftError `wrong-result` where statistics are not what some of the images say.
 */
export async function createDeviceDataset(
  gpu: Gpu,
  splits: DatasetSplits,
  selfTests?: SelfTestStore,
): Promise<DeviceDataset> {
  const upload = (name: string, { images, labels, count }: Split): DeviceSplit => ({
    count,
    images: createStorageFrom(gpu, `weft.dataset.${name}.images`, images),
    labels: createStorageFrom(gpu, `weft.dataset.${name}.labels`, labels),
  });
  const train = upload('train', splits.train);
  const validation = upload('validation', splits.validation);
  const test = upload('test', splits.test);
  const heldOut = splits.heldOut === undefined ? {} : { heldOut: upload('heldOut', splits.heldOut) };
  const present = { train, validation, test, ...heldOut };
  const buffers = Object.values(present).flatMap(({ images, labels }) => [images, labels]);
  const dispose = () => {
    for (const buffer of buffers) {
      buffer.destroy();
    }
  };
  try {
    return {
      ...present,
      statistics: await readStatistics(gpu, train, splits.train, selfTests),
      allocatedBytes: buffers.reduce((bytes, { size }) => bytes + size, 0),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function readStatistics(
  gpu: Gpu,
  { count, images }: DeviceSplit,
  split: Split,
  store: SelfTestStore | undefined,
): Promise<ImageStatistics> {
  const plan = planNormalizeStatistics({ examples: count, features: FEATURES });
  await requireRightProgram(gpu, plan, { store });
  const statistics = createStorage(gpu, 'weft.normalizeStatistics.out', plan.outputBytes);
  const recorder = createRecorder(gpu);
  launch(recorder, plan, { images, statistics });
  recorder.flush();
  try {
    const chunks = new Uint32Array(await readBuffer(gpu, statistics));
    gpu.health.throwIfFailed();
    if (!areChunksRight(plan, chunks, split)) {
      throw wrongKernel(gpu, plan.program, { isTraining: false });
    }
    return sumStatistics(plan, chunks);
  } finally {
    statistics.destroy();
  }
}

/** Whether the last chunk of images, and a random one, were summed up as they are: the self-test has others. */
function areChunksRight(plan: NormalizeStatisticsPlan, chunks: Uint32Array, { images, count }: Split): boolean {
  return [plan.chunks - 1, Math.floor(Math.random() * plan.chunks)].every((chunk) => {
    const first = chunk * plan.chunkExamples;
    const examples = Math.min(plan.chunkExamples, count - first);
    const own = images.subarray(first * FEATURES, (first + examples) * FEATURES);
    const { perPixel } = normalizeStatisticsReference({ examples, features: FEATURES }, own);
    const words = perPixel.flatMap(({ sum, sumOfSquares, min, max }) => [sum, sumOfSquares, min, max]);
    const at = chunk * FEATURES * STATISTICS_WORDS;
    return words.every((word, index) => chunks[at + index] === word);
  });
}
