import type { Gpu } from '../gpu/device';
import { isTunable } from '../kernels/matmul/choice';
import type { MatmulPlan } from '../kernels/matmul/plan';
import { chooseRightPlan } from '../kernels/matmul/selfTest';
import { type MatmulShape, matmulShapeKey } from '../kernels/matmul/shape';
import { type TuningStore, tuneMatmul } from '../kernels/matmul/tuner';
import { createBrowserTuningStore } from '../kernels/matmul/tuningStore';
import { matmulTraits } from '../kernels/matmul/variants';

/** How products of a program that is not Weft's are tuned while it runs. */
export interface BackgroundTuningOptions {
  /** Where winners are kept; by default the browser's IndexedDB. */
  readonly store?: TuningStore;
  /** A shape is tuned when it was used so often; by default 50 times. */
  readonly minUses?: number;
  /** Also on an adapter where timing takes longer than it can bring; by default not. */
  readonly everywhere?: boolean;
}

const MIN_USES = 50;
/** Shapes whose uses are counted at once: a program whose shapes vary without end must not fill memory. */
const MAX_COUNTED = 256;
/** Shapes that are tuned in all. */
const MAX_TUNED = 64;
/** What tuning of one shape may take, compilation and waits for idle moments included. */
const BUDGET_MS = 30_000;
/** Operands and output of a shape worth tuning, in elements: below it a launch costs as much, above it room and time. */
const MIN_ELEMENTS = 2 ** 13;
const MAX_ELEMENTS = 2 ** 24;
/** How long to wait for an idle moment before tuning goes on without one. */
const IDLE_TIMEOUT_MS = 50;

/**
 * Counts the shapes of products, and finds the fastest variant of those seen often while the program goes on: one trial
 * after another, each in an idle moment and when the queue is empty.
 */
export class BackgroundTuner {
  readonly #gpu: Gpu;
  readonly #adopt: (plan: MatmulPlan) => void;
  readonly #store: TuningStore;
  readonly #minUses: number;
  readonly #isOn: boolean;
  readonly #uses = new Map<string, number>();
  readonly #waiting: MatmulShape[] = [];
  #seenOften = 0;
  #isTuning = false;
  #isStopped = false;

  /** @param adopt takes a plan that is compiled, right, and faster than the shipped choice. */
  constructor(gpu: Gpu, adopt: (plan: MatmulPlan) => void, options: BackgroundTuningOptions = {}) {
    this.#gpu = gpu;
    this.#adopt = adopt;
    this.#store = options.store ?? createBrowserTuningStore();
    this.#minUses = options.minUses ?? MIN_USES;
    this.#isOn = options.everywhere === true || isTunable(matmulTraits(gpu));
  }

  /** Says that a product is done once. */
  count(shape: MatmulShape): void {
    if (!this.#isOn || this.#isStopped || this.#seenOften >= MAX_TUNED || !isWorthTuning(shape)) {
      return;
    }
    const key = matmulShapeKey(shape);
    const uses = (this.#uses.get(key) ?? 0) + 1;
    // Counted anew at the end: the first is the one not seen for longest.
    this.#uses.delete(key);
    this.#uses.set(key, uses);
    const [oldest] = this.#uses.keys();
    if (this.#uses.size > MAX_COUNTED && oldest !== undefined) {
      this.#uses.delete(oldest);
    }
    if (uses === this.#minUses) {
      this.#seenOften++;
      this.#waiting.push(shape);
      void this.#tuneWaiting();
    }
  }

  /** What is under way ends at its next trial, without effect. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.length = 0;
  }

  async #tuneWaiting(): Promise<void> {
    if (this.#isTuning) {
      return;
    }
    this.#isTuning = true;
    for (let shape = this.#waiting.shift(); shape !== undefined; shape = this.#waiting.shift()) {
      // The program goes on with the shipped choice where this fails; what failed on the device, its own work tells.
      await this.#tune(shape).catch(() => this.#gpu.health.failure && this.stop());
    }
    this.#isTuning = false;
  }

  async #tune(shape: MatmulShape): Promise<void> {
    const gpu = this.#gpu;
    const pause = async () => {
      await idle();
      await gpu.health.settle();
      if (this.#isStopped) {
        throw new Error('Tuning was stopped.');
      }
    };
    const variants = await tuneMatmul(gpu, [shape], { store: this.#store, budgetMs: BUDGET_MS, pause });
    const winner = variants.get(matmulShapeKey(shape));
    if (winner === undefined || this.#isStopped) {
      return;
    }
    // One found on an earlier visit was neither compiled nor checked on this one.
    const { plan } = await chooseRightPlan(gpu, shape, winner, { store: this.#store });
    await gpu.pipelines.prepare(plan.program);
    if (!this.#isStopped) {
      this.#adopt(plan);
    }
  }
}

function isWorthTuning({ batch, m, k, n }: MatmulShape): boolean {
  const elements = batch * (m * k + k * n + m * n);
  return elements >= MIN_ELEMENTS && elements <= MAX_ELEMENTS;
}

/** A moment at which the program's thread has nothing else to do. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') {
      requestIdleCallback(() => resolve(), { timeout: IDLE_TIMEOUT_MS });
    } else {
      // A worker or Node: after what waits already.
      setTimeout(resolve);
    }
  });
}
