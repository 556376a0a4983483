import * as tf from '@tensorflow/tfjs';
import { WeftError } from '../errors';
import { createStoppingRule, type EarlyStoppingOptions, type StoppingRule } from '../run/callbacks/earlyStopping';
import type { EpochEndCallback } from '../run/callbacks/epochEnd';
import { createPlateauRule, type PlateauRule, type ReduceLrOnPlateauOptions } from '../run/callbacks/reduceLrOnPlateau';

/** Numbers, or scalars not read back yet: tfjs passes either. */
type Logs = Readonly<Record<string, number | tf.Scalar>>;

const DEFAULT_MONITOR = 'val_loss';

/**
 * Keras's ReduceLROnPlateau for `model.fit`, which tfjs lacks: `callbacks: [new ReduceLROnPlateau({ patience: 2 })]`.
 * The monitor is any quantity that `fit` logs; `accuracy` is also found as `acc`, as tfjs calls it.
 */
export class ReduceLROnPlateau extends tf.Callback {
  readonly #options: ReduceLrOnPlateauOptions<string>;
  #nextRate: PlateauRule;

  /** @throws WeftError `bad-option`, naming the option, its value and what is allowed. */
  constructor(options: ReduceLrOnPlateauOptions<string> = {}) {
    super();
    this.#options = options;
    this.#nextRate = createPlateauRule(options);
  }

  override async onTrainBegin(): Promise<void> {
    this.#nextRate = createPlateauRule(this.#options);
  }

  override async onEpochEnd(_epoch: number, logs: Logs = {}): Promise<void> {
    const value = await readLog('ReduceLROnPlateau', logs, this.#options.monitor ?? DEFAULT_MONITOR);
    const { optimizer } = this.model;
    const rate = readLearningRate(optimizer);
    const nextRate = this.#nextRate(value, rate);
    if (nextRate !== rate) {
      setLearningRate(optimizer, nextRate);
    }
  }
}

/**
 * Keras's EarlyStopping for `model.fit`. Unlike `tf.callbacks.earlyStopping` it has `startFromEpoch` and
 * `restoreBestWeights`. The best weights are kept as tensors until training ends; no copy is made of them.
 */
export class EarlyStopping extends tf.Callback {
  readonly #options: EarlyStoppingOptions<string>;
  #decide: StoppingRule;
  #bestWeights: tf.Tensor[] = [];

  /** @throws WeftError `bad-option`, naming the option, its value and what is allowed. */
  constructor(options: EarlyStoppingOptions<string> = {}) {
    super();
    this.#options = options;
    this.#decide = createStoppingRule(options);
  }

  override async onTrainBegin(): Promise<void> {
    this.#decide = createStoppingRule(this.#options);
    // A training that threw never reached its end.
    this.#keepWeights([]);
  }

  override async onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    const value = await readLog('EarlyStopping', logs, this.#options.monitor ?? DEFAULT_MONITOR);
    const { action, isBest } = this.#decide(value, epoch + 1);
    if (isBest && this.#options.restoreBestWeights) {
      this.#keepWeights(this.model.getWeights());
    }
    if (action === 'stop') {
      this.model.stopTraining = true;
    }
  }

  override async onTrainEnd(): Promise<void> {
    if (this.#bestWeights.length > 0) {
      this.model.setWeights(this.#bestWeights);
    }
    this.#keepWeights([]);
  }

  #keepWeights(weights: readonly tf.Tensor[]): void {
    tf.dispose(this.#bestWeights);
    this.#bestWeights = weights.map((tensor) => tf.keep(tensor.clone()));
  }
}

/** Calls a function on the end of each epoch of `model.fit`. Figures that `fit` does not log are NaN. */
export class EpochEnd extends tf.Callback {
  readonly #callback: EpochEndCallback;
  #learningRate = Number.NaN;

  constructor(callback: EpochEndCallback) {
    super();
    this.#callback = callback;
  }

  /** Other callbacks may change the rate on the end of the epoch. */
  override async onEpochBegin(): Promise<void> {
    this.#learningRate = findLearningRate(this.model.optimizer) ?? Number.NaN;
  }

  override async onEpochEnd(epochIndex: number, logs: Logs = {}): Promise<void> {
    const read = async (monitor: string) => (await findLog(logs, monitor)) ?? Number.NaN;
    const epoch = epochIndex + 1;
    const record = {
      epoch,
      trainLoss: await read('loss'),
      trainAccuracy: await read('accuracy'),
      valLoss: await read('val_loss'),
      valAccuracy: await read('val_accuracy'),
      learningRate: this.#learningRate,
    };
    await this.#callback({ epoch, members: [], records: [record] });
  }
}

async function findLog(logs: Logs, monitor: string): Promise<number | undefined> {
  const value = logs[monitor] ?? logs[monitor.replace(/accuracy$/, 'acc')];
  return value === undefined || typeof value === 'number' ? value : (await value.data())[0];
}

async function readLog(callback: string, logs: Logs, monitor: string): Promise<number> {
  const value = await findLog(logs, monitor);
  if (value === undefined) {
    throw new WeftError(
      'bad-option',
      `Option monitor of ${callback} is "${monitor}"; it must be one of what this training logs: ${Object.keys(logs).join(', ')}.`,
      { option: 'monitor' },
    );
  }
  return value;
}

/** tfjs's optimizers all have it, protected, and read it at each step. */
interface RatedOptimizer {
  learningRate?: unknown;
  /** Those that also keep −rate as a tensor, SGD and Momentum, have this. */
  setLearningRate?: (learningRate: number) => void;
}

function findLearningRate(optimizer: tf.Optimizer): number | undefined {
  const { learningRate } = optimizer as RatedOptimizer;
  return typeof learningRate === 'number' ? learningRate : undefined;
}

function readLearningRate(optimizer: tf.Optimizer): number {
  const learningRate = findLearningRate(optimizer);
  if (learningRate === undefined) {
    throw new WeftError(
      'incompatible-tfjs',
      `ReduceLROnPlateau needs an optimizer with one learning rate, such as tf.train.adam; ${optimizer.getClassName()} has none.`,
    );
  }
  return learningRate;
}

function setLearningRate(optimizer: tf.Optimizer, learningRate: number): void {
  const rated = optimizer as RatedOptimizer;
  if (rated.setLearningRate !== undefined) {
    rated.setLearningRate(learningRate);
  } else {
    rated.learningRate = learningRate;
  }
}
