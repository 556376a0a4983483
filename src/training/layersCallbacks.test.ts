import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import type { EpochEndContext } from '../run/callbacks/epochEnd';
import { refusalOf } from '../testing/refusal';
import { EarlyStopping, EpochEnd, ReduceLROnPlateau } from './layersCallbacks';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

interface TrainingOptions {
  readonly optimizer?: tf.Optimizer;
  readonly epochs: number;
  readonly weight?: number;
  readonly target?: number;
  readonly validationTarget?: number;
  readonly metrics?: string[];
  readonly callbacks: (tf.Callback | tf.CustomCallback)[];
}

/** Fits w·1 to the target, one step an epoch, and validates it, against 0 by default: the validation loss is w² then. */
async function train({ weight = 0, target = 10, validationTarget = 0, ...options }: TrainingOptions) {
  const { optimizer = tf.train.adam(0.1), epochs } = options;
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, useBias: false, inputShape: [1] })] });
  model.compile({ optimizer, loss: 'meanSquaredError', ...(options.metrics && { metrics: options.metrics }) });
  const [one, goal, validationGoal, start] = [1, target, validationTarget, weight].map((value) =>
    tf.tensor2d([[value]]),
  );
  model.setWeights([start as tf.Tensor]);
  const weights: number[] = [];
  const watch = new tf.CustomCallback({ onEpochEnd: () => void weights.push(readWeight(model)) });
  try {
    const validationData = [one, validationGoal] as [tf.Tensor, tf.Tensor];
    const callbacks = [...options.callbacks, watch];
    const history = await model.fit(one as tf.Tensor, goal as tf.Tensor, {
      epochs,
      validationData,
      callbacks,
      verbose: 0,
    });
    return { model, history: history.history, weights, weight: readWeight(model) };
  } finally {
    tf.dispose([one, goal, validationGoal, start] as tf.Tensor[]);
  }
}

function readWeight(model: tf.LayersModel): number {
  return tf.tidy(() => (model.getWeights()[0] as tf.Tensor).dataSync()[0] as number);
}

/** A loss whose name holds "acc". */
const FALLING_LOSS = { monitor: 'val_acceleration_loss', patience: 1 } as const;

/** Eight epochs, in which the losses of two outputs fall. */
async function trainOutputs(callback: tf.Callback) {
  const input = tf.input({ shape: [1] });
  const outputs = ['acceleration', 'speed'].map(
    (name) => tf.layers.dense({ units: 1, name, kernelInitializer: 'zeros' }).apply(input) as tf.SymbolicTensor,
  );
  const model = tf.model({ inputs: input, outputs });
  const optimizer = tf.train.adam(0.05);
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const one = tf.tensor2d([[1]]);
  const { history } = await model.fit(one, [one, one], {
    ...{ epochs: 8, validationData: [one, [one, one]], callbacks: [callback], verbose: 0 },
  });
  return { optimizer, history };
}

describe('ReduceLROnPlateau', () => {
  it('frees SGD from a rate at which it only jumps to and fro', async () => {
    // With the rate 1 the step is −2w: w = −1, 1; without improvement the rate becomes 0.5 and the step −w: w = 0.
    const callbacks = [new ReduceLROnPlateau({ factor: 0.5, patience: 1 })];
    const { weights } = await train({ optimizer: tf.train.sgd(1), epochs: 3, weight: 1, target: 0, callbacks });
    expect(weights).toEqual([-1, 1, 0]);
  });

  it.each([
    ['sgd', () => tf.train.sgd(0.1)],
    ['momentum', () => tf.train.momentum(0.1, 0.5)],
    ['adagrad', () => tf.train.adagrad(0.1)],
    ['adadelta', () => tf.train.adadelta(0.1)],
    ['adam', () => tf.train.adam(0.1)],
    ['adamax', () => tf.train.adamax(0.1)],
    ['rmsprop', () => tf.train.rmsprop(0.1)],
  ])('sets the learning rate of tf.train.%s, in its steps and its configuration', async (_, create) => {
    const optimizer = create();
    const callbacks = [new ReduceLROnPlateau({ factor: 1e-6, patience: 1, cooldown: 9 })];
    const { weights } = await train({ optimizer, epochs: 3, callbacks });
    const [first, second, third] = weights as [number, number, number];
    expect(second).toBeGreaterThan(first);
    expect(Math.abs(third - second)).toBeLessThan(1e-4 * Math.abs(second - first));
    expect(optimizer.getConfig().learningRate).toBeCloseTo(1e-7, 12);
  });

  it('starts anew with each training', async () => {
    const callback = new ReduceLROnPlateau({ factor: 0.5, patience: 2 });
    const optimizer = tf.train.adam(0.1);
    await train({ optimizer, epochs: 2, callbacks: [callback] });
    await train({ optimizer: tf.train.adam(0.1), epochs: 2, callbacks: [callback] });
    expect(optimizer.getConfig().learningRate).toBe(0.1);
  });

  it('finds accuracy under the name that tfjs gives it', async () => {
    const optimizer = tf.train.adam(0.1);
    const callbacks = [new ReduceLROnPlateau({ monitor: 'val_accuracy', factor: 0.5, patience: 1 })];
    await train({ optimizer, epochs: 2, target: 0, metrics: ['accuracy'], callbacks });
    expect(optimizer.getConfig().learningRate).toBe(0.05);
  });

  it('goes on while a loss falls, whatever else is in its name', async () => {
    const { optimizer, history } = await trainOutputs(new ReduceLROnPlateau({ ...FALLING_LOSS, factor: 0.5 }));
    expect(history.val_acceleration_loss).toHaveLength(8);
    expect(optimizer.getConfig().learningRate).toBe(0.05);
  });

  it('refuses a monitor that the training does not log', async () => {
    const training = train({ epochs: 1, callbacks: [new ReduceLROnPlateau({ monitor: 'val_accuracy' })] });
    await expect(training).rejects.toThrow(WeftError);
    await expect(training).rejects.toThrow(
      'Option monitor of ReduceLROnPlateau is "val_accuracy"; it must be one of what this training logs: val_loss, loss.',
    );
  });

  it('refuses bad options at once, and a direction that it cannot know', () => {
    expect(refusalOf('bad-option', () => new ReduceLROnPlateau({ factor: 2 }))).toMatch(/^Option factor .* is 2;/);
    expect(refusalOf('bad-option', () => new ReduceLROnPlateau({ monitor: 'mse' }))).toBe(
      'Option mode of ReduceLROnPlateau is "auto"; it must be min or max for the monitor "mse", which is neither a loss nor an accuracy by its name.',
    );
    expect(() => new ReduceLROnPlateau({ monitor: 'mse', mode: 'min' })).not.toThrow();
  });
});

