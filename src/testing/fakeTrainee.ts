import type { GpuCounters } from '../gpu/counters';
import type { LossTotals } from '../kernels/softmaxCrossEntropy';
import type { Member } from '../training/events';
import type { Trainee } from '../training/trainee';

export interface FakeTraineeOptions {
  readonly members?: number;
  readonly stepsPerEpoch?: number;
  /** By default 1/epoch for every member. */
  readonly lossOf?: (member: number, epoch: number) => number;
  /** Called before each call of a method that the loop makes, with its line of the log. */
  readonly onCall?: (call: string) => void;
  /** What submitted work ends with; by default it succeeds. */
  readonly finish?: () => Promise<void>;
  /** What reading totals back ends with; by default it succeeds. */
  readonly read?: () => Promise<void>;
}

export function fakeMembers(count: number): Member[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    normalization: 'scale',
    seed: index + 1,
    learningRate: 0.001,
  }));
}

/** A trainee without a GPU, which writes down what is asked of it. Losses depend on member and epoch alone. */
export class FakeTrainee implements Trainee {
  readonly members: readonly Member[];
  readonly stepsPerEpoch: number;
  readonly stepsPerEvaluation = { validation: 3, test: 2 };
  readonly log: string[] = [];
  readonly counters: GpuCounters = { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 };
  readonly #options: FakeTraineeOptions;
  #epoch = 0;

  constructor(options: FakeTraineeOptions = {}) {
    this.#options = options;
    this.members = fakeMembers(options.members ?? 2);
    this.stepsPerEpoch = options.stepsPerEpoch ?? 4;
  }

  async prepare(): Promise<void> {}

  beginEpoch(epoch: number): void {
    this.#epoch = epoch;
    this.#call(`epoch ${epoch}`);
  }

  trainStep(step: number): void {
    this.#call(`step ${step}`);
    this.counters.dispatches += 19;
  }

  async trainStepAndRead(step: number): Promise<LossTotals[]> {
    this.trainStep(step);
    return this.#read();
  }

  beginEvaluation(split: string): void {
    this.#call(`begin ${split}`);
  }

  evaluationStep(split: string, step: number): void {
    this.#call(`${split} ${step}`);
    this.counters.dispatches += 5;
  }

  async readEvaluationTotals(): Promise<LossTotals[]> {
    return this.#read();
  }

  setActiveMembers(activeMembers: readonly boolean[]): void {
    this.#call(`active ${activeMembers.join()}`);
  }

  async finish(): Promise<void> {
    await this.#options.finish?.();
  }

  allocatedBytes(): number {
    return 0;
  }

  dispose(): void {}

  #call(call: string): void {
    this.#options.onCall?.(call);
    this.log.push(call);
  }

  async #read(): Promise<LossTotals[]> {
    const epoch = this.#epoch;
    await this.#options.read?.();
    const lossOf = this.#options.lossOf ?? ((_, of) => 1 / of);
    return this.members.map(({ index }) => ({ loss: lossOf(index, epoch), accuracy: 0.5, rows: 8 }));
  }
}
