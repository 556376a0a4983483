import { WeftError } from '../errors';

/** What is waited for: compiling takes its own time, and says nothing of how long work takes. */
export type WaitKind = 'work' | 'compiling';

/** Seconds that nothing may take, until something is known of the adapter's pace. */
const AT_FIRST_SECONDS = { gpu: 60, software: 300 } as const;
/** Afterwards: so many times the longest wait so far, but at least so many seconds. */
const [TIMES_LONGEST, AT_LEAST_SECONDS] = [20, { gpu: 10, software: 30 }] as const;
/** Once someone wants it to end. */
const [HURRIED_TIMES_LONGEST, HURRIED_AT_LEAST_SECONDS] = [6, { gpu: 3, software: 30 }] as const;

const TICK_MS = 1000;

interface Wait {
  readonly kind: WaitKind;
  readonly give: (error: WeftError) => void;
  ticks: number;
}

/**
 * How long a GPU may leave one without an answer, by its own pace. Seconds are counted as they are lived, so that a
 * computer's sleep is none.
 */
export class Patience {
  readonly #adapter: keyof typeof AT_FIRST_SECONDS;
  readonly #now: () => number;
  readonly #open = new Set<Wait>();
  #longestMs = 0;
  #isHurried = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ isFallback }: { readonly isFallback: boolean }, now: () => number = () => performance.now()) {
    this.#adapter = isFallback ? 'software' : 'gpu';
    this.#now = now;
  }

  /** From now on, whoever waits has only a few seconds left. */
  hurry(): void {
    this.#isHurried = true;
    for (const wait of this.#open) {
      wait.ticks = 0;
    }
  }

  /** As it was before. */
  relax(): void {
    this.#isHurried = false;
  }

  /** Ends all waiting with an error. */
  giveUp(error: WeftError): void {
    for (const { give } of this.#open) {
      give(error);
    }
  }

  /** @throws WeftError `gpu-silent` where the answer does not come in time; what `giveUp` is called with meanwhile. */
  async wait<T>(answer: Promise<T>, kind: WaitKind = 'work'): Promise<T> {
    const startedAtMs = this.#now();
    let wait: Wait | undefined;
    const silence = new Promise<never>((_, reject) => {
      wait = { kind, give: reject, ticks: 0 };
      this.#open.add(wait);
    });
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
    try {
      const value = await Promise.race([answer, silence]);
      if (kind === 'work') {
        this.#longestMs = Math.max(this.#longestMs, this.#now() - startedAtMs);
      }
      return value;
    } finally {
      this.#open.delete(wait as Wait);
      if (this.#open.size === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  #tick(): void {
    for (const wait of this.#open) {
      wait.ticks++;
      if (wait.ticks > this.#limitOf(wait.kind)) {
        wait.give(silent(wait.ticks));
      }
    }
  }

  /** In ticks, which are seconds. */
  #limitOf(kind: WaitKind): number {
    const longest = this.#longestMs / 1000;
    if (this.#isHurried) {
      const atLeast = HURRIED_AT_LEAST_SECONDS[kind === 'compiling' ? 'software' : this.#adapter];
      return Math.max(atLeast, HURRIED_TIMES_LONGEST * longest);
    }
    return this.#longestMs === 0 || kind === 'compiling'
      ? AT_FIRST_SECONDS[this.#adapter]
      : Math.max(AT_LEAST_SECONDS[this.#adapter], TIMES_LONGEST * longest);
  }
}

function silent(seconds: number): WeftError {
  return new WeftError(
    'gpu-silent',
    `The GPU has not answered for ${seconds} s; train again, which opens it anew, and restart the browser where that does not help.`,
    { facts: { about: 'gpu-silent', seconds } },
  );
}
