import type { DatasetSplits, Split } from '../../data/dataset';
import { createStorage, createStorageFrom, readBuffer } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import { launch } from '../../gpu/kernel';
import { createRecorder } from '../../gpu/recorder';
import {
  type ImageStatistics,
  planNormalizeStatistics,
  sumStatistics,
} from '../../kernels/normalization/normalizeStatistics';
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

/** Uploads the splits once, as bytes, and takes the statistics of the training split on the GPU. */
export async function createDeviceDataset(gpu: Gpu, splits: DatasetSplits): Promise<DeviceDataset> {
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
  return {
    ...present,
    statistics: await readStatistics(gpu, train),
    allocatedBytes: buffers.reduce((bytes, { size }) => bytes + size, 0),
    dispose: () => {
      for (const buffer of buffers) {
        buffer.destroy();
      }
    },
  };
}

async function readStatistics(gpu: Gpu, { count, images }: DeviceSplit): Promise<ImageStatistics> {
  const plan = planNormalizeStatistics({ examples: count, features: FEATURES });
  await gpu.pipelines.prepare(plan.program);
  const statistics = createStorage(gpu, 'weft.normalizeStatistics.out', plan.outputBytes);
  const recorder = createRecorder(gpu);
  launch(recorder, plan, { images, statistics });
  recorder.flush();
  try {
    return sumStatistics(plan, new Uint32Array(await readBuffer(gpu, statistics)));
  } finally {
    statistics.destroy();
    gpu.health.throwIfFailed();
  }
}
