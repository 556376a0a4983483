import { addCounts, countsSince, type GpuCounters } from '../gpu/counters';
import type { LossTotals } from '../kernels/softmaxCrossEntropy';
import type { EpochRecord, TrainingEvent } from './events';
import type { Pace } from './pace';
import type { RunControl } from './runControl';
import type { RunProgress } from './runProgress';
import type { EvaluationSplit, Trainee } from './trainee';

/** How often in an epoch the training metrics are read, for the live curves. */
const READS_PER_EPOCH = 10;

export interface TrainLoopOptions {
  readonly trainee: Trainee;
  readonly epochs: number;
  readonly batchSize: number;
  readonly trainExamples: number;
  readonly control: RunControl;
  /** Paces training, and measures it. */
  readonly pace: Pace;
  /** Paces one pass over validation or test examples. */
  readonly createEvaluationPace: () => Pace;
  readonly progress: RunProgress;
  readonly emit: (event: TrainingEvent) => void;
  /** Called after each epoch, with what was trained so far. */
  readonly tellThroughput: (trained: Pick<TrainLoopResult, 'trainedImages' | 'trainMs'>) => Promise<void>;
}

/** What became of the members. Arrays have one entry a member; a diverged one's history ends with that epoch. */
export interface TrainLoopResult {
  readonly wasStopped: boolean;
  readonly histories: readonly (readonly EpochRecord[])[];
  readonly divergedMembers: readonly boolean[];
  /** `undefined` when the run was stopped before the test pass. */
  readonly test: readonly LossTotals[] | undefined;
  /** Milliseconds in training steps, and in validation and test. */
  readonly trainMs: number;
  readonly evaluateMs: number;
  /** Member-images trained on. */
  readonly trainedImages: number;
  readonly trainedSteps: number;
  /** Calls made on the GPU while training, all epochs together. */
  readonly trainingCalls: GpuCounters;
}

/** Trains, validates after each epoch, and tests at the end; a diverged member is frozen and the others go on. */
export async function trainLoop(options: TrainLoopOptions): Promise<TrainLoopResult> {
  return new TrainLoop(options).run();
}

class TrainLoop {
  readonly #options: TrainLoopOptions;
  readonly #histories: EpochRecord[][];
  readonly #diverged: boolean[];
  /** The totals read last; after an epoch's last step, the epoch's. */
  #training: readonly LossTotals[] = [];
  #calls: GpuCounters = { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 };
  #trainMs = 0;
  #evaluateMs = 0;
  #trainedImages = 0;
  #trainedSteps = 0;

  constructor(options: TrainLoopOptions) {
    this.#options = options;
    this.#histories = options.trainee.members.map(() => []);
    this.#diverged = options.trainee.members.map(() => false);
  }

  async run(): Promise<TrainLoopResult> {
    const { epochs, control, progress } = this.#options;
    for (let epoch = 1; epoch <= epochs && !this.#isOver; epoch++) {
      await this.#trainEpoch(epoch);
      if (!control.isStopped) {
        await this.#endEpoch(epoch);
      }
    }
    const test = control.isStopped ? undefined : await this.#test();
    // The last steps may have ended between two reports.
    progress.report();
    return {
      wasStopped: control.isStopped,
      histories: this.#histories,
      divergedMembers: this.#diverged,
      test,
      trainMs: this.#trainMs,
      evaluateMs: this.#evaluateMs,
      trainedImages: this.#trainedImages,
      trainedSteps: this.#trainedSteps,
      trainingCalls: this.#calls,
    };
  }

