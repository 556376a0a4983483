import type { DatasetSplits, Split } from '../../data/dataset';
import { createRandomStream } from '../../data/randomStream';
import { isTunable } from '../../kernels/matmul/choice';
import type { TuningStore } from '../../kernels/matmul/tuner';
import { matmulTraits } from '../../kernels/matmul/variants';
import type { SelfTestStore } from '../../kernels/selfTest/rightPrograms';
import { CLASSES, FEATURES } from '../../run/network';
import type { TrainingProof } from '../../run/trainingProof';
import type { TfjsBridge } from '../../tfjs/bridge';
import { requireCounted } from '../loop/requireCounted';
import { createDeviceDataset } from '../population/deviceDataset';
import { Population } from '../population/population';
import { trainReference } from './referenceTraining';

/** The notebook's: kernels tested and tuned here are those of its runs. */
const BATCH_SIZE = 128;
const STEPS = 3;
const SEED = 1;
const LEARNING_RATE = 0.001;
const TUNING_BUDGET_MS = 10_000;

/**
 * Trains the notebook's network for a few steps on a batch of made-up images, as a run does it, and does the same in
 * float64. Nothing of it is left on the GPU.
 * @throws WeftError as a run does: `wrong-result`, `device-lost`, `gpu-error`, `out-of-memory` and the like.
 */
export async function proveTraining(bridge: TfjsBridge, store: TuningStore): Promise<TrainingProof> {
  const startedAtMs = performance.now();
  const splits = makeSplits();
  const { counted, selfTests } = counting(store);
  const dataset = await createDeviceDataset(bridge.gpu, splits, counted);
  const member = {
    index: 0,
    normalization: 'scale',
    seed: SEED,
    learningRate: LEARNING_RATE,
    reduceLrOnPlateau: false,
    earlyStopping: false,
  } as const;
  const trainee = new Population(bridge, dataset, { members: [member], batchSize: BATCH_SIZE });
  const dropped: string[] = [];
  try {
    await trainee.prepare({
      selfTests: counted,
      onDropped: (program) => dropped.push(program),
      ...(isTunable(matmulTraits(bridge.gpu)) ? { tuning: { store, budgetMs: TUNING_BUDGET_MS } } : {}),
    });
    const preparedAtMs = performance.now();
    const losses: (number | null)[] = [];
    for (let step = 0; step < STEPS; step++) {
      // An epoch is one step, on the same examples in another order.
      trainee.beginEpoch(step + 1);
      const totals = await trainee.trainStepAndRead(0);
      requireCounted(trainee.members, totals, [true], BATCH_SIZE, 'train');
      const loss = totals[0]?.loss ?? Number.NaN;
      losses.push(Number.isFinite(loss) ? loss : null);
    }
    await trainee.finish();
    return {
      batchSize: BATCH_SIZE,
      losses,
      reference: trainReference(splits.train, { seed: SEED, learningRate: LEARNING_RATE, steps: STEPS }),
      selfTests,
      dropped,
      tuned: trainee.variants.size,
      prepareMs: preparedAtMs - startedAtMs,
      stepsMs: performance.now() - preparedAtMs,
    };
  } finally {
    trainee.dispose();
    dataset.dispose();
  }
}

/** Noise, with bands by class that can be learned. */
function makeSplits(): DatasetSplits {
  const random = createRandomStream(SEED, 1);
  const labels = Uint8Array.from({ length: BATCH_SIZE }, (_, example) => example % CLASSES);
  const images = Uint8Array.from({ length: BATCH_SIZE * FEATURES }, (_, i) => {
    const band = Math.floor(((i % FEATURES) * CLASSES) / FEATURES);
    const label = labels[Math.floor(i / FEATURES)];
    return ((random.next() >>> 0) % 128) + (band === label ? 127 : 0);
  });
  const train = { images, labels, count: BATCH_SIZE };
  // Nothing is evaluated, but there must be something.
  const one: Split = { images: images.slice(0, FEATURES), labels: labels.slice(0, 1), count: 1 };
  return { train, validation: one, test: one };
}

/** Tells how many self-tests were remembered, and how many were done anew and passed. */
function counting(store: TuningStore): {
  readonly counted: SelfTestStore;
  readonly selfTests: TrainingProof['selfTests'];
} {
  const selfTests = { done: 0, remembered: 0 };
  return {
    selfTests,
    counted: {
      read: async (key) => {
        const value = await store.read(key);
        selfTests.remembered += value === undefined ? 0 : 1;
        return value;
      },
      write: async (key, value) => {
        selfTests.done++;
        await store.write(key, value);
      },
    },
  };
}
