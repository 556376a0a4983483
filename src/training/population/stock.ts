import * as tf from '@tensorflow/tfjs';
import type { DatasetSplits, Split } from '../../data/dataset';
import { createExampleOrder } from '../../data/exampleOrder';
import type { GpuCounters } from '../../gpu/counters';
import { normalizationAffine } from '../../kernels/normalization/affine';
import type { ImageStatistics } from '../../kernels/normalization/normalizeStatistics';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { Member } from '../../run/members';
import { CLASSES, FEATURES, LAYERS } from '../../run/network';
import type { TfjsBridge } from '../../tfjs/bridge';
import type { EvaluationSplit, Predictions, Trainee } from '../loop/trainee';
import { createInitialWeights, type InitialLayer } from './initialWeights';

/** One member as plain tfjs has it: a layers model, tfjs's Adam, and a batch normalized on the CPU. */
interface StockMember {
  readonly member: Member;
  readonly model: tf.LayersModel;
  readonly optimizer: tf.Optimizer;
  readonly affine: Float32Array;
  isActive: boolean;
  /** Running totals on the GPU. */
  loss: tf.Scalar;
  hits: tf.Scalar;
  rows: number;
  /** Of each batch of the test split so far: classes and confidences. */
  predictions: (readonly [tf.Tensor1D, tf.Tensor1D])[];
  /** The weights that were kept last. */
  backup: tf.Tensor[] | undefined;
}

/** tfjs gives its Adam no way to change the rate, and reads it anew in every step. */
interface AdamRate {
  learningRate: number;
}

/**
 * The same members on stock tfjs, for comparison: in each step one after another, each a `tf.sequential` model with
 * tfjs's own kernels and Adam, from the same initial weights and batches.
 */
export class StockPopulation implements Trainee {
  readonly members: readonly Member[];
  readonly #bridge: TfjsBridge;
  readonly #splits: DatasetSplits;
  readonly #batchSize: number;
  readonly #stock: readonly StockMember[];
  readonly #orders = new Map<number, Uint32Array>();