  get #isOver(): boolean {
    return this.#options.control.isStopped || this.#diverged.every(Boolean);
  }

  async #trainEpoch(epoch: number): Promise<void> {
    const { trainee, batchSize, trainExamples, control, pace, progress, emit } = this.#options;
    emit({ type: 'phaseChanged', phase: 'training', message: `Training, epoch ${epoch} of ${this.#options.epochs}` });
    const callsBefore = { ...trainee.counters };
    trainee.beginEpoch(epoch);
    const stepsPerRead = Math.ceil(trainee.stepsPerEpoch / READS_PER_EPOCH);
    const reads: Promise<void>[] = [];
    let startedAtMs = performance.now();
    pace.restartClock();
    for (let step = 0; step < trainee.stepsPerEpoch && !control.isStopped; step++) {
      if (control.isPaused) {
        await pace.drain();
        this.#trainMs += performance.now() - startedAtMs;
        await this.#waitWhilePaused();
        startedAtMs = performance.now();
        pace.restartClock();
        if (control.isStopped) {
          break;
        }
      }
      const done = step + 1;
      if (done % stepsPerRead === 0 || done === trainee.stepsPerEpoch) {
        const read = this.#trainStepAndRead(step, epoch - 1 + done / trainee.stepsPerEpoch);
        // Handled when awaited below; until then a failed device is not an unhandled rejection.
        read.catch(() => undefined);
        reads.push(read);
      } else {
        trainee.trainStep(step);
      }
      await pace.stepSubmitted();
      const memberImages = Math.min(batchSize, trainExamples - step * batchSize) * trainee.members.length;
      this.#trainedImages += memberImages;
      this.#trainedSteps++;
      progress.trainStepDone(memberImages);
    }
    await pace.drain();
    await trainee.finish();
    this.#trainMs += performance.now() - startedAtMs;
    await Promise.all(reads);
    this.#calls = addCounts(this.#calls, countsSince(trainee.counters, callsBefore));
  }

  async #trainStepAndRead(step: number, epochPosition: number): Promise<void> {
    this.#training = await this.#options.trainee.trainStepAndRead(step);
    this.#options.emit({
      type: 'metricsRead',
      epochPosition,
      members: this.#training.map(({ loss, accuracy }) => ({ trainLoss: loss, trainAccuracy: accuracy })),
    });
  }

  async #waitWhilePaused(): Promise<void> {
    const { control, progress, emit } = this.#options;
    progress.report();
    emit({ type: 'runPaused' });
    await control.whileResumed();
    progress.restartClock();
    emit({ type: 'runResumed' });
  }

  async #endEpoch(epoch: number): Promise<void> {
    const { trainee, emit, epochs, control } = this.#options;
    emit({ type: 'phaseChanged', phase: 'validating', message: `Validating, epoch ${epoch} of ${epochs}` });
    const validation = await this.#evaluate('validation');
    if (validation === undefined || control.isStopped) {
      return;
    }
    const records = trainee.members.map(({ learningRate }, index): EpochRecord => {
      const { loss: trainLoss, accuracy: trainAccuracy } = this.#training[index] as LossTotals;
      const { loss: valLoss, accuracy: valAccuracy } = validation[index] as LossTotals;
      return { epoch, trainLoss, trainAccuracy, valLoss, valAccuracy, learningRate };
    });
    records.forEach((record, index) => {
      if (!this.#diverged[index]) {
        this.#histories[index]?.push(record);
      }
    });
    emit({ type: 'epochEnded', records });
    await this.#options.tellThroughput({ trainedImages: this.#trainedImages, trainMs: this.#trainMs });
    this.#markDiverged(epoch, records);
  }

  /** NaN and Inf are not dependable inside shaders: divergence is seen here, in the values read back. */
  #markDiverged(epoch: number, records: readonly EpochRecord[]): void {
    const newlyDiverged = records.flatMap(({ trainLoss, valLoss }, member) =>
      this.#diverged[member] || (Number.isFinite(trainLoss) && Number.isFinite(valLoss)) ? [] : [member],
    );
    for (const member of newlyDiverged) {
      this.#diverged[member] = true;
      this.#options.emit({ type: 'memberDiverged', member, epoch });
    }
    if (newlyDiverged.length > 0) {
      this.#options.trainee.setActiveMembers(this.#diverged.map((isDiverged) => !isDiverged));
    }
  }

  async #test(): Promise<readonly LossTotals[] | undefined> {
    this.#options.emit({ type: 'phaseChanged', phase: 'testing', message: 'Testing' });
    const totals = await this.#evaluate('test');
    totals?.forEach(({ loss, accuracy }, member) => {
      this.#options.emit({ type: 'memberTested', member, loss, accuracy });
    });
    return totals;
  }

  /** @returns `undefined` when the run was stopped on the way. */
  async #evaluate(split: EvaluationSplit): Promise<LossTotals[] | undefined> {
    const { trainee, control, progress, createEvaluationPace } = this.#options;
    let startedAtMs = performance.now();
    const pace = createEvaluationPace();
    trainee.beginEvaluation(split);
    for (let step = 0; step < trainee.stepsPerEvaluation[split]; step++) {
      if (control.isPaused) {
        this.#evaluateMs += performance.now() - startedAtMs;
        await this.#waitWhilePaused();
        startedAtMs = performance.now();
      }
      if (control.isStopped) {
        return undefined;
      }
      trainee.evaluationStep(split, step);
      progress.evaluationStepDone();
      await pace.stepSubmitted();
    }
    await pace.drain();
    const totals = await trainee.readEvaluationTotals();
    this.#evaluateMs += performance.now() - startedAtMs;
    return totals;
  }
}
