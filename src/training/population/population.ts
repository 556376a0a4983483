import * as tf from '@tensorflow/tfjs';
import { createReadback, createStorageFrom } from '../../gpu/buffers';
import type { GpuCounters } from '../../gpu/counters';
import type { TunedVariants } from '../../kernels/matmul/tuner';
import { decodeTotals, type LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { TraineeState } from '../../run/checkpoint/checkpoint';
import type { Member } from '../../run/members';
import type { Diagnostics } from '../../run/records';
import { WeftAdam, type WeftAdamOptions } from '../../tfjs/adam';
import type { TfjsBridge } from '../../tfjs/bridge';
import { type DenseWeights, populationMlp } from '../../tfjs/denseOp';
import { populationLoss } from '../../tfjs/lossOp';
import { paceFor } from '../loop/pace';
import type { EvaluationSplit, Predictions, PrepareOptions, Trainee } from '../loop/trainee';
import type { DeviceDataset } from './deviceDataset';
import { PopulationDiagnostics } from './diagnostics';
import { planEvaluationRows } from './evaluationRows';
import { type PassName, PopulationPasses } from './passes';
import { readState, type StatePlaces, writeState } from './populationState';
import { PopulationPredictions } from './predictions';
import { StepWorks } from './stepWorks';
import { createVariables, WeightBackup } from './weights';

export interface PopulationOptions {
  readonly members: readonly Member[];
  readonly batchSize: number;
  /** Rows of a batch that nothing trains on; by default as `planEvaluationRows` says for the adapter. */
  readonly evaluationRows?: number;
  /** Steps that are submitted together; by default as `paceFor` says for the adapter. */
  readonly stepsPerSubmit?: number;
  /** See `WeftAdam`; `tfjs` is for comparing trajectories with stock tfjs. */
  readonly biasCorrection?: WeftAdamOptions['biasCorrection'];
}

let populationsMade = 0;

/**
 * P networks of the notebook's shape, trained at once on Weft's kernels: every layer is one product batched over the
 * members, whatever their normalization, seed and learning rate.
 */
export class Population implements Trainee {
  readonly members: readonly Member[];
  readonly partCount = 1;
  readonly layers: readonly DenseWeights[];
  readonly optimizer: WeftAdam;
  readonly batchesPerEvaluationStep: number;
  readonly #bridge: TfjsBridge;
  readonly #dataset: DeviceDataset;
  /** [members] u32: 0 where a member is frozen. Every kernel of a step reads it. */
  readonly #activity: GPUBuffer;
  readonly #passes: PopulationPasses;
  readonly #works: StepWorks<PassName | 'diagnosis'>;
  readonly #predictions: PopulationPredictions;
  readonly #diagnostics: PopulationDiagnostics;
  readonly #backup: WeightBackup;
  readonly #stepsPerSubmit: number;
  /** Since the last submit. */
  #stepsRecorded = 0;

  constructor(bridge: TfjsBridge, dataset: DeviceDataset, options: PopulationOptions) {
    const { members, batchSize, biasCorrection } = options;
    const { adapter } = bridge.gpu;
    const { evaluationRows = planEvaluationRows(batchSize, adapter) } = options;
    this.members = members;
    this.batchesPerEvaluationStep = evaluationRows / batchSize;
    this.#stepsPerSubmit = options.stepsPerSubmit ?? paceFor(adapter).stepsPerSubmit;
    this.#bridge = bridge;
    this.#dataset = dataset;
    this.#activity = createStorageFrom(bridge.gpu, 'weft.population.activity', new Uint32Array(members.length).fill(1));
    this.#passes = new PopulationPasses(bridge, dataset, {
      members,
      batchSize,
      evaluationRows,
      activity: this.#activity,
    });
    this.layers = createVariables(`weft${populationsMade++}`, members);
    this.#backup = new WeightBackup(bridge, this.layers, members.length);
    this.optimizer = new WeftAdam(bridge, {
      learningRates: members.map(({ learningRate }) => learningRate),
      ...(biasCorrection === undefined ? {} : { biasCorrection }),
    });
    const activity = this.#activity;
    this.#predictions = new PopulationPredictions(bridge, {
      memberCount: members.length,
      rows: evaluationRows,
      exampleCount: dataset.test.count,
      activity,
    });
    this.#diagnostics = new PopulationDiagnostics(bridge, {
      layers: this.layers,
      batchSize,
      split: dataset.train,
      passes: this.#passes,
      activity,
    });
    this.#works = new StepWorks<PassName | 'diagnosis'>(bridge, this.#passes.names, (name) =>
      this.optimizer.withoutCounting(() =>
        bridge.capture(() => (name === 'diagnosis' ? this.#diagnostics.record() : this.#runStep(name))),
      ),
    );
  }

  get counters(): Readonly<GpuCounters> {
    return this.#bridge.gpu.counters;
  }

  get stepsPerEpoch(): number {
    return this.#passes.stepsOf('train');
  }

  get stepsPerEvaluation(): Readonly<Record<EvaluationSplit, number>> {
    return {
      heldOut: this.#passes.stepsOf('heldOut'),
      validation: this.#passes.stepsOf('validation'),
      test: this.#passes.stepsOf('test'),
    };
  }

  get examplesPerEvaluation(): Readonly<Record<EvaluationSplit, number>> {
    const { heldOut, validation, test } = this.#dataset;
    return { heldOut: heldOut?.count ?? 0, validation: validation.count, test: test.count };
  }

  get variants(): TunedVariants {
    return this.#works.variants;
  }

  async prepare(options: PrepareOptions = {}): Promise<void> {
    const { names } = this.#passes;
    await this.#works.prepare(options, options.diagnoses ? [...names, 'diagnosis'] : names);
  }

  /** Resolves when the kernels that compile slowly are there; steps from then on run on them. */
  async whenFastest(): Promise<void> {
    await this.#works.whenFastest();
  }

  beginEpoch(epoch: number): void {
    this.continueEpoch(epoch);
    this.#clear(this.#passes.of('train').totals);
  }

  continueEpoch(epoch: number): void {
    this.#passes.writeOrder(epoch);
    // Both may submit what was recorded: what follows goes with the first step.
    this.#works.of('train');
    this.#passes.recordOf(this.#passes.of('train'), 0);
  }

  trainStep(step: number): void {
    this.#replayTrainStep(step);
    this.#submitIfDue();
  }

  async trainStepAndRead(step: number): Promise<LossTotals[]> {
    this.#replayTrainStep(step);
    return this.#readTotals(this.#passes.of('train').totals);
  }

  async readTrainingTotals(): Promise<LossTotals[]> {
    return this.#readTotals(this.#passes.of('train').totals);
  }

  beginEvaluation(): void {
    this.#clear(this.#passes.evaluationTotals);
  }

  evaluationStep(split: EvaluationSplit, step: number): void {
    this.#works.of(split).replay(() => step);
    this.#submitIfDue();
  }

  async readEvaluationTotals(): Promise<LossTotals[]> {
    return this.#readTotals(this.#passes.evaluationTotals);
  }

  async readPredictions(): Promise<Predictions[]> {
    return this.#predictions.read();
  }

  setActiveMembers(activeMembers: readonly boolean[]): void {
    // A buffer write overtakes recorded work that is not submitted yet.
    this.#bridge.flush();
    this.#bridge.gpu.device.queue.writeBuffer(this.#activity, 0, Uint32Array.from(activeMembers, Number));
    this.optimizer.setActiveMembers(activeMembers);
  }

  setLearningRates(learningRates: readonly number[]): void {
    this.optimizer.setLearningRates(learningRates);
  }

  saveWeights(members: readonly boolean[]): void {
    this.#backup.save(members);
  }

  restoreWeights(members: readonly boolean[]): void {
    this.#backup.restore(members);
  }

  async takeState(): Promise<TraineeState> {
    this.#submit();
    return readState(this.#bridge, this.#statePlaces);
  }

  restoreState(state: TraineeState, name: string): void {
    // The optimizer has moments once a step was captured.
    this.#works.of('train');
    this.#backup.expect(state.kept);
    this.#submit();
    writeState(this.#bridge, this.#statePlaces, state, name);
  }

  get #statePlaces(): StatePlaces {
    return {
      variables: this.layers.flatMap(({ kernel, bias }) => [kernel as tf.Tensor, bias]) as tf.Variable[],
      optimizer: this.optimizer,
      backup: this.#backup,
      totals: this.#passes.of('train').totals,
      memberCount: this.members.length,
    };
  }

  async diagnose(): Promise<Diagnostics[]> {
    return this.#diagnostics.read(this.#works.of('diagnosis'));
  }

  async checkProduct(): Promise<void> {
    await this.#works.checkProduct();
  }

  async finish(): Promise<void> {
    this.#submit();
    await this.#bridge.gpu.health.settle();
  }

  allocatedBytes(): number {
    return this.#bridge.backend.memory().numBytesAllocatedInGPU + this.#dataset.allocatedBytes + this.ownBytes;
  }

  /** Bytes of the buffers that only this population uses; tensors, which are the backend's, do not count. */
  get ownBytes(): number {
    return (
      this.#activity.size +
      this.#passes.allocatedBytes +
      this.#predictions.allocatedBytes +
      this.#diagnostics.allocatedBytes +
      this.#backup.allocatedBytes +
      this.optimizer.allocatedBytes
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
    this.#passes.dispose();
    this.#predictions.dispose();
    this.#diagnostics.dispose();
    this.#backup.dispose();
    this.#activity.destroy();
    this.#bridge.releaseIdleBuffers();
  }

  #runStep(name: PassName): void {
    const pass = this.#passes.of(name);
    const batch = this.#passes.recordOf(pass, 0);
    const activity = this.#activity;
    tf.tidy(() => {
      const { x, y } = this.#passes.gather(pass, batch);
      const lossOf = (logits: tf.Tensor3D) => populationLoss(logits, y, { totals: pass.totals, batch, activity });
      if (name === 'train') {
        this.optimizer.minimize(() => lossOf(populationMlp(x, this.layers, { activity })));
        return;
      }
      const logits = populationMlp(x, this.layers, { activity });
      lossOf(logits);
      if (name === 'test') {
        this.#predictions.record(logits, batch);
      }
    });
  }

  #replayTrainStep(step: number): void {
    const { ring } = this.#passes.of('train');
    const { stepsDone } = this.optimizer;
    this.#works.of('train').replay((asked) => (asked === ring ? step : stepsDone));
    this.optimizer.countStep();
  }

  #submitIfDue(): void {
    this.#stepsRecorded++;
    if (this.#stepsRecorded >= this.#stepsPerSubmit) {
      this.#submit();
    }
  }

  #submit(): void {
    this.#bridge.flush();
    this.#stepsRecorded = 0;
  }

  #clear(totals: GPUBuffer): void {
    this.#bridge.recordCommands((encoder) => encoder.clearBuffer(totals));
  }

  async #readTotals(totals: GPUBuffer): Promise<LossTotals[]> {
    const readback = createReadback(this.#bridge.gpu, totals);
    this.#bridge.recordCommands((encoder) => readback.encode(encoder));
    this.#submit();
    return decodeTotals(await readback.read(), this.members.length);
  }
}
