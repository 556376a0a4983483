/** How candidates are timed against each other. */
export interface RaceOptions<Candidate> {
  /** Takes one sample of a candidate, in milliseconds; it may throw, and then the candidate is out. */
  readonly sampleMs: (candidate: Candidate) => Promise<number>;
  /** No sample starts that would likely end after it, on the clock of `now`. */
  readonly deadlineMs: number;
  /** A candidate whose best sample is at most this has won: none can be much faster. */
  readonly goodEnoughMs?: number;
  readonly now?: () => number;
}

/**
 * By how much a candidate's best sample may be above the best of all after each round, before it is out. Noise makes samples
 * longer and never shorter, so the best of few is already near the truth. A single sample is not: other work may triple it.
 */
const MARGINS = [4, 1.3, 1.15, 1.08, 1.05, 1.05, 1.05];
/** A candidate must be faster than the first by more than this to take its place: within it lies noise, and bits may differ. */
const CLEARLY_FASTER = 0.98;

interface Runner<Candidate> {
  readonly candidate: Candidate;
  readonly sampleMs: number[];
}

/**
 * Finds the fastest of several candidates by round robin, in which those that fall behind leave early.
 * @param candidates the first one is what would be taken without a race; it wins over those that are hardly faster.
 * @returns `undefined` where there was no time for a sample of each.
 * @example await raceCandidates(plans, { sampleMs: timePlan, deadlineMs: performance.now() + 1000 })
 */
export async function raceCandidates<Candidate>(
  candidates: readonly Candidate[],
  { sampleMs, deadlineMs, goodEnoughMs = 0, now = () => performance.now() }: RaceOptions<Candidate>,
): Promise<Candidate | undefined> {
  let runners: Runner<Candidate>[] = candidates.map((candidate) => ({ candidate, sampleMs: [] }));
  for (const margin of MARGINS) {
    const fastestMs = Math.min(...runners.map(bestMs));
    for (const runner of runners) {
      // One that was never timed may be slow: it is taken to need twice the time of the fastest.
      const expectedMs = runner.sampleMs.at(-1) ?? (Number.isFinite(fastestMs) ? 2 * fastestMs : 0);
      if (now() + expectedMs > deadlineMs) {
        return runners.every(isTimed) ? pickWinner(runners)?.candidate : undefined;
      }
      runner.sampleMs.push(await sampleMs(runner.candidate).catch(() => Number.POSITIVE_INFINITY));
    }
    runners = runners.filter((runner) => bestMs(runner) <= margin * Math.min(...runners.map(bestMs)));
    if (runners.length <= 1 || bestMs(pickWinner(runners)) <= goodEnoughMs) {
      break;
    }
  }
  return pickWinner(runners.filter((runner) => Number.isFinite(bestMs(runner))))?.candidate;
}

/** The one with the lowest median; the first in the list if none is clearly faster than it. */
function pickWinner<Candidate>(runners: readonly Runner<Candidate>[]): Runner<Candidate> | undefined {
  return runners.reduce<Runner<Candidate> | undefined>(
    (best, runner) => (best === undefined || medianMs(runner) < CLEARLY_FASTER * medianMs(best) ? runner : best),
    undefined,
  );
}

function isTimed({ sampleMs }: Runner<unknown>): boolean {
  return sampleMs.length > 0;
}

function bestMs(runner: Runner<unknown> | undefined): number {
  return Math.min(...(runner?.sampleMs ?? []));
}

function medianMs({ sampleMs }: Runner<unknown>): number {
  return sampleMs.toSorted((a, b) => a - b)[Math.floor((sampleMs.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
}
