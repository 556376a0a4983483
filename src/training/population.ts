import * as tf from '@tensorflow/tfjs';
import { createExampleOrder } from '../data/exampleOrder';
import { createReadback, createStorage, createStorageFrom } from '../gpu/buffers';
import type { GpuCounters } from '../gpu/counters';
import { StepRing } from '../gpu/stepRing';
import { BATCH_RECORD_BYTES, encodeBatchRecord, type RecordLocation } from '../kernels/batchRecord';
import { type GatherNormalizePlan, planGatherNormalize } from '../kernels/gatherNormalize';
import { normalizationAffine } from '../kernels/normalizationAffine';
import { decodeTotals, type LossTotals, TOTALS_BYTES } from '../kernels/softmaxCrossEntropy';
import { WeftAdam, type WeftAdamOptions } from '../tfjs/adam';
import type { TfjsBridge } from '../tfjs/bridge';
import { type DenseWeights, populationMlp } from '../tfjs/denseOp';
import { populationGather } from '../tfjs/gatherOp';
import { populationLoss } from '../tfjs/lossOp';
import type { DeviceDataset, DeviceSplit } from './deviceDataset';
import type { Member } from './events';
import { createInitialWeights } from './initialWeights';
import { groupBySeed } from './members';
import { FEATURES, LAYERS } from './network';
import { StepWorks } from './stepWorks';
import type { EvaluationSplit, PrepareOptions, Trainee } from './trainee';

export interface PopulationOptions {
  readonly members: readonly Member[];
  readonly batchSize: number;
  /** See `WeftAdam`; `tfjs` is for comparing trajectories with stock tfjs. */
  readonly biasCorrection?: WeftAdamOptions['biasCorrection'];
}

/** Where one kind of pass takes its examples from and adds its losses to. */
interface Pass {
  readonly split: DeviceSplit;
  /** [seeds, examples] u32 for training, [1, examples] in order for evaluation. */
  readonly order: GPUBuffer;
  readonly seedOfMember: GPUBuffer;
  readonly totals: GPUBuffer;
  readonly ring: StepRing;
  readonly steps: number;
}

const PASSES = ['train', 'validation', 'test'] as const;
type PassName = (typeof PASSES)[number];

let populationsMade = 0;

/**
 * P networks of the notebook's shape, trained at once on Weft's kernels: every layer is one product batched over the
 * members, whatever their normalization, seed and learning rate.
 */
export class Population implements Trainee {
  readonly members: readonly Member[];
  readonly layers: readonly DenseWeights[];
  readonly optimizer: WeftAdam;
  readonly #bridge: TfjsBridge;
  readonly #dataset: DeviceDataset;
  readonly #batchSize: number;
  readonly #seeds: readonly number[];
  readonly #gatherPlan: GatherNormalizePlan;
  readonly #affine: GPUBuffer;
  readonly #passes: Readonly<Record<PassName, Pass>>;
  readonly #works: StepWorks<PassName>;
  readonly #buffers: GPUBuffer[] = [];

