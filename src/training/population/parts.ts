import type { GpuCounters } from '../../gpu/counters';
import type { Gpu } from '../../gpu/device';
import type { TunedVariants } from '../../kernels/matmul/tuner';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { TraineeState } from '../../run/checkpoint/checkpoint';
import type { Member } from '../../run/members';
import type { Diagnostics } from '../../run/records';
import type { TfjsBridge } from '../../tfjs/bridge';
import type { EvaluationSplit, Predictions, PrepareOptions, Trainee } from '../loop/trainee';
import type { DeviceDataset } from './deviceDataset';
import { type PopulationLimits, planEvaluationRows, planParts } from './plan';
import { Population, type PopulationOptions } from './population';
import { joinStates, sliceState } from './populationState';

/**
 * The members on Weft's kernels, at once where the device allows it, else in parts; a member learns the same, bit for
 * bit, in either, as long as its products are done by the same variants.
 * @throws WeftError `limit-too-small` when the device has no room for even one member
 */
export function createPopulation(
  bridge: TfjsBridge,
  dataset: DeviceDataset,
  options: PopulationOptions,
  limits: PopulationLimits = limitsOf(bridge.gpu),
): Trainee {
  const { members, batchSize, evaluationRows = planEvaluationRows(batchSize, bridge.gpu.adapter) } = options;
  const sizes = planParts(members.length, { batchSize, evaluationRows, trainExamples: dataset.train.count }, limits);
  return sizes.length === 1
    ? new Population(bridge, dataset, options)
    : new PopulationParts(bridge, dataset, options, sizes);
}

function limitsOf({ device }: Gpu): PopulationLimits {
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupsPerDimension } = device.limits;
  return {
    maxBufferBytes: Math.min(maxBufferSize, maxStorageBufferBindingSize),
    maxWorkgroupsPerDimension: maxComputeWorkgroupsPerDimension,
  };
}

/** Several populations that go through every step one after another, as one. */
export class PopulationParts implements Trainee {
  readonly members: readonly Member[];
  readonly parts: readonly Population[];

  /** @param sizes how many members each part has, in order; they add up to all */
  constructor(bridge: TfjsBridge, dataset: DeviceDataset, options: PopulationOptions, sizes: readonly number[]) {
    this.members = options.members;
    let next = 0;
    this.parts = sizes.map((size) => {
      const members = options.members.slice(next, next + size);
      next += size;
      return new Population(bridge, dataset, { ...options, members });
    });
  }

  get partCount(): number {
    return this.parts.length;
  }

  get counters(): Readonly<GpuCounters> {
    return this.#first.counters;
  }

  get stepsPerEpoch(): number {
    return this.#first.stepsPerEpoch;
  }

  get batchesPerEvaluationStep(): number {
    return this.#first.batchesPerEvaluationStep;
  }

  get stepsPerEvaluation(): Readonly<Record<EvaluationSplit, number>> {
    return this.#first.stepsPerEvaluation;
  }

  get examplesPerEvaluation(): Readonly<Record<EvaluationSplit, number>> {
    return this.#first.examplesPerEvaluation;
  }

  get variants(): TunedVariants {
    return new Map(this.parts.flatMap((part) => [...part.variants]));
  }

  async prepare({ onCompiled, tuning, ...rest }: PrepareOptions = {}): Promise<void> {
    const startedAtMs = performance.now();
    const compiled = addUpProgress(this.parts.length, onCompiled);
    const tuned = addUpProgress(this.parts.length, tuning?.onProgress);
    for (const [index, part] of this.parts.entries()) {
      const budgetMs = (tuning?.budgetMs ?? 0) - (performance.now() - startedAtMs);
      await part.prepare({
        ...rest,
        onCompiled: compiled(index),
        ...(tuning === undefined ? {} : { tuning: { ...tuning, budgetMs, onProgress: tuned(index) } }),
      });
    }
  }

  beginEpoch(epoch: number): void {
    for (const part of this.parts) {
      part.beginEpoch(epoch);
    }
  }

