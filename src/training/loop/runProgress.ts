import type { LoopState } from '../../run/checkpoint/checkpoint';
import type { TrainingEvent } from '../../run/events';
import { FORWARD_FLOP, TRAINING_FLOP } from '../../run/network';
import type { Trainee } from './trainee';

/** What an evaluation costs, in training on the same rows. */
const EVALUATION_COST = FORWARD_FLOP / TRAINING_FLOP;
const TELLING_INTERVAL_MS = 250;
/** Rates are taken over about this long. */
const RATE_WINDOW_MS = 5_000;

type StepCounts = Pick<Trainee, 'stepsPerEpoch' | 'stepsPerEvaluation' | 'batchesPerEvaluationStep'>;

/** Counts what is done of a run, and tells it a few times a second with the rate and the time left. */
export class RunProgress {
  readonly #emit: (event: TrainingEvent) => void;
  readonly #now: () => number;
  readonly #trainee: StepCounts;
  /** Of a step, in training steps. */
  readonly #evaluationCost: number;
  #stepsTotal = 0;
  #workTotal = 0;
  readonly #imageRate = new RecentRate();
  readonly #workRate = new RecentRate();
  #stepsDone = 0;
  #evaluationStepsDone = 0;
  #lastStepAtMs: number | undefined;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    trainee: StepCounts,
    epochs: number,
    emit: (event: TrainingEvent) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#emit = emit;
    this.#now = now;
    this.#trainee = trainee;
    this.#evaluationCost = EVALUATION_COST * trainee.batchesPerEvaluationStep;
    this.plan({ epochs, isTested: true });
  }

  /**
   * Sets what the whole run is: at first all epochs and the test, less once it is known that training ends early.
   * @param plan.steps trained of the epoch after these, which is left as it is.
   */
  plan({ epochs, steps = 0, isTested }: { epochs: number; steps?: number; isTested: boolean }): void {
    const { stepsPerEpoch, stepsPerEvaluation } = this.#trainee;
    const { heldOut, validation, test } = stepsPerEvaluation;
    this.#stepsTotal = epochs * stepsPerEpoch + steps;
    const evaluationSteps = epochs * (heldOut + validation) + (isTested ? test : 0);
    this.#workTotal = this.#stepsTotal + evaluationSteps * this.#evaluationCost;
  }

  /** Counts what was done before the run was interrupted. */
  continueAfter({ epochsDone, stepsDone }: Pick<LoopState, 'epochsDone' | 'stepsDone'>): void {
    const { stepsPerEpoch, stepsPerEvaluation } = this.#trainee;
    this.#stepsDone = epochsDone * stepsPerEpoch + stepsDone;
    this.#evaluationStepsDone = epochsDone * (stepsPerEvaluation.heldOut + stepsPerEvaluation.validation);
  }

  trainStepDone(memberImages: number): void {
    this.#stepsDone++;
    const elapsedMs = this.#timeStep(1);
    this.#imageRate.add(memberImages, elapsedMs);
    this.#tellIfDue();
  }

  evaluationStepDone(): void {
    this.#evaluationStepsDone++;
    this.#timeStep(this.#evaluationCost);
    this.#tellIfDue();
  }

  /** What follows starts now: time passed without work, in a pause, says nothing about rates. */
  restartClock(): void {
    this.#lastStepAtMs = this.#now();
  }

  /** Tells where the run stands, now. */
  tell(): void {
    this.#toldAtMs = this.#now();
    const work = this.#stepsDone + this.#evaluationStepsDone * this.#evaluationCost;
    const workPerMs = this.#workRate.perMs;
    this.#emit({
      type: 'progressed',
      stepsDone: this.#stepsDone,
      stepsTotal: this.#stepsTotal,
      shareDone: work / this.#workTotal,
      imagesPerSecond: this.#imageRate.perMs * 1000,
      secondsLeft: workPerMs > 0 ? (this.#workTotal - work) / workPerMs / 1000 : undefined,
    });
  }

  /** @returns the time the step took; 0 where the clock was not running. */
  #timeStep(work: number): number {
    const nowMs = this.#now();
    const elapsedMs = nowMs - (this.#lastStepAtMs ?? nowMs);
    this.#lastStepAtMs = nowMs;
    this.#workRate.add(work, elapsedMs);
    return elapsedMs;
  }

  #tellIfDue(): void {
    if (this.#now() - this.#toldAtMs >= TELLING_INTERVAL_MS) {
      this.tell();
    }
  }
}

/** An amount for each millisecond, over the last seconds in which it was worked on. */
class RecentRate {
  readonly #parts: { readonly amount: number; readonly ms: number }[] = [];
  #amount = 0;
  #ms = 0;

  /** An amount done in no time was done before the clock ran, and says nothing. */
  add(amount: number, ms: number): void {
    if (ms <= 0) {
      return;
    }
    this.#parts.push({ amount, ms });
    this.#amount += amount;
    this.#ms += ms;
    while (this.#parts.length > 1 && this.#ms > RATE_WINDOW_MS) {
      const oldest = this.#parts.shift();
      this.#amount -= oldest?.amount ?? 0;
      this.#ms -= oldest?.ms ?? 0;
    }
  }

  /** 0 until something is known. */
  get perMs(): number {
    return this.#ms > 0 ? this.#amount / this.#ms : 0;
  }
}
