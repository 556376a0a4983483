/** How work that was limited ended. */
export type Limited<T> =
  | { readonly status: 'finished' | 'stopped'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown };

export interface Limits {
  /** After so long it is asked to stop. */
  readonly limitMs: number;
  /** How long it may take to stop before it is left behind. */
  readonly graceMs: number;
  /** Asks it to stop; it then resolves with what it has. */
  readonly stop: () => Promise<void>;
}

/** Does some work within a time: asks it to stop when that is over, and no longer waits for work that does not stop. */
export async function limited<T>(work: () => Promise<T>, { limitMs, graceMs, stop }: Limits): Promise<Limited<T>> {
  let isLate = false;
  const timers: ReturnType<typeof setTimeout>[] = [];
  const after = (ms: number) =>
    new Promise<void>((resolve) => {
      timers.push(setTimeout(resolve, ms));
    });
  const leftBehind = after(limitMs).then(async () => {
    isLate = true;
    void stop().catch(() => undefined);
    await after(graceMs);
    throw new Error(`it did not end within ${Math.round((limitMs + graceMs) / 1000)} s`);
  });
  // Nobody waits for it once the work has ended.
  leftBehind.catch(() => undefined);
  try {
    const value = await Promise.race([work(), leftBehind]);
    return { status: isLate ? 'stopped' : 'finished', value };
  } catch (error) {
    return { status: 'failed', error };
  } finally {
    for (const timer of timers) {
      clearTimeout(timer);
    }
  }
}
