import { addCounts, type GpuCounters } from '../../gpu/counters';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import { examplesPerEpoch } from '../../run/options';
import type { EpochDiagnostics, EpochRecord } from '../../run/records';
import type { MemberTest, TrainLoopOptions, TrainLoopResult, UnfinishedEpoch } from './loopContract';
import { MemberCallbacks } from './memberCallbacks';
import { evaluationPass, type PassContext, type PassWork, trainPass } from './passes';
import { retell } from './retell';
import { tellTests } from './tellTests';
import type { EvaluationSplit } from './trainee';

/**
 * Trains, evaluates after each epoch, lets the members' callbacks decide, and tests at the end. A member that diverged
 * or stopped is frozen and the others go on.
 */
export async function trainLoop(options: TrainLoopOptions): Promise<TrainLoopResult> {
  return new TrainLoop(options).run();
}

class TrainLoop {
  readonly #options: TrainLoopOptions;
  readonly #passes: PassContext;
  readonly #callbacks: MemberCallbacks;
  readonly #statuses: ('training' | 'stopped-early' | 'diverged')[];
  readonly #histories: EpochRecord[][];
  readonly #diagnostics: EpochDiagnostics[][];
  readonly #trainedImages: number[];
  #active: readonly boolean[];
  #restoredEpochs: readonly (number | null)[];
  #epochsDone = 0;
  /** Of the epoch after these. */
  #stepsDone = 0;
  #unfinished: UnfinishedEpoch | undefined;
  /** Whether nothing has happened since the run was kept. */
  #isKept = false;
  #trainedSteps = 0;
  #calls: GpuCounters = { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 };
  #trainMs = 0;
  #evaluateMs = 0;
  #diagnoseMs = 0;

  constructor(options: TrainLoopOptions) {
    const { trainee, control, progress, emit, resumeFrom } = options;
    const saved = resumeFrom?.members ?? [];
    this.#options = options;
    this.#passes = { trainee, control, progress, emit };
    this.#callbacks = new MemberCallbacks(trainee, options.options, emit, saved);
    this.#statuses = trainee.members.map((_, member) => saved[member]?.status ?? 'training');
    this.#histories = trainee.members.map((_, member) => [...(saved[member]?.history ?? [])]);
    this.#diagnostics = trainee.members.map((_, member) => [...(saved[member]?.diagnostics ?? [])]);
    this.#trainedImages = trainee.members.map((_, member) => saved[member]?.trainedImages ?? 0);
    this.#active = trainee.members.map(() => true);
    this.#restoredEpochs = trainee.members.map(() => null);
  }

  async run(): Promise<TrainLoopResult> {
    const { progress, isOver = false } = this.#options;
    this.#resume();
    await (isOver ? this.#leaveEpoch() : this.#train());
    const isTested = this.#isTested;
    const test = this.#options.control.isStopped ? undefined : await this.#test(this.#epochsDone, isTested);
    const statuses = this.#statuses.map((status, member) =>
      status === 'training' ? this.#statusAtEnd(member) : status,
    );
    // The last steps may have ended between two events.
    progress.tell();
    return {
      // Asked to stop when all was done, it was not.
      wasStopped: (test === undefined && isTested.includes(true)) || statuses.includes('stopped'),
      statuses,
      histories: this.#histories,
      unfinished: this.#unfinished,
      diagnostics: this.#diagnostics,
      restoredEpochs: this.#restoredEpochs,
      test,
      trainMs: this.#trainMs,
      evaluateMs: this.#evaluateMs,
      diagnoseMs: this.#diagnoseMs,
      trainedImages: this.#trainedImages,
      trainedSteps: this.#trainedSteps,
      trainingCalls: this.#calls,
    };
  }

  /** Trains epoch after epoch until the end, or until the run is stopped. */
  async #train(): Promise<void> {
    const { control, options } = this.#options;
    if (this.#diagnostics.every(({ length }) => length === 0) && !control.isStopped) {
      await this.#diagnose(0);
    }
    while (this.#epochsDone < options.epochs && !control.isStopped && this.#statuses.includes('training')) {
      const epoch = this.#epochsDone + 1;
      this.#isKept = false;
      const training = await this.#trainEpoch(epoch);
      if (control.isStopped || !(await this.#endEpoch(epoch, training))) {
        this.#breakOff(epoch, training);
      } else if (this.#options.keeper?.isDue('epoch')) {
        await this.#keep();
      }
    }
    // Also before the test, which may put other weights in place.
    if (!this.#isKept) {
      await this.#keep();
    }
  }

