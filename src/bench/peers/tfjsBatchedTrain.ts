import * as tf from '@tensorflow/tfjs';
import { CLASSES, FEATURES, LAYERS } from '../../run/network';
import type { TfjsBridge } from '../../tfjs/bridge';
import { createInitialWeights } from '../../training/population/initialWeights';
import { concatenate } from '../../training/population/weights';
import { LEARNING_RATE } from '../work/adamData';
import { CHECKED_STEPS, checkTraining } from '../work/checkTraining';
import type { Competitor } from '../work/competitor';
import { batchRowsOf, TRAIN_BATCHES, type TrainedModel } from '../work/trainData';
import { oneHotRows } from './oneHotRows';

let graphsMade = 0;

/**
 * All models in one graph of stock tfjs: every layer one `tf.matMul` batched over the members, one Adam over variables
 * [members, …]. What a user of tfjs can do to train several networks at once.
 * @param checkedMembers of which the losses are compared with float64
 */
export function openBatchedTrain(
  bridge: TfjsBridge,
  models: readonly TrainedModel[],
  checkedMembers: number,
): Competitor {
  const members = models.length;
  const rows = batchRowsOf(models[0] as TrainedModel);
  const batches = Array.from({ length: TRAIN_BATCHES }, (_, batch) => ({
    x: tf.tensor3d(concatenate(models.map(({ batches: own }) => own[batch]?.x ?? new Float32Array())), [
      members,
      rows,
      FEATURES,
    ]),
    y: tf.tensor3d(concatenate(models.map(({ batches: own }) => oneHotRows(own[batch]?.labels ?? []))), [
      members,
      rows,
      CLASSES,
    ]),
  }));
  let state = createState(models);
  let nextBatch = 0;

  /** [members]: each one's mean loss of a batch. */
  const lossesOf = (batch: number): tf.Tensor => {
    const { x, y } = batches[batch] as (typeof batches)[number];
    let hidden: tf.Tensor = x;
    state.layers.forEach(({ kernel, bias }, index) => {
      const z = tf.matMul(hidden, kernel).add(bias);
      hidden = index < LAYERS.length - 1 ? tf.relu(z) : z;
    });
    const ofRows = tf.losses.softmaxCrossEntropy(y, hidden, undefined, undefined, tf.Reduction.NONE);
    return ofRows.mean(1);
  };
  const train = (batch: number) => {
    // The members have no variable in common: the gradients of the sum are those of each one's own loss.
    state.optimizer.minimize(() => lossesOf(batch).sum());
  };
  const readLosses = async (batch: number): Promise<readonly number[]> => {
    const losses = tf.tidy(() => lossesOf(batch));
    const values = Array.from(await losses.data());
    losses.dispose();
    return values;
  };
  const firstLosses: (readonly number[])[] = [];
  return {
    run: async (runs) => {
      for (let run = 0; run < runs; run++) {
        train(nextBatch);
        nextBatch = (nextBatch + 1) % TRAIN_BATCHES;
      }
      bridge.flush();
    },
    poison: async () => {
      state.dispose();
      state = createState(models);
      nextBatch = 0;
      for (let step = 0; step < CHECKED_STEPS; step++) {
        firstLosses.push(await readLosses(step));
        train(step);
      }
    },
    verify: async () => {
      const lastLosses = await readLosses(0);
      return checkTraining(
        models.slice(0, checkedMembers).map((model, index) => ({
          ...model,
          convention: 'tfjs',
          firstLosses: firstLosses.map((losses) => losses[index] ?? Number.NaN),
          lastLoss: lastLosses[index] ?? Number.NaN,
        })),
      );
    },
    dispose: () => {
      state.dispose();
      tf.dispose(batches.flatMap(({ x, y }) => [x, y]));
      bridge.flush();
    },
  };
}

/** Kernels [members, inputs, units] and biases [members, 1, units] as the members begin, and an Adam of their own. */
function createState(models: readonly TrainedModel[]) {
  const prefix = `batched${graphsMade++}`;
  const initial = models.map(({ member }) => createInitialWeights(member.seed));
  const layers = LAYERS.map(({ inputs, units }, index) => {
    const variable = (name: 'kernel' | 'bias', shape: [number, number, number]) => {
      const values = concatenate(initial.map((of) => of[index]?.[name] ?? new Float32Array()));
      return tf.tidy(() => tf.variable(tf.tensor3d(values, shape), true, `${prefix}/${index}/${name}`));
    };
    return {
      kernel: variable('kernel', [models.length, inputs, units]),
      bias: variable('bias', [models.length, 1, units]),
    };
  });
  const optimizer = tf.train.adam(LEARNING_RATE);
  return {
    layers,
    optimizer,
    dispose: () => {
      optimizer.dispose();
      tf.dispose(layers.flatMap(({ kernel, bias }) => [kernel, bias]));
    },
  };
}
