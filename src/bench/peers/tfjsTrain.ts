import * as tf from '@tensorflow/tfjs';
import { CLASSES, FEATURES, LAYERS } from '../../run/network';
import type { TfjsBridge } from '../../tfjs/bridge';
import { installKernels } from '../../tfjs/installKernels';
import { createInitialWeights } from '../../training/population/initialWeights';
import { LEARNING_RATE } from '../work/adamData';
import { BATCH_ROWS } from '../work/catalog';
import { CHECKED_STEPS, checkTraining } from '../work/checkTraining';
import type { Competitor } from '../work/competitor';
import { TRAIN_BATCHES, type TrainedModel } from '../work/trainData';

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
    finish: async () => {
      bridge.flush();
      await bridge.gpu.device.queue.onSubmittedWorkDone();
    },
  });
}

/** How a backend is made the one that computes, and its work awaited. */
export interface FitBackend {
  /** @returns the undo. */
  enter(): Promise<() => unknown>;
  finish(): Promise<void>;
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
  const { model, x, y } = await within(async () => createModel(trained));
  const firstLosses: number[] = [];
  let steps = 0;

  /** Trains on batches `first` … `first + count − 1`. @returns their mean loss. */
  const trainOn = async (first: number, count: number): Promise<number> => {
    const [rows, labels] = tf.tidy(() => [
      tf.keep(x.slice([first * BATCH_ROWS, 0], [count * BATCH_ROWS, FEATURES])),
      tf.keep(y.slice([first * BATCH_ROWS, 0], [count * BATCH_ROWS, CLASSES])),
    ]) as [tf.Tensor, tf.Tensor];
    const { history } = await model.fit(rows, labels, {
      batchSize: BATCH_ROWS,
      epochs: 1,
      shuffle: false,
      yieldEvery: 'never',
      verbose: 0,
    });
    tf.dispose([rows, labels]);
    return Number(history.loss?.[0]);
  };
  const trainOne = async () => {
    const loss = await trainOn(steps++ % TRAIN_BATCHES, 1);
    if (firstLosses.length < CHECKED_STEPS) {
      firstLosses.push(loss);
    }
    return loss;
  };

  return {
    run: (runs) =>
      within(async () => {
        let left = runs;
        while (left > 0) {
          if (steps < CHECKED_STEPS) {
            await trainOne();
            left--;
            continue;
          }
          const first = steps % TRAIN_BATCHES;
          const count = Math.min(left, TRAIN_BATCHES - first);
          await trainOn(first, count);
          steps += count;
          left -= count;
        }
        await backend.finish();
      }),
    poison: () =>
      within(async () => {
        while (steps < CHECKED_STEPS) {
          await trainOne();
        }
      }),
    verify: () =>
      within(async () => {
        steps = 0;
        const lastLoss = await trainOne();
        return checkTraining([{ ...trained, convention: 'tfjs', firstLosses, lastLoss }]);
      }),
    dispose: () => {
      model.dispose();
      tf.dispose([x, y]);
    },
  };
}

function createModel({ member, batches }: TrainedModel) {
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
  const rows = batches.length * BATCH_ROWS;
  const x = new Float32Array(rows * FEATURES);
  const labels = new Int32Array(rows);
  batches.forEach((batch, index) => {
    x.set(batch.x, index * batch.x.length);
    labels.set(batch.labels, index * BATCH_ROWS);
  });
  return {
    model,
    x: tf.tensor2d(x, [rows, FEATURES]),
    y: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES).toFloat()) as tf.Tensor2D,
  };
}