  constructor(bridge: TfjsBridge, dataset: DeviceDataset, options: PopulationOptions) {
    this.members = options.members;
    this.#bridge = bridge;
    this.#dataset = dataset;
    this.#batchSize = options.batchSize;
    const { seeds, seedOfMember } = groupBySeed(options.members);
    this.#seeds = seeds;
    this.#gatherPlan = planGatherNormalize({
      members: options.members.length,
      rows: options.batchSize,
      features: FEATURES,
      orderLength: dataset.train.count,
    });
    this.#affine = this.#own(
      createStorageFrom(
        bridge.gpu,
        'weft.population.affine',
        concatenate(options.members.map((member) => normalizationAffine(member.normalization, dataset.statistics))),
      ),
    );
    this.layers = createVariables(`weft${populationsMade++}`, options.members);
    this.optimizer = new WeftAdam(bridge, {
      learningRates: options.members.map(({ learningRate }) => learningRate),
      ...(options.biasCorrection === undefined ? {} : { biasCorrection: options.biasCorrection }),
    });
    const evaluationTotals = this.#own(createStorage(bridge.gpu, 'weft.totals.evaluation', this.#totalsBytes));
    this.#passes = {
      train: this.#createPass(
        'train',
        createStorage(bridge.gpu, 'weft.order.train', seeds.length * dataset.train.count * 4),
        seedOfMember,
        this.#own(createStorage(bridge.gpu, 'weft.totals.train', this.#totalsBytes)),
      ),
      validation: this.#createEvaluationPass('validation', evaluationTotals),
      test: this.#createEvaluationPass('test', evaluationTotals),
    };
    this.#works = new StepWorks(bridge, PASSES, (name) =>
      this.optimizer.withoutCounting(() => bridge.capture(() => this.#runStep(name))),
    );
  }

  get counters(): Readonly<GpuCounters> {
    return this.#bridge.gpu.counters;
  }

  get stepsPerEpoch(): number {
    return this.#passes.train.steps;
  }

  get stepsPerEvaluation(): Readonly<Record<EvaluationSplit, number>> {
    return { validation: this.#passes.validation.steps, test: this.#passes.test.steps };
  }

  async prepare(options: PrepareOptions = {}): Promise<void> {
    await this.#works.prepare(options);
  }

  /** Resolves when the kernels that compile slowly are there; steps from then on run on them. */
  async whenFastest(): Promise<void> {
    await this.#works.whenFastest();
  }

  beginEpoch(epoch: number): void {
    const { order, split } = this.#passes.train;
    const orders = this.#seeds.map((seed) => createExampleOrder({ seed, epoch, exampleCount: split.count }));
    this.#bridge.flush();
    orders.forEach((indices, row) => {
      this.#bridge.gpu.device.queue.writeBuffer(order, row * split.count * 4, indices);
    });
    this.#clearTotals(this.#passes.train);
  }

  trainStep(step: number): void {
    this.#replayTrainStep(step);
    this.#bridge.flush();
  }

  async trainStepAndRead(step: number): Promise<LossTotals[]> {
    this.#replayTrainStep(step);
    return this.#readTotals(this.#passes.train);
  }

  beginEvaluation(split: EvaluationSplit): void {
    this.#clearTotals(this.#passes[split]);
  }

  evaluationStep(split: EvaluationSplit, step: number): void {
    this.#works.of(split).replay(() => step);
    this.#bridge.flush();
  }

  async readEvaluationTotals(): Promise<LossTotals[]> {
    return this.#readTotals(this.#passes.validation);
  }

  setActiveMembers(activeMembers: readonly boolean[]): void {
    this.optimizer.setActiveMembers(activeMembers);
  }

  async finish(): Promise<void> {
    await this.#bridge.gpu.health.settle();
  }

  allocatedBytes(): number {
    const ownBytes = this.#buffers.reduce((bytes, { size }) => bytes + size, 0);
    return (
      this.#bridge.backend.memory().numBytesAllocatedInGPU +
      ownBytes +
      this.optimizer.allocatedBytes +
      this.#dataset.allocatedBytes
    );
  }

  dispose(): void {
    this.#bridge.flush();
    this.#works.dispose();
    for (const { kernel, bias } of this.layers) {
      kernel.dispose();
      bias.dispose();
    }
    this.optimizer.dispose();
    for (const buffer of this.#buffers) {
      buffer.destroy();
    }
  }

  #runStep(name: PassName): void {
    const pass = this.#passes[name];
    const batch = this.#recordOf(pass, 0);
    tf.tidy(() => {
      const { x, y } = this.#gather(pass, batch);
      const loss = () => populationLoss(populationMlp(x, this.layers), y, { totals: pass.totals, batch });
      if (name === 'train') {
        this.optimizer.minimize(loss);
      } else {
        loss();
      }
    });
  }

  #replayTrainStep(step: number): void {
    const { ring } = this.#passes.train;
    const { stepsDone } = this.optimizer;
    this.#works.of('train').replay((asked) => (asked === ring ? step : stepsDone));
    this.optimizer.countStep();
  }

  get #totalsBytes(): number {
    return this.members.length * TOTALS_BYTES;
  }

  #own(buffer: GPUBuffer): GPUBuffer {
    this.#buffers.push(buffer);
    return buffer;
  }

  #createPass(name: PassName, order: GPUBuffer, seedOfMember: Uint32Array<ArrayBuffer>, totals: GPUBuffer): Pass {
    const { gpu } = this.#bridge;
    const split = this.#dataset[name];
    const ring = new StepRing(gpu, `weft.batch.${name}`, BATCH_RECORD_BYTES, (step, record) => {
      const firstExample = step * this.#batchSize;
      const rowCount = Math.max(0, Math.min(this.#batchSize, split.count - firstExample));
      encodeBatchRecord(record, { firstExample, rowCount });
    });
    this.#own(ring.buffer);
    this.#own(order);
    return {
      split,
      order,
      seedOfMember: this.#own(createStorageFrom(gpu, `weft.seedOfMember.${name}`, seedOfMember)),
      totals,
      ring,
      steps: Math.ceil(split.count / this.#batchSize),
    };
  }

  #createEvaluationPass(split: EvaluationSplit, totals: GPUBuffer): Pass {
    const inOrder = Uint32Array.from({ length: this.#dataset[split].count }, (_, index) => index);
    const order = createStorageFrom(this.#bridge.gpu, `weft.order.${split}`, inOrder);
    return this.#createPass(split, order, new Uint32Array(this.members.length), totals);
  }

  #recordOf({ ring }: Pass, step: number): RecordLocation {
    return ring.at(step, () => this.#bridge.flush());
  }

  #gather({ split, order, seedOfMember }: Pass, batch: RecordLocation) {
    const { images, labels } = split;
    return populationGather(this.#bridge, this.#gatherPlan, {
      images,
      labels,
      order,
      seedOfMember,
      affine: this.#affine,
      batch,
    });
  }

  #clearTotals({ totals }: Pass): void {
    this.#bridge.recordCommands((encoder) => encoder.clearBuffer(totals));
  }

  async #readTotals({ totals }: Pass): Promise<LossTotals[]> {
    const readback = createReadback(this.#bridge.gpu, totals);
    this.#bridge.recordCommands((encoder) => readback.encode(encoder));
    this.#bridge.flush();
    return decodeTotals(await readback.read());
  }
}

function createVariables(prefix: string, members: readonly Member[]): DenseWeights[] {
  const bySeed = new Map(members.map(({ seed }) => [seed, createInitialWeights(seed)]));
  return LAYERS.map(({ inputs, units }, index) => {
    const layers = members.map(({ seed }) => bySeed.get(seed)?.[index]).filter((layer) => layer !== undefined);
    const variable = <R extends tf.Rank>(name: string, values: Float32Array, shape: tf.ShapeMap[R]) =>
      tf.tidy(() => tf.variable(tf.tensor(values, shape), true, `${prefix}/dense${index + 1}/${name}`));
    return {
      kernel: variable<tf.Rank.R3>('kernel', concatenate(layers.map(({ kernel }) => kernel)), [
        members.length,
        inputs,
        units,
      ]) as unknown as tf.Tensor3D,
      bias: variable<tf.Rank.R2>('bias', concatenate(layers.map(({ bias }) => bias)), [
        members.length,
        units,
      ]) as unknown as tf.Tensor2D,
    };
  });
}

function concatenate(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
