import * as tf from '@tensorflow/tfjs';
import { CLASSES, FEATURES, LAYERS } from '../../run/network';
import type { TfjsBridge } from '../../tfjs/bridge';
import { installKernels } from '../../tfjs/installKernels';
import { createInitialWeights } from '../../training/population/initialWeights';
import { LEARNING_RATE } from '../work/adamData';
import { CHECKED_STEPS, checkTraining } from '../work/checkTraining';
import type { Competitor } from '../work/competitor';
import { batchRowsOf, type NormalizedBatch, TRAIN_BATCHES, type TrainedModel } from '../work/trainData';
import { oneHotRows } from './oneHotRows';

/**
 * `model.fit` of a plain `tf.sequential` on stock kernels, or with Weft's installed while it runs: whole batches, no
 * shuffling, no yielding to the page, the loss read once a call.
 */
export async function openFit(
  bridge: TfjsBridge,
  trained: TrainedModel,
  { hasWeftKernels = false } = {},
): Promise<Competitor> {
  return openFitOnBackend(trained, {
    enter: async () => (hasWeftKernels ? installKernels() : () => undefined),
    flush: () => bridge.flush(),
  });
}

/** How a backend is made the one that computes. */
export interface FitBackend {
  /** @returns the undo. */
  enter(): Promise<() => unknown>;
  /** Hands what was recorded to the device. */
  flush(): void;
  /** Where the harness's device is not the one that computes. */
  readonly wait?: () => Promise<void>;
}

export async function openFitOnBackend(trained: TrainedModel, backend: FitBackend): Promise<Competitor> {
  const within = async <T>(work: () => Promise<T>): Promise<T> => {
    const leave = await backend.enter();
    try {
      return await work();
    } finally {
      await leave();
    }
  };
  const batchSize = batchRowsOf(trained);
  const { x, y } = await within(async () => createTensors(joinBatches(trained.batches)));
  let model = await within(async () => createModel(trained));
  let nextBatch = 0;
  const windows = new Map<string, readonly [tf.Tensor, tf.Tensor]>();

  /** Batches `first` … `first + count − 1`, cut out once. */
  const windowOf = (first: number, count: number) => {
    const key = `${first},${count}`;
    const [begin, rows] = [first * batchSize, count * batchSize];
    const window =
      windows.get(key) ?? ([x.slice([begin, 0], [rows, FEATURES]), y.slice([begin, 0], [rows, CLASSES])] as const);
    windows.set(key, window);
    return window;
  };
  /** @returns the mean loss of the batches. */
  const trainOn = async (first: number, count: number): Promise<number> => {
    const [rows, labels] = windowOf(first, count);
    const { history } = await model.fit(rows, labels, {
      batchSize,
      epochs: 1,
      shuffle: false,
      yieldEvery: 'never',
      verbose: 0,
    });
    return Number(history.loss?.[0]);
  };
  const firstLosses: number[] = [];

  return {
    run: (runs) =>
      within(async () => {
        for (let left = runs; left > 0; ) {
          const count = Math.min(left, TRAIN_BATCHES - nextBatch);
          await trainOn(nextBatch, count);
          nextBatch = (nextBatch + count) % TRAIN_BATCHES;
          left -= count;
        }
        backend.flush();
      }),
    ...(backend.wait === undefined ? {} : { wait: backend.wait }),
    poison: () =>
      within(async () => {
        disposeModel(model);
        model = createModel(trained);
        nextBatch = 0;
        for (let step = 0; step < CHECKED_STEPS; step++) {
          firstLosses.push(await trainOn(step, 1));
        }
      }),
    verify: () =>
      within(async () => {
        const lastLoss = await trainOn(0, 1);
        return checkTraining([{ ...trained, convention: 'tfjs', firstLosses, lastLoss }]);
      }),
    dispose: () => {
      disposeModel(model);
      tf.dispose([x, y, ...[...windows.values()].flat()]);
    },
  };
}

/** With the optimizer's moments. */
function disposeModel(model: tf.Sequential): void {
  model.optimizer.dispose();
  model.dispose();
}

export function createModel({ member }: Pick<TrainedModel, 'member'>): tf.Sequential {
  const layers = createInitialWeights(member.seed);
  const model = tf.sequential({
    layers: LAYERS.map(({ inputs, units }, index) =>
      tf.layers.dense({ units, inputShape: [inputs], activation: index < LAYERS.length - 1 ? 'relu' : 'softmax' }),
    ),
  });
  tf.tidy(() => {
    model.setWeights(
      layers.flatMap(({ kernel, bias }, index) => {
        const { inputs, units } = LAYERS[index] as (typeof LAYERS)[number];
        return [tf.tensor2d(kernel, [inputs, units]), tf.tensor1d(bias)];
      }),
    );
  });
  model.compile({ optimizer: tf.train.adam(LEARNING_RATE), loss: 'categoricalCrossentropy' });
  return model;
}

/** Batches one after the other. */
function joinBatches(batches: readonly NormalizedBatch[]): NormalizedBatch {
  const rows = batches.reduce((sum, { labels }) => sum + labels.length, 0);
  const x = new Float32Array(rows * FEATURES);
  const labels = new Int32Array(rows);
  let row = 0;
  for (const batch of batches) {
    x.set(batch.x, row * FEATURES);
    labels.set(batch.labels, row);
    row += batch.labels.length;
  }
  return { x, labels };
}

/** @returns x [rows, FEATURES] and y [rows, CLASSES], one-hot, float32. */
export function createTensors({ x, labels }: NormalizedBatch): { readonly x: tf.Tensor2D; readonly y: tf.Tensor2D } {
  return {
    x: tf.tensor2d(x, [labels.length, FEATURES]),
    y: tf.tensor2d(oneHotRows(labels), [labels.length, CLASSES]),
  };
}
