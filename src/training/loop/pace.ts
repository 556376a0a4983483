/** Steps recorded before the loop looks whether the GPU keeps up, and how far ahead it may run. */
export interface PaceOptions {
  /** Steps that go to the GPU together; a fence submits what is left over. */
  readonly stepsPerSubmit: number;
  /** Steps between two fences. */
  readonly stepsPerFence: number;
  /** Fences that may be open: with one, the GPU always has work while the CPU prepares the next. */
  readonly openFences: number;
}

/** A software adapter takes a tenth of a second a step: a fence costs nothing and keeps Pause and Stop prompt. */
const SOFTWARE_PACE: PaceOptions = { stepsPerSubmit: 1, stepsPerFence: 1, openFences: 1 };
/**
 * A GPU takes well under a millisecond a step, as long as a fence does, and a submit costs more than recording a step:
 * two between two fences, so that the GPU begins on the first half while the second is recorded.
 */
const GPU_PACE: PaceOptions = { stepsPerSubmit: 8, stepsPerFence: 16, openFences: 2 };

export function paceFor(adapter: { readonly isFallback: boolean }): PaceOptions {
  return adapter.isFallback ? SOFTWARE_PACE : GPU_PACE;
}

/** Keeps a bounded number of steps in flight, and measures how long each takes. */
export class Pace {
  readonly #options: Omit<PaceOptions, 'stepsPerSubmit'>;
  readonly #openFence: () => Promise<void>;
  readonly #now: () => number;
  readonly #open: Promise<void>[] = [];
  readonly #stepMs: number[] = [];
  #stepsSinceFence = 0;
  #lastFenceAtMs: number | undefined;

  /** @param openFence submits what is recorded, and resolves when everything submitted so far is done. */
  constructor(
    options: Omit<PaceOptions, 'stepsPerSubmit'>,
    openFence: () => Promise<void>,
    now: () => number = () => performance.now(),
  ) {
    this.#options = options;
    this.#openFence = openFence;
    this.#now = now;
  }

  /** Milliseconds a step, one figure for each fence passed. */
  get stepMs(): readonly number[] {
    return this.#stepMs;
  }

  /** Forgets the time since the last fence: what comes next is not a step. */
  restartClock(): void {
    this.#lastFenceAtMs = this.#now();
  }

  /** Call after each step; resolves when there may be another. */
  async stepRecorded(): Promise<void> {
    this.#stepsSinceFence++;
    if (this.#stepsSinceFence === this.#options.stepsPerFence) {
      await this.#fence();
    }
  }

  /** Waits for all steps. */
  async drain(): Promise<void> {
    if (this.#stepsSinceFence > 0) {
      await this.#fence();
    }
    await Promise.all(this.#open.splice(0));
  }

  async #fence(): Promise<void> {
    const steps = this.#stepsSinceFence;
    this.#stepsSinceFence = 0;
    const passed = this.#openFence().then(() => {
      const nowMs = this.#now();
      if (this.#lastFenceAtMs !== undefined) {
        this.#stepMs.push((nowMs - this.#lastFenceAtMs) / steps);
      }
      this.#lastFenceAtMs = nowMs;
    });
    // Handled when awaited below; until then a failed device is not an unhandled rejection.
    passed.catch(() => undefined);
    this.#open.push(passed);
    if (this.#open.length > this.#options.openFences) {
      await this.#open.shift();
    }
  }
}
