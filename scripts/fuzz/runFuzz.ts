import fc from 'fast-check';
import type { FuzzTarget, Outcome } from './fuzzTarget';

/** The most that any case may take. */
export const CASE_LIMIT_MS = 1000;

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  readonly limitMs?: number;
  /** Whether time that a case only waits counts too, on a machine that is not busy. */
  readonly waits?: boolean;
  /** Told before each case. */
  readonly onCase?: (one: unknown) => void;
}

export interface FuzzResult {
  readonly cases: number;
  readonly taken: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** Of the first case that failed, made as small as it still fails. */
  readonly failure?: { readonly smallestCase: unknown; readonly error: string };
}

/** Gives a reader so many cases, the same ones for the same seed. */
export async function runFuzz<Case>(
  target: FuzzTarget<Case>,
  { cases, seed, limitMs = CASE_LIMIT_MS, waits = false, onCase }: FuzzOptions,
): Promise<FuzzResult> {
  const counts: Record<Outcome, number> = { taken: 0, refused: 0 };
  let slowestMs = 0;
  const timeCase = async (one: Case): Promise<{ outcome: Outcome; ms: number }> => {
    const startedAtMs = performance.now();
    const cpuBefore = process.cpuUsage();
    const outcome = await target.tryCase(one);
    const { user, system } = process.cpuUsage(cpuBefore);
    // On a busy machine what others take does not count: no case takes longer than its own processor time but for waiting.
    const ownMs = waits ? Number.POSITIVE_INFINITY : (user + system) / 1000;
    return { outcome, ms: Math.min(performance.now() - startedAtMs, ownMs) };
  };
  const property = fc.asyncProperty(target.cases, async (one) => {
    onCase?.(one);
    const first = await timeCase(one);
    // A busy machine makes one case slow, and not the same one twice.
    const ms = first.ms <= limitMs ? first.ms : Math.min(first.ms, (await timeCase(one)).ms);
    slowestMs = Math.max(slowestMs, ms);
    if (ms > limitMs) {
      throw new Error(`It took ${Math.round(ms)} ms; it must end within ${limitMs}.`);
    }
    counts[first.outcome] += 1;
  });
  const details = await fc.check(property, { numRuns: cases, seed });
  const { errorInstance: error } = details;
  return {
    cases: details.numRuns,
    ...counts,
    slowestMs,
    ...(details.failed && {
      failure: {
        smallestCase: details.counterexample?.[0],
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      },
    }),
  };
}