  continueEpoch(epoch: number): void {
    for (const part of this.parts) {
      part.continueEpoch(epoch);
    }
  }

  trainStep(step: number): void {
    for (const part of this.parts) {
      part.trainStep(step);
    }
  }

  async trainStepAndRead(step: number): Promise<LossTotals[]> {
    return joinAll(this.parts.map((part) => part.trainStepAndRead(step)));
  }

  async readTrainingTotals(): Promise<LossTotals[]> {
    return joinAll(this.parts.map((part) => part.readTrainingTotals()));
  }

  beginEvaluation(): void {
    for (const part of this.parts) {
      part.beginEvaluation();
    }
  }

  evaluationStep(split: EvaluationSplit, step: number): void {
    for (const part of this.parts) {
      part.evaluationStep(split, step);
    }
  }

  async readEvaluationTotals(): Promise<LossTotals[]> {
    return joinAll(this.parts.map((part) => part.readEvaluationTotals()));
  }

  async readPredictions(): Promise<Predictions[]> {
    return joinAll(this.parts.map((part) => part.readPredictions()));
  }

  setActiveMembers(activeMembers: readonly boolean[]): void {
    this.#forEachWith(activeMembers, (part, own) => part.setActiveMembers(own));
  }

  setLearningRates(learningRates: readonly number[]): void {
    this.#forEachWith(learningRates, (part, own) => part.setLearningRates(own));
  }

  saveWeights(members: readonly boolean[]): void {
    this.#forEachWith(members, (part, own) => part.saveWeights(own));
  }

  restoreWeights(members: readonly boolean[]): void {
    this.#forEachWith(members, (part, own) => part.restoreWeights(own));
  }

  async takeState(): Promise<TraineeState> {
    const states: TraineeState[] = [];
    // One after another: each is on the CPU whole before the next takes memory.
    for (const part of this.parts) {
      states.push(await part.takeState());
    }
    return joinStates(states);
  }

  restoreState(state: TraineeState, name: string): void {
    let next = 0;
    for (const part of this.parts) {
      part.restoreState(sliceState(state, next, next + part.members.length), name);
      next += part.members.length;
    }
  }

  async diagnose(): Promise<Diagnostics[]> {
    return joinAll(this.parts.map((part) => part.diagnose()));
  }

  async checkProduct(): Promise<void> {
    await this.parts[Math.floor(Math.random() * this.parts.length)]?.checkProduct();
  }

  async finish(): Promise<void> {
    // The device is the same for all.
    await this.#first.finish();
  }

  allocatedBytes(): number {
    const [first, ...others] = this.parts as [Population, ...Population[]];
    return others.reduce((bytes, { ownBytes }) => bytes + ownBytes, first.allocatedBytes());
  }

  dispose(): void {
    for (const part of this.parts) {
      part.dispose();
    }
  }

  get #first(): Population {
    return this.parts[0] as Population;
  }

  /** Calls every part with its share of values, of which there is one a member. */
  #forEachWith<T>(values: readonly T[], call: (part: Population, own: readonly T[]) => void): void {
    let next = 0;
    for (const part of this.parts) {
      call(part, values.slice(next, next + part.members.length));
      next += part.members.length;
    }
  }
}

async function joinAll<T>(ofParts: readonly Promise<readonly T[]>[]): Promise<T[]> {
  return (await Promise.all(ofParts)).flat();
}

type Progress = (done: number, total: number) => void;

/**
 * Turns the progress of parts, one after another, into that of the whole. What later parts have to do is not known
 * before they start; it is told as what the part at hand has.
 */
function addUpProgress(partCount: number, tell: Progress | undefined): (part: number) => Progress {
  const totals: number[] = [];
  return (part) => (done, total) => {
    totals[part] = total;
    const before = totals.slice(0, part).reduce((sum, count) => sum + count, 0);
    tell?.(before + done, before + total * (partCount - part));
  };
}
