import type { GpuCounters } from '../gpu/counters';
import type { LossTotals } from '../kernels/softmaxCrossEntropy';
import type { TraineeState } from '../run/checkpoint/checkpoint';
import type { Member } from '../run/members';
import type { Diagnostics } from '../run/records';
import type { EvaluationSplit, Predictions, Trainee } from '../training/loop/trainee';

/** Rows of a batch. */
export const FAKE_BATCH = 8;

/** What totals are of: an epoch's training, or a split. */
export type FakePass = 'train' | EvaluationSplit;

export interface FakeTraineeOptions {
  /** How many, or what tells each from the others. */
  readonly members?: number | readonly Partial<Member>[];
  readonly stepsPerEpoch?: number;
  /** Steps over the examples held out; by default 0, as there are none. */
  readonly heldOutSteps?: number;
  /** Before the run was interrupted; by default none. */
  readonly epochsDone?: number;
  /** Of the epoch after these, likewise. */
  readonly stepsDone?: number;
  /** Of an epoch; by default whole batches. */
  readonly trainExamples?: number;
  /** How many of the examples seen are counted; by default all. */
  readonly rowsOf?: (member: number, pass: FakePass, rows: number, epoch: number) => number;
  /** By default 1/epoch for every member. */
  readonly lossOf?: (member: number, epoch: number, pass: FakePass) => number;
  /** By default 0.5 for every member. */
  readonly accuracyOf?: (member: number, epoch: number, pass: FakePass) => number;
  /** Whether it can diagnose; by default it can. */
  readonly diagnoses?: boolean;
  /** Called before each call of a method that the loop makes, with its line of the log. */
  readonly onCall?: (call: string) => void;
  /** What submitted work ends with; by default it succeeds. */
  readonly finish?: () => Promise<void>;
  /** What reading totals back ends with; by default it succeeds. */
  readonly read?: () => Promise<void>;
}

export function fakeMembers(members: number | readonly Partial<Member>[]): Member[] {
  const differences = typeof members === 'number' ? Array.from({ length: members }, () => ({})) : members;
  return differences.map((difference, index) => ({
    index,
    normalization: 'scale',
    seed: index + 1,
    learningRate: 0.001,
    reduceLrOnPlateau: false,
    earlyStopping: false,
    ...difference,
  }));
}

/** A trainee without a GPU, which writes down what is asked of it. Figures depend on member, epoch and pass alone. */
export class FakeTrainee implements Trainee {
  readonly members: readonly Member[];
  readonly partCount = 1;
  readonly stepsPerEpoch: number;
  readonly batchesPerEvaluationStep = 1;
  readonly stepsPerEvaluation: Readonly<Record<EvaluationSplit, number>>;
  readonly examplesPerEvaluation: Readonly<Record<EvaluationSplit, number>>;
  readonly log: string[] = [];
  readonly counters: GpuCounters = { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 };
  readonly #options: FakeTraineeOptions;
  #epoch = 0;
  #split: EvaluationSplit = 'validation';
  /** Of the epoch. */
  #trainSteps = 0;

  constructor(options: FakeTraineeOptions = {}) {
    this.#options = options;
    this.#epoch = options.epochsDone ?? 0;
    this.members = fakeMembers(options.members ?? 2);
    this.stepsPerEpoch = options.stepsPerEpoch ?? 4;
    const heldOut = options.heldOutSteps ?? 0;
    this.stepsPerEvaluation = { heldOut, validation: 3, test: 2 };
    this.examplesPerEvaluation = { heldOut: heldOut * FAKE_BATCH, validation: 3 * FAKE_BATCH, test: 2 * FAKE_BATCH };
    this.#trainSteps = options.stepsDone ?? 0;
  }

  async prepare(): Promise<void> {}

  beginEpoch(epoch: number): void {
    this.#trainSteps = 0;
    this.#epoch = epoch;
    this.#call(`epoch ${epoch}`);
  }

  continueEpoch(epoch: number): void {
    this.#epoch = epoch;
    this.#call(`continue ${epoch}`);
  }

  trainStep(step: number): void {
    this.#call(`step ${step}`);
    this.#trainSteps = step + 1;
    this.counters.dispatches += 19;
  }

  async trainStepAndRead(step: number): Promise<LossTotals[]> {
    this.trainStep(step);
    return this.#read('train');
  }

  async readTrainingTotals(): Promise<LossTotals[]> {
    return this.#read('train');
  }

  beginEvaluation(split: EvaluationSplit): void {
    this.#split = split;
    this.#call(`begin ${split}`);
  }

  evaluationStep(split: EvaluationSplit, step: number): void {
    this.#call(`${split} ${step}`);
    this.counters.dispatches += 5;
  }

  async readEvaluationTotals(): Promise<LossTotals[]> {
    return this.#read(this.#split);
  }

  /** Every member sees class `index` in all of ten examples, with confidence 0.5. */
  async readPredictions(): Promise<Predictions[]> {
    this.#call('predictions');
    return this.members.map(({ index }) => ({
      classes: new Uint8Array(10).fill(index),
      confidences: new Float32Array(10).fill(0.5),
    }));
  }

  setActiveMembers(activeMembers: readonly boolean[]): void {
    this.#call(`active ${activeMembers.join()}`);
  }

  setLearningRates(learningRates: readonly number[]): void {
    this.#call(`rates ${learningRates.join()}`);
  }

  saveWeights(members: readonly boolean[]): void {
    this.#call(`save ${members.join()}`);
  }

  restoreWeights(members: readonly boolean[]): void {
    this.#call(`restore ${members.join()}`);
  }

  /** The loss of each member is its index, and that of its one layer's gradient the epoch. */
  async diagnose(): Promise<Diagnostics[] | undefined> {
    this.#call('diagnose');
    if (this.#options.diagnoses === false) {
      return undefined;
    }
    const layers = [{ preActivationStd: 1, deadShare: null, gradientNorm: this.#epoch }];
    return this.members.map(({ index }) => ({ loss: index, layers }));
  }

  /** The steps of the epoch, once for each member. */
  async takeState(): Promise<TraineeState> {
    const bytes = new Uint8Array(new Uint32Array(this.members.length).fill(this.#trainSteps).buffer);
    return { optimizerSteps: 0, kept: this.members.map(() => false), tensors: [{ name: 'steps', bytes }] };
  }

  restoreState({ tensors }: TraineeState): void {
    const steps = tensors.flatMap(({ bytes }) => [...new Uint32Array(bytes.slice().buffer)]);
    if (steps.length !== this.members.length || new Set(steps).size > 1) {
      throw new Error(`A state of ${steps.join()} steps is not of ${this.members.length} members.`);
    }
    this.#trainSteps = steps[0] ?? 0;
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

  async #read(pass: FakePass): Promise<LossTotals[]> {
    const epoch = this.#epoch;
    const { stepsPerEpoch, examplesPerEvaluation } = this;
    const { trainExamples = stepsPerEpoch * FAKE_BATCH, rowsOf = (_member, _pass, count) => count } = this.#options;
    const rows =
      pass === 'train' ? Math.min(this.#trainSteps * FAKE_BATCH, trainExamples) : examplesPerEvaluation[pass];
    await this.#options.read?.();
    const { lossOf = (_, of) => 1 / of, accuracyOf = () => 0.5 } = this.#options;
    return this.members.map(({ index }) => ({
      loss: lossOf(index, epoch, pass),
      accuracy: accuracyOf(index, epoch, pass),
      rows: rowsOf(index, pass, rows, epoch),
    }));
  }
}
