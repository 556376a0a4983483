import type { Normalization } from '../../data/normalization';
import { createStorage, createStorageFrom } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import { launch } from '../../gpu/kernel';
import { createRecorder } from '../../gpu/recorder';
import { StepRing } from '../../gpu/stepRing';
import { BATCH_RECORD_BYTES, encodeBatchRecord } from '../../kernels/batchRecord';
import { normalizationAffine } from '../../kernels/normalization/affine';
import {
  type GatherNormalizePlan,
  gatherNormalizeBytes,
  planGatherNormalize,
} from '../../kernels/normalization/gatherNormalize';
import { FEATURES } from '../../run/network';
import type { DeviceDataset } from './deviceDataset';

const ROWS = 128;
/** Long enough that starting and waiting do not count. */
const MIN_SAMPLE_MS = 60;
const SAMPLES = 3;

/**
 * Gigabytes (10⁹) a second that gathering and normalizing moves, one figure a normalization: a byte read and four
 * written for each pixel, wall clock, median of 3 samples of at least 60 ms, taken in turn.
 */
export async function measureNormalize(
  gpu: Gpu,
  dataset: DeviceDataset,
  normalizations: readonly Normalization[],
): Promise<Map<Normalization, number>> {
  const plan = planThroughput(dataset);
  const { rows } = plan.shape;
  await gpu.pipelines.prepare(plan.program);
  const ring = new StepRing(gpu, 'weft.batch.measure', BATCH_RECORD_BYTES, (_, record) =>
    encodeBatchRecord(record, { firstExample: 0, rowCount: rows }),
  );
  const recorder = createRecorder(gpu);
  const order = createStorageFrom(
    gpu,
    'weft.order.measure',
    Uint32Array.from({ length: dataset.train.count }, (_, i) => i),
  );
  const seedOfMember = createStorage(gpu, 'weft.seedOfMember.measure', 4);
  const x = createStorage(gpu, 'weft.x.measure', rows * FEATURES * 4);
  const y = createStorage(gpu, 'weft.y.measure', rows * 4);
  const affines = normalizations.map((name) =>
    createStorageFrom(gpu, `weft.affine.${name}`, normalizationAffine(name, dataset.statistics)),
  );
  const batch = ring.at(0, () => recorder.flush());
  const { images, labels } = dataset.train;

  const timeMs = async (affine: GPUBuffer, dispatches: number): Promise<number> => {
    for (let i = 0; i < dispatches; i++) {
      launch(recorder, plan, { images, labels, order, seedOfMember, affine, x, y, batch });
    }
    const startedAtMs = performance.now();
    recorder.flush();
    await gpu.health.settle();
    return performance.now() - startedAtMs;
  };

  try {
    let dispatches = 1;
    while ((await timeMs(affines[0] as GPUBuffer, dispatches)) < MIN_SAMPLE_MS) {
      dispatches *= 2;
    }
    const samples = affines.map((): number[] => []);
    for (let sample = 0; sample < SAMPLES; sample++) {
      for (const [index, affine] of affines.entries()) {
        samples[index]?.push(await timeMs(affine, dispatches));
      }
    }
    const bytes = gatherNormalizeBytes(plan.shape) * dispatches;
    return new Map(normalizations.map((name, index) => [name, bytes / 1e6 / median(samples[index] ?? [])]));
  } finally {
    ring.dispose();
    for (const buffer of [order, seedOfMember, x, y, ...affines]) {
      buffer.destroy();
    }
  }
}

/** What is measured, for its test before the run. */
export function planThroughput({ train: { count } }: Pick<DeviceDataset, 'train'>): GatherNormalizePlan {
  return planGatherNormalize({ members: 1, rows: Math.min(ROWS, count), features: FEATURES, orderLength: count });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