describe('EarlyStopping', () => {
  it('stops, and restores the weights of the best epoch', async () => {
    const callbacks = [new EarlyStopping({ patience: 2, restoreBestWeights: true })];
    const { history, weights, weight } = await train({ epochs: 9, callbacks });
    expect(history.val_loss).toHaveLength(3);
    expect(weight).toBe(weights[0]);
    expect(weight).not.toBe(weights[2]);
  });

  it('restores them also when training ends by itself', async () => {
    const callbacks = [new EarlyStopping({ patience: 9, startFromEpoch: 1, restoreBestWeights: true })];
    const { history, weights, weight } = await train({ epochs: 4, callbacks });
    expect(history.val_loss).toHaveLength(4);
    expect(weight).toBe(weights[1]);
  });

  it('keeps the last weights unless asked', async () => {
    const { weights, weight } = await train({ epochs: 9, callbacks: [new EarlyStopping({ patience: 2 })] });
    expect(weights).toHaveLength(3);
    expect(weight).toBe(weights[2]);
  });

  it.each([
    ['adam', () => tf.train.adam(0.1)],
    ['sgd', () => tf.train.sgd(0.005)],
    ['momentum', () => tf.train.momentum(0.005, 0)],
  ])('restores 0.2 of the weights 0.1, 0.2, 0.3 and 0.4 that tf.train.%s goes through', async (_, create) => {
    const callbacks = [new EarlyStopping({ patience: 9, restoreBestWeights: true })];
    const { weights, weight } = await train({ optimizer: create(), epochs: 4, validationTarget: 0.2, callbacks });
    expect(weights.map((value) => value.toFixed(1))).toEqual(['0.1', '0.2', '0.3', '0.4']);
    expect(weight).toBe(weights[1]);
  });

  it('goes on while a loss falls, whatever else is in its name', async () => {
    const { history } = await trainOutputs(new EarlyStopping(FALLING_LOSS));
    expect(history.val_acceleration_loss).toHaveLength(8);
  });

  it('leaves no tensor behind of a training that another callback ends by throwing', async () => {
    const failing = new tf.CustomCallback({ onEpochEnd: () => Promise.reject(new Error('for the test')) });
    const callback = new EarlyStopping({ restoreBestWeights: true });
    const leaks: number[] = [];
    for (let fit = 0; fit < 3; fit++) {
      const model = tf.sequential({
        layers: [tf.layers.dense({ units: 2, inputShape: [1] }), tf.layers.dense({ units: 1 })],
      });
      model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
      const one = tf.tensor2d([[1]]);
      const before = tf.memory();
      const options = { epochs: 2, validationData: [one, one] as [tf.Tensor, tf.Tensor], verbose: 0 };
      await expect(model.fit(one, one, { ...options, callbacks: [callback, failing] })).rejects.toThrow('for the test');
      const after = tf.memory();
      leaks.push(after.numTensors - before.numTensors, after.numBytes - before.numBytes);
    }
    expect(leaks).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('leaves no tensor behind, even of a training that fails', async () => {
    const callback = new EarlyStopping({ patience: 2, restoreBestWeights: true });
    const failing = new tf.CustomCallback({ onEpochEnd: () => Promise.reject(new Error('for the test')) });
    await expect(train({ epochs: 2, callbacks: [callback, failing] })).rejects.toThrow('for the test');
    const { model } = await train({ epochs: 1, callbacks: [callback] });
    model.dispose();
    const tensorsBefore = tf.memory().numTensors;
    const fitted = await train({ epochs: 9, callbacks: [callback] });
    fitted.model.dispose();
    fitted.model.optimizer.dispose();
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });
});

describe('EpochEnd', () => {
  it('tells the figures of each epoch, and waits for what it calls', async () => {
    const contexts: EpochEndContext[] = [];
    const callback = new EpochEnd(async (context) => {
      await Promise.resolve();
      contexts.push(context);
    });
    const halve = new ReduceLROnPlateau({ factor: 0.5, patience: 1 });
    const { history } = await train({ epochs: 3, metrics: ['accuracy'], callbacks: [halve, callback] });
    expect(contexts).toEqual(
      [1, 2, 3].map((epoch) => ({
        epoch,
        members: [],
        records: [
          {
            epoch,
            trainLoss: history.loss?.[epoch - 1],
            trainAccuracy: history.acc?.[epoch - 1],
            valLoss: history.val_loss?.[epoch - 1],
            valAccuracy: history.val_acc?.[epoch - 1],
            // Of the epoch itself: it is halved at the end of the second.
            learningRate: epoch < 3 ? 0.1 : 0.05,
          },
        ],
      })),
    );
  });
});