  /** Puts the loop where it was interrupted, and tells what had happened until then. */
  #resume(): void {
    const { resumeFrom, trainee, progress, emit, options } = this.#options;
    if (resumeFrom === undefined) {
      return;
    }
    this.#epochsDone = resumeFrom.epochsDone;
    this.#stepsDone = resumeFrom.stepsDone;
    this.#trainedSteps = resumeFrom.trainedSteps;
    this.#calls = resumeFrom.calls;
    this.#trainMs = resumeFrom.trainMs;
    this.#evaluateMs = resumeFrom.evaluateMs;
    this.#diagnoseMs = resumeFrom.diagnoseMs;
    trainee.setLearningRates(this.#callbacks.learningRates);
    this.#activate(this.#isTraining);
    progress.continueAfter(resumeFrom);
    retell(resumeFrom, options, emit);
  }

  /** Leaves the epoch that was interrupted as it is. */
  async #leaveEpoch(): Promise<void> {
    const epoch = this.#epochsDone + 1;
    if (this.#stepsDone > 0) {
      this.#options.trainee.continueEpoch(epoch);
      this.#breakOff(epoch, await this.#options.trainee.readTrainingTotals());
    }
  }

  #breakOff(epoch: number, training: readonly LossTotals[]): void {
    if (training.length > 0) {
      const totals = this.#isTraining.map((isTraining, member) => (isTraining ? (training[member] ?? null) : null));
      this.#unfinished = { epoch, steps: this.#stepsDone, totals };
    }
  }

  /** @param soFar what a pass has done that is not counted yet. */
  async #keep(soFar?: PassWork): Promise<void> {
    const { keeper } = this.#options;
    if (keeper === undefined) {
      return;
    }
    const { steps = 0, images = 0, ms = 0 } = soFar ?? {};
    const isTraining = this.#isTraining;
    await keeper.keep({
      epochsDone: this.#epochsDone,
      stepsDone: this.#stepsDone + steps,
      members: this.#callbacks.states.map((state, member) => ({
        ...state,
        status: this.#statuses[member] ?? 'training',
        history: [...(this.#histories[member] ?? [])],
        diagnostics: (this.#diagnostics[member] ?? []).map((entry) => ({ ...entry, layers: [...entry.layers] })),
        trainedImages: (this.#trainedImages[member] ?? 0) + (isTraining[member] ? images : 0),
      })),
      trainedSteps: this.#trainedSteps + steps,
      calls: soFar === undefined ? this.#calls : addCounts(this.#calls, soFar.calls),
      trainMs: this.#trainMs + ms,
      evaluateMs: this.#evaluateMs,
      diagnoseMs: this.#diagnoseMs,
    });
    this.#isKept = soFar === undefined;
  }

  get #isTraining(): readonly boolean[] {
    return this.#statuses.map((status) => status === 'training');
  }

  /** Diverged members whose best weights were kept are tested with these, as Keras restores them when training ends. */
  get #isTested(): readonly boolean[] {
    const { hasBest } = this.#callbacks;
    return this.#statuses.map((status, member) => status !== 'diverged' || hasBest[member] === true);
  }

  #statusAtEnd(member: number): 'finished' | 'stopped' {
    return this.#histories[member]?.length === this.#options.options.epochs ? 'finished' : 'stopped';
  }

  async #trainEpoch(epoch: number): Promise<readonly LossTotals[]> {
    const { options, pace, emit, keeper } = this.#options;
    emit({ type: 'phaseChanged', phase: 'training', epoch, epochs: options.epochs });
    const { totals, ms, steps, images, calls } = await trainPass(this.#passes, {
      epoch,
      exampleCount: examplesPerEpoch(options),
      batchSize: options.batchSize,
      isTraining: this.#isTraining,
      pace,
      firstStep: this.#stepsDone,
      keeper: keeper && { isDue: () => keeper.isDue('step'), keep: (soFar) => this.#keep(soFar) },
    });
    this.#stepsDone += steps;
    for (const [member, isTraining] of this.#isTraining.entries()) {
      this.#trainedImages[member] = (this.#trainedImages[member] ?? 0) + (isTraining ? images : 0);
    }
    this.#trainMs += ms;
    this.#trainedSteps += steps;
    this.#calls = addCounts(this.#calls, calls);
    return totals;
  }

  /**
   * @param training [members] totals of the epoch.
   * @returns whether the epoch was ended: the run may have been stopped on the way.
   */
  async #endEpoch(epoch: number, training: readonly LossTotals[]): Promise<boolean> {
    const { trainee, options, progress, emit, tellThroughput, onEpochEnd } = this.#options;
    emit({ type: 'phaseChanged', phase: 'validating', epoch, epochs: options.epochs });
    const records = await this.#evaluateEpoch(epoch, training);
    if (records === undefined) {
      return false;
    }
    // First: nothing is kept of an epoch whose figures may be wrong.
    await trainee.checkProduct?.();
    records.forEach((record, member) => {
      if (record !== null) {
        this.#histories[member]?.push(record);
      }
    });
    emit({ type: 'epochEnded', records });
    await this.#diagnose(epoch);
    this.#markDiverged(epoch, records);
    this.#callMembers(epoch, records);
    this.#activate(this.#isTraining);
    this.#epochsDone = epoch;
    this.#stepsDone = 0;
    await tellThroughput();
    await onEpochEnd?.({
      epoch,
      members: trainee.members.filter((_, member) => records[member] !== null),
      records: records.filter((record) => record !== null),
    });
    progress.restartClock();
    return true;
  }

  /** @returns [members], `null` for those that did not train; `undefined` when the run was stopped on the way: what was trained
   * for an epoch that was not validated has no record. */
  async #evaluateEpoch(
    epoch: number,
    training: readonly LossTotals[],
  ): Promise<readonly (EpochRecord | null)[] | undefined> {
    const { trainee } = this.#options;
    const validation = await this.#evaluate('validation');
    const hasHeldOut = trainee.stepsPerEvaluation.heldOut > 0;
    const heldOut = hasHeldOut && validation !== undefined ? await this.#evaluate('heldOut') : [];
    if (validation === undefined || heldOut === undefined) {
      return undefined;
    }
    const { learningRates } = this.#callbacks;
    return this.#isTraining.map((isTraining, member) => {
      const { loss: trainLoss, accuracy: trainAccuracy } = training[member] as LossTotals;
      const { loss: valLoss, accuracy: valAccuracy } = validation[member] as LossTotals;
      const held = heldOut[member];
      const record: EpochRecord = {
        epoch,
        trainLoss,
        trainAccuracy,
        valLoss,
        valAccuracy,
        ...(held === undefined ? {} : { heldOutLoss: held.loss, heldOutAccuracy: held.accuracy }),
        learningRate: learningRates[member] as number,
      };
      return isTraining ? record : null;
    });
  }

  /** NaN and Inf are not dependable inside shaders: divergence is seen here, in the values read back. */
  #markDiverged(epoch: number, records: readonly (EpochRecord | null)[]): void {
    for (const [member, record] of records.entries()) {
      if (record !== null && !(Number.isFinite(record.trainLoss) && Number.isFinite(record.valLoss))) {
        this.#statuses[member] = 'diverged';
        this.#options.emit({ type: 'memberDiverged', member, epoch });
      }
    }
  }

  #callMembers(epoch: number, records: readonly (EpochRecord | null)[]): void {
    const isTraining = this.#isTraining;
    const stops = this.#callbacks.endEpoch(
      records.map((record, member) => (isTraining[member] ? record : null)),
      { isLast: epoch === this.#options.options.epochs },
    );
    for (const [member, isStopped] of stops.entries()) {
      if (isStopped) {
        this.#statuses[member] = 'stopped-early';
      }
    }
  }

  /** Freezes all members but these. */
  #activate(members: readonly boolean[]): void {
    if (members.some((isActive, member) => isActive !== this.#active[member])) {
      this.#active = members;
      this.#options.trainee.setActiveMembers(members);
    }
  }

  /** Of the members that trained in this epoch, also those for which it was the last. */
  async #diagnose(epoch: number): Promise<void> {
    const { trainee, options, emit } = this.#options;
    if (options.diagnostics === 'off') {
      return;
    }
    const startedAtMs = performance.now();
    const measured = await trainee.diagnose();
    this.#diagnoseMs += performance.now() - startedAtMs;
    if (measured === undefined) {
      return;
    }
    const members = this.#isTraining.map((isTraining, member) => (isTraining ? (measured[member] ?? null) : null));
    members.forEach((diagnostics, member) => {
      if (diagnostics !== null) {
        this.#diagnostics[member]?.push({ epoch, ...diagnostics });
      }
    });
    emit({ type: 'diagnosed', epoch, members });
  }

  /** Tests members, those with EarlyStopping with the weights of their best epoch. @param isTested [members] */
  async #test(lastEpoch: number, isTested: readonly boolean[]): Promise<readonly (MemberTest | null)[] | undefined> {
    const { trainee, progress, emit } = this.#options;
    progress.plan({ epochs: lastEpoch, steps: this.#stepsDone, isTested: isTested.includes(true) });
    if (!isTested.includes(true)) {
      return undefined;
    }
    emit({ type: 'phaseChanged', phase: 'testing' });
    this.#restoredEpochs = this.#callbacks.restoreBest(isTested);
    this.#activate(isTested);
    const totals = await this.#evaluate('test');
    if (totals === undefined) {
      return undefined;
    }
    return tellTests(isTested, totals, await trainee.readPredictions(), emit);
  }

  /** @returns [members]; `undefined` when the run was stopped on the way. */
  async #evaluate(split: EvaluationSplit): Promise<readonly LossTotals[] | undefined> {
    const pace = this.#options.createEvaluationPace();
    const { totals, ms } = await evaluationPass(this.#passes, split, this.#active, pace);
    this.#evaluateMs += ms;
    return totals;
  }
}
