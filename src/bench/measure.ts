import { messageOf } from '../errors';
import { type Spread, spreadOf } from './statistics';
import type { Verdict } from './work/checkOutputs';
import { type Competitor, type CompetitorEntry, LeftOut } from './work/competitor';

export interface MeasureOptions {
  /** A sample lasts at least this long, so that starting and waiting do not count. */
  readonly minSampleMs: number;
  readonly samples: number;
  /** Runs of a sample, whatever its length. */
  readonly maxRuns: number;
  readonly shouldStop: () => boolean;
  /** Catches what goes wrong on a device while `work` runs. */
  readonly guard: <T>(work: () => Promise<T>) => Promise<T>;
  readonly nowMs: () => number;
}

export const MEASURE_DEFAULTS = { minSampleMs: 60, samples: 10, maxRuns: 8192 } as const;

/** What was found of one competitor. Times are of one run, in milliseconds. */
export interface Measurement {
  readonly entry: CompetitorEntry;
  readonly status: 'ok' | 'wrong' | 'failed' | 'left-out';
  readonly reason?: string;
  readonly wallMs?: Spread;
  readonly gpuMedianMs?: number;
  readonly firstUseMs?: number;
  readonly samples: number;
  readonly runsPerSample: number;
  readonly verdict?: Verdict;
}

interface Lane {
  readonly entry: CompetitorEntry;
  competitor: Competitor | undefined;
  runs: number;
  firstUseMs: number | undefined;
  readonly wallMs: number[];
  readonly gpuMs: number[];
  outcome: { readonly status: Measurement['status']; readonly reason?: string; readonly verdict?: Verdict } | undefined;
}

/**
 * Times the competitors of one case in turn, A B A B …, so that what else the machine does meets all of them alike.
 * Each is warmed up, its sample made long enough, its outputs poisoned, timed, and then checked: one whose outputs are
 * wrong is "wrong", one that throws is "failed", and neither has times.
 * @returns `undefined` when it was stopped before all samples were taken.
 */
export async function measureCase(
  entries: readonly CompetitorEntry[],
  options: MeasureOptions,
): Promise<Measurement[] | undefined> {
  const lanes = entries.map(
    (entry): Lane => ({
      entry,
      competitor: undefined,
      runs: 1,
      firstUseMs: undefined,
      wallMs: [],
      gpuMs: [],
      outcome: undefined,
    }),
  );
  const forEachLane = async (work: (lane: Lane) => Promise<void>): Promise<boolean> => {
    for (const lane of lanes) {
      if (options.shouldStop()) {
        return false;
      }
      await attempt(lane, options, work);
    }
    return true;
  };
  try {
    let isComplete = await forEachLane((lane) => warmUp(lane, options));
    for (let sample = 0; sample < options.samples && isComplete; sample++) {
      isComplete = await forEachLane((lane) => takeSample(lane, options));
    }
    isComplete = isComplete && (await forEachLane(verify));
    return isComplete ? lanes.map(describe) : undefined;
  } finally {
    for (const { competitor } of lanes) {
      competitor?.dispose();
    }
  }
}

/** A lane that has failed takes no further part. */
async function attempt(lane: Lane, { guard }: MeasureOptions, work: (lane: Lane) => Promise<void>): Promise<void> {
  if (lane.outcome !== undefined) {
    return;
  }
  try {
    await guard(() => work(lane));
  } catch (error) {
    lane.outcome = { status: error instanceof LeftOut ? 'left-out' : 'failed', reason: messageOf(error) };
  }
}

async function warmUp(lane: Lane, options: MeasureOptions): Promise<void> {
  const openedAtMs = options.nowMs();
  const competitor = await lane.entry.open();
  lane.competitor = competitor;
  await competitor.run(1);
  lane.firstUseMs = options.nowMs() - openedAtMs;
  await competitor.settle?.();
  // Once more where the first run may have compiled, then up to a sample's length.
  for (;;) {
    const elapsedMs = await timeRuns(competitor, lane.runs, options);
    if (elapsedMs >= options.minSampleMs || lane.runs >= options.maxRuns) {
      break;
    }
    const wanted = Math.ceil((lane.runs * options.minSampleMs * 1.2) / Math.max(elapsedMs, 0.01));
    lane.runs = Math.min(options.maxRuns, Math.max(lane.runs + 1, Math.min(wanted, lane.runs * 16)));
  }
  await competitor.poison?.();
}

async function takeSample(lane: Lane, options: MeasureOptions): Promise<void> {
  const { competitor, runs } = lane as Lane & { competitor: Competitor };
  lane.wallMs.push((await timeRuns(competitor, runs, options)) / runs);
  const gpuMs = await competitor.readGpuMs?.();
  if (gpuMs !== undefined && gpuMs > 0) {
    lane.gpuMs.push(gpuMs / runs);
  }
}

async function timeRuns(competitor: Competitor, runs: number, { nowMs }: MeasureOptions): Promise<number> {
  const startedAtMs = nowMs();
  await competitor.run(runs);
  return nowMs() - startedAtMs;
}

async function verify(lane: Lane): Promise<void> {
  const { competitor } = lane as Lane & { competitor: Competitor };
  const verdict = await competitor.verify();
  lane.outcome =
    verdict.fault === undefined ? { status: 'ok', verdict } : { status: 'wrong', reason: verdict.fault, verdict };
}

function describe(lane: Lane): Measurement {
  const { entry, outcome, runs } = lane;
  const { status, reason, verdict } = outcome ?? { status: 'failed' as const, reason: 'It was not measured.' };
  if (status !== 'ok') {
    // Times of wrong results would only mislead.
    return {
      entry,
      status,
      samples: 0,
      runsPerSample: 0,
      ...(reason === undefined ? {} : { reason }),
      ...(verdict === undefined ? {} : { verdict }),
    };
  }
  const wallMs = spreadOf(lane.wallMs);
  const gpuMedianMs = spreadOf(lane.gpuMs)?.median;
  return {
    entry,
    status,
    samples: lane.wallMs.length,
    runsPerSample: runs,
    ...(wallMs === undefined ? {} : { wallMs }),
    ...(gpuMedianMs === undefined ? {} : { gpuMedianMs }),
    ...(lane.firstUseMs === undefined || entry.isFirstUse === false ? {} : { firstUseMs: lane.firstUseMs }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}
