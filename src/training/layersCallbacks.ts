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
 * The monitor is any quantity that `fit` logs; `accuracy` is also found as `acc`, as tfjs calls it. The optimizer is
 * any of tfjs's with a learning rate, or `WeftAdam`, each of whose rates is reduced by the rule for itself.
 */
export class ReduceLROnPlateau extends tf.Callback {
  readonly #options: ReduceLrOnPlateauOptions<string>;
  /** One for each rate of the optimizer. */
  #rules: PlateauRule[] = [];

  /** @throws WeftError `bad-option`, naming the option, its value and what is allowed. */
  constructor(options: ReduceLrOnPlateauOptions<string> = {}) {
    super();
    this.#options = options;
    createPlateauRule(options);
  }

  override async onTrainBegin(): Promise<void> {
    this.#rules = [];
  }

  override async onEpochEnd(_epoch: number, logs: Logs = {}): Promise<void> {
    const value = await readLog('ReduceLROnPlateau', logs, this.#options.monitor ?? DEFAULT_MONITOR);
    const { optimizer } = this.model;
    const rates = requireLearningRates(optimizer);
    const nextRates = rates.map((rate, index) => {
      this.#rules[index] ??= createPlateauRule(this.#options);
      return this.#rules[index](value, rate);
    });
    if (nextRates.some((rate, index) => rate !== rates[index])) {
      setLearningRates(optimizer, nextRates);
    }
  }
}

/** The values of a weight, and what else makes a tensor of them. */
interface KeptWeight {
  readonly values: Uint8Array | Int32Array | Float32Array;
  readonly shape: number[];
  readonly dtype: tf.DataType;
}

/**
 * Keras's EarlyStopping for `model.fit`. Unlike `tf.callbacks.earlyStopping` it has `startFromEpoch` and
 * `restoreBestWeights`. The best weights are read back to the CPU: a clone would share the buffer that an optimizer
 * like `WeftAdam` goes on writing to, and tensors would stay behind where a `fit` throws, since tfjs tells callbacks
 * nothing of that.
 */
export class EarlyStopping extends tf.Callback {
  readonly #options: EarlyStoppingOptions<string>;
  #decide: StoppingRule;
  #bestWeights: readonly KeptWeight[] = [];

  /** @throws WeftError `bad-option`, naming the option, its value and what is allowed. */
  constructor(options: EarlyStoppingOptions<string> = {}) {
    super();
    this.#options = options;
    this.#decide = createStoppingRule(options);
  }

  override async onTrainBegin(): Promise<void> {
    this.#decide = createStoppingRule(this.#options);
    // A training that threw never reached its end.
    this.#bestWeights = [];
  }

  override async onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    const value = await readLog('EarlyStopping', logs, this.#options.monitor ?? DEFAULT_MONITOR);
    const { action, isBest } = this.#decide(value, epoch + 1);
    if (isBest && this.#options.restoreBestWeights) {
      this.#bestWeights = await Promise.all(this.model.getWeights().map(copyWeight));
    }
    if (action === 'stop') {
      this.model.stopTraining = true;
    }
  }

  override async onTrainEnd(): Promise<void> {
    if (this.#bestWeights.length > 0) {
      tf.tidy(() => {
        this.model.setWeights(this.#bestWeights.map(({ values, shape, dtype }) => tf.tensor(values, shape, dtype)));
      });
    }
    this.#bestWeights = [];
  }
}

async function copyWeight(weight: tf.Tensor): Promise<KeptWeight> {
  const { shape, dtype } = weight;
  // A slice: what tfjs gives may be the array that it keeps the values in itself.
  return { values: (await weight.data()).slice(), shape, dtype };
}

/**
 * Calls a function on the end of each epoch of `model.fit`. Figures that `fit` does not log are NaN, and so is the
 * learning rate of an optimizer whose members have different ones.
 */
export class EpochEnd extends tf.Callback {
  readonly #callback: EpochEndCallback;
  #learningRate = Number.NaN;

  constructor(callback: EpochEndCallback) {
    super();
    this.#callback = callback;
  }

  /** Other callbacks may change the rate on the end of the epoch. */
  override async onEpochBegin(): Promise<void> {
    const [rate = Number.NaN, ...others] = findLearningRates(this.model.optimizer);
    this.#learningRate = others.every((other) => other === rate) ? rate : Number.NaN;
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

/** What optimizers tell of their rates: tfjs's have one, protected, and read it at each step; WeftAdam has many. */
interface RatedOptimizer {
  learningRate?: unknown;
  /** Those that also keep −rate as a tensor, SGD and Momentum, have this. */
  setLearningRate?: (learningRate: number) => void;
  learningRates?: readonly number[];
  setLearningRates?: (learningRates: readonly number[]) => void;
}

/** None where the optimizer tells of none. */
function findLearningRates(optimizer: tf.Optimizer): readonly number[] {
  const { learningRate, learningRates } = optimizer as RatedOptimizer;
  return learningRates ?? (typeof learningRate === 'number' ? [learningRate] : []);
}

function requireLearningRates(optimizer: tf.Optimizer): readonly number[] {
  const learningRates = findLearningRates(optimizer);
  if (learningRates.length === 0) {
    throw new WeftError(
      'incompatible-tfjs',
      `ReduceLROnPlateau needs an optimizer with a learning rate, such as tf.train.adam; ${optimizer.getClassName()} has none.`,
    );
  }
  return learningRates;
}

function setLearningRates(optimizer: tf.Optimizer, learningRates: readonly number[]): void {
  const rated = optimizer as RatedOptimizer;
  const [learningRate = Number.NaN] = learningRates;
  if (rated.setLearningRates !== undefined) {
    rated.setLearningRates(learningRates);
  } else if (rated.setLearningRate !== undefined) {
    rated.setLearningRate(learningRate);
  } else {
    rated.learningRate = learningRate;
  }
}
