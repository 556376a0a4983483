import type { TrainingEvent } from './events';
import { FORWARD_FLOP, TRAINING_FLOP } from './network';
import type { Trainee } from './trainee';

/** What an evaluation step costs, in training steps. */
const EVALUATION_COST = FORWARD_FLOP / TRAINING_FLOP;
const REPORT_INTERVAL_MS = 250;
/** Rates are taken over about this long. */
const RATE_WINDOW_MS = 5_000;

interface Sample {
  readonly atMs: number;
  readonly work: number;
  readonly images: number;
}

/** Counts what is done of a run, and tells it a few times a second with the rate and the time left. */
export class RunProgress {
  readonly #emit: (event: TrainingEvent) => void;
  readonly #now: () => number;
  readonly #stepsTotal: number;
  readonly #workTotal: number;
  #stepsDone = 0;
  #work = 0;
  #images = 0;
  #samples: Sample[] = [];
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    trainee: Pick<Trainee, 'stepsPerEpoch' | 'stepsPerEvaluation'>,
    epochs: number,
    emit: (event: TrainingEvent) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#emit = emit;
    this.#now = now;
    const { validation, test } = trainee.stepsPerEvaluation;
    this.#stepsTotal = epochs * trainee.stepsPerEpoch;
    this.#workTotal = this.#stepsTotal + (epochs * validation + test) * EVALUATION_COST;
  }

  trainStepDone(memberImages: number): void {
    this.#stepsDone++;
    this.#images += memberImages;
    this.#advance(1);
  }

  evaluationStepDone(): void {
    this.#advance(EVALUATION_COST);
  }

  /** Time passed without work, in a pause, says nothing about the rate. */
  restartClock(): void {
    this.#samples = [];
  }

  /** Tells where the run stands, now. */
  report(): void {
    this.#reportedAtMs = this.#now();
    const [first] = this.#samples;
    const elapsedMs = first === undefined ? 0 : this.#reportedAtMs - first.atMs;
    const worked = first === undefined ? 0 : this.#work - first.work;
    const images = first === undefined ? 0 : this.#images - first.images;
    this.#emit({
      type: 'progressed',
      stepsDone: this.#stepsDone,
      stepsTotal: this.#stepsTotal,
      imagesPerSecond: elapsedMs > 0 ? (images / elapsedMs) * 1000 : 0,
      secondsLeft: worked > 0 ? ((this.#workTotal - this.#work) / worked) * (elapsedMs / 1000) : undefined,
    });
  }

  #advance(work: number): void {
    const nowMs = this.#now();
    if (this.#samples.length === 0) {
      this.#samples.push({ atMs: nowMs, work: this.#work, images: this.#images });
    }
    this.#work += work;
    if (nowMs - this.#reportedAtMs < REPORT_INTERVAL_MS) {
      return;
    }
    this.report();
    this.#samples.push({ atMs: nowMs, work: this.#work, images: this.#images });
    const oldest = this.#samples.findIndex(({ atMs }) => nowMs - atMs <= RATE_WINDOW_MS);
    this.#samples = this.#samples.slice(Math.max(0, oldest));
  }
}