  constructor(
    bridge: TfjsBridge,
    splits: DatasetSplits,
    statistics: ImageStatistics,
    options: { readonly members: readonly Member[]; readonly batchSize: number },
  ) {
    this.members = options.members;
    this.#bridge = bridge;
    this.#splits = splits;
    this.#batchSize = options.batchSize;
    this.#stock = options.members.map((member) => ({
      member,
      model: createModel(createInitialWeights(member.seed)),
      optimizer: tf.train.adam(member.learningRate),
      affine: normalizationAffine(member.normalization, statistics),
      isActive: true,
      loss: tf.scalar(0),
      hits: tf.scalar(0),
      rows: 0,
      predictions: [],
      backup: undefined,
    }));
  }

  get partCount(): number {
    return this.members.length;
  }

  get counters(): Readonly<GpuCounters> {
    return this.#bridge.gpu.counters;
  }

  get stepsPerEpoch(): number {
    return this.#stepsOver(this.#splits.train);
  }

  get batchesPerEvaluationStep(): number {
    return 1;
  }

  get stepsPerEvaluation(): Readonly<Record<EvaluationSplit, number>> {
    const { heldOut } = this.#splits;
    return {
      heldOut: heldOut === undefined ? 0 : this.#stepsOver(heldOut),
      validation: this.#stepsOver(this.#splits.validation),
      test: this.#stepsOver(this.#splits.test),
    };
  }

  get examplesPerEvaluation(): Readonly<Record<EvaluationSplit, number>> {
    const { heldOut, validation, test } = this.#splits;
    return { heldOut: heldOut?.count ?? 0, validation: validation.count, test: test.count };
  }

  /** tfjs compiles its pipelines when they are first used. */
  async prepare(): Promise<void> {}

  beginEpoch(epoch: number): void {
    this.continueEpoch(epoch);
    this.#clearTotals();
  }

  continueEpoch(epoch: number): void {
    for (const { seed } of this.members) {
      this.#orders.set(seed, createExampleOrder({ seed, epoch, exampleCount: this.#splits.train.count }));
    }
  }

  trainStep(step: number): void {
    const { train } = this.#splits;
    for (const stock of this.#active) {
      const order = this.#orders.get(stock.member.seed) as Uint32Array;
      tf.tidy(() => {
        const { x, y } = gather(train, stock.affine, this.#rowsOf(train, step), (row) => order[row] as number);
        stock.optimizer.minimize(() => this.#addToTotals(stock, logitsOf(stock, x, true), y));
      });
    }
    this.#bridge.flush();
  }

  async trainStepAndRead(step: number): Promise<LossTotals[]> {
    this.trainStep(step);
    return this.#readTotals();
  }

  async readTrainingTotals(): Promise<LossTotals[]> {
    return this.#readTotals();
  }

  beginEvaluation(split: EvaluationSplit): void {
    this.#clearTotals();
    if (split === 'test') {
      this.#clearPredictions();
    }
  }

  evaluationStep(split: EvaluationSplit, step: number): void {
    const examples = this.#splits[split];
    if (examples === undefined) {
      throw new Error(`The dataset has no split "${split}".`);
    }
    for (const stock of this.#active) {
      tf.tidy(() => {
        const { x, y } = gather(examples, stock.affine, this.#rowsOf(examples, step), (row) => row);
        const logits = logitsOf(stock, x, false);
        this.#addToTotals(stock, logits, y);
        if (split === 'test') {
          stock.predictions.push([tf.keep(logits.argMax(1)), tf.keep(logits.softmax().max(1))]);
        }
      });
    }
    this.#bridge.flush();
  }

  async readEvaluationTotals(): Promise<LossTotals[]> {
    return this.#readTotals();
  }

  async readPredictions(): Promise<Predictions[]> {
    return Promise.all(
      this.#stock.map(async ({ predictions }) => {
        const batches = await this.#bridge.gpu.health.answer(
          Promise.all(predictions.map(([classes, confidences]) => Promise.all([classes.data(), confidences.data()]))),
        );
        return {
          classes: Uint8Array.from(batches.flatMap(([classes]) => [...classes])),
          confidences: Float32Array.from(batches.flatMap(([, confidences]) => [...confidences])),
        };
      }),
    );
  }

  setActiveMembers(activeMembers: readonly boolean[]): void {
    this.#stock.forEach((stock, index) => {
      stock.isActive = activeMembers[index] ?? true;
    });
  }

  setLearningRates(learningRates: readonly number[]): void {
    this.#stock.forEach(({ optimizer }, index) => {
      (optimizer as unknown as AdamRate).learningRate = learningRates[index] as number;
    });
  }

  saveWeights(members: readonly boolean[]): void {
    for (const stock of this.#stock.filter((_, index) => members[index])) {
      tf.dispose(stock.backup);
      // tfjs puts new tensors in the place of a variable's values, so that a clone keeps the ones it was made of.
      stock.backup = stock.model.getWeights().map((weight) => weight.clone());
    }
  }

  restoreWeights(members: readonly boolean[]): void {
    for (const { member, model, backup } of this.#stock.filter((_, index) => members[index])) {
      if (backup === undefined) {
        throw new Error(`Member ${member.index} has no kept weights to restore.`);
      }
      model.setWeights(backup);
    }
  }

  /** Stock tfjs is here to be compared with, not to be looked into. */
  async diagnose(): Promise<undefined> {}

  async finish(): Promise<void> {
    await this.#bridge.gpu.health.settle();
  }

  allocatedBytes(): number {
    return this.#bridge.backend.memory().numBytesAllocatedInGPU;
  }

  dispose(): void {
    this.#clearPredictions();
    for (const { model, optimizer, loss, hits, backup } of this.#stock) {
      model.dispose();
      optimizer.dispose();
      tf.dispose([loss, hits, ...(backup ?? [])]);
    }
    this.#bridge.releaseIdleBuffers();
  }

  get #active(): readonly StockMember[] {
    return this.#stock.filter(({ isActive }) => isActive);
  }

  #stepsOver({ count }: Split): number {
    return Math.ceil(count / this.#batchSize);
  }

  #rowsOf({ count }: Split, step: number): { readonly first: number; readonly count: number } {
    const first = step * this.#batchSize;
    return { first, count: Math.min(this.#batchSize, count - first) };
  }

  /** Adds a batch's loss and hits to the member's totals. @returns the batch's mean loss. */
  #addToTotals(stock: StockMember, logits: tf.Tensor2D, y: tf.Tensor1D): tf.Scalar {
    const loss = tf.losses.softmaxCrossEntropy(tf.oneHot(y, CLASSES), logits) as tf.Scalar;
    const hits = logits.argMax(1).equal(y).sum();
    const rows = y.shape[0];
    const before = [stock.loss, stock.hits];
    stock.loss = tf.keep(stock.loss.add(loss.mul(rows)));
    stock.hits = tf.keep(stock.hits.add(hits));
    stock.rows += rows;
    tf.dispose(before);
    return loss;
  }

  #clearTotals(): void {
    for (const stock of this.#stock) {
      tf.dispose([stock.loss, stock.hits]);
      stock.loss = tf.scalar(0);
      stock.hits = tf.scalar(0);
      stock.rows = 0;
    }
  }

  #clearPredictions(): void {
    for (const stock of this.#stock) {
      tf.dispose(stock.predictions.flat());
      stock.predictions = [];
    }
  }

  async #readTotals(): Promise<LossTotals[]> {
    // Handles of their own: the next step puts other tensors in their place before these are read.
    const handles = this.#stock.map(({ loss, hits, rows }) => [loss.clone(), hits.clone(), rows] as const);
    return Promise.all(
      handles.map(async ([lossTotal, hitTotal, rows]) => {
        const [[loss = Number.NaN], [hits = Number.NaN]] = await this.#bridge.gpu.health.answer(
          Promise.all([lossTotal.data(), hitTotal.data()]),
        );
        tf.dispose([lossTotal, hitTotal]);
        return { loss: loss / rows, accuracy: hits / rows, rows };
      }),
    );
  }
}

function createModel(layers: readonly InitialLayer[]): tf.LayersModel {
  const model = tf.sequential({
    layers: LAYERS.map(({ inputs, units }, index) =>
      tf.layers.dense({ units, inputShape: [inputs], ...(index < LAYERS.length - 1 ? { activation: 'relu' } : {}) }),
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
  return model;
}

function logitsOf({ model }: StockMember, x: tf.Tensor2D, isTraining: boolean): tf.Tensor2D {
  return model.apply(x, { training: isTraining }) as tf.Tensor2D;
}

function gather(
  { images, labels }: Split,
  affine: Float32Array,
  rows: { readonly first: number; readonly count: number },
  exampleAt: (row: number) => number,
): { readonly x: tf.Tensor2D; readonly y: tf.Tensor1D } {
  const x = new Float32Array(rows.count * FEATURES);
  const y = new Int32Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    const example = exampleAt(rows.first + row);
    y[row] = labels[example] as number;
    for (let feature = 0; feature < FEATURES; feature++) {
      const pixel = images[example * FEATURES + feature] as number;
      x[row * FEATURES + feature] =
        Math.fround(pixel - (affine[feature * 2] as number)) * (affine[feature * 2 + 1] as number);
    }
  }
  return { x: tf.tensor2d(x, [rows.count, FEATURES]), y: tf.tensor1d(y, 'int32') };
}
