import { messageOf } from '../errors';
import { type Spread, spreadOf } from './statistics';
import type { Verdict } from './work/checkOutputs';
import { type Competitor, type CompetitorEntry, LeftOut, MOST_WINDOWS } from './work/competitor';

export interface MeasureOptions {
  /** A sample lasts at least this long, so that starting and waiting do not count. */
  readonly minSampleMs: number;
  readonly samples: number;
  /** Runs of a sample, whatever its length. */
  readonly maxRuns: number;
  /** Runs between two waits for the device, for all who share a GPU; fewer where the slowest would take too long. */
  readonly maxRunsPerWait: number;
  /** How long the slowest may take between two waits. */
  readonly maxWindowMs: number;
  /** Resolves when the harness's device has done all that was submitted. */
  readonly waitForDevice: () => Promise<void>;
  readonly shouldStop: () => boolean;
  /** Catches what goes wrong on a device while `work` runs. */
  readonly guard: <T>(work: () => Promise<T>) => Promise<T>;
  readonly nowMs: () => number;
}

export const MEASURE_DEFAULTS = {
  minSampleMs: 60,
  samples: 10,
  maxRuns: 8192,
  maxRunsPerWait: 8,
  maxWindowMs: 500,
} as const;

/** Rounds end after this many where ten would take longer than a minute. */
const FEWEST_SAMPLES = 5;
const LONG_ROUNDS_MS = 60_000;

/** What was found of one competitor. Times are of one run, in milliseconds. */
export interface Measurement {
  readonly entry: CompetitorEntry;
  readonly status: 'ok' | 'wrong' | 'failed' | 'left-out';
  readonly reason?: string;
  readonly wallMs?: Spread;
  /** The times of which `wallMs` is the middle, one a round, in the order of the rounds. */
  readonly roundsMs: readonly number[];
  readonly gpuMedianMs?: number;
  readonly firstUseMs?: number;
  readonly samples: number;
  readonly runsPerSample: number;
  readonly runsPerWait: number;
  readonly verdict?: Verdict;
}

interface Lane {
  readonly entry: CompetitorEntry;
  competitor: Competitor | undefined;
  runs: number;
  /** Of one run, as the warm-up found it. */
  runMs: number;
  runsPerWait: number;
  firstUseMs: number | undefined;
  readonly wallMs: number[];
  readonly gpuMs: number[];
  outcome: { readonly status: Measurement['status']; readonly reason?: string; readonly verdict?: Verdict } | undefined;
}

/**
 * Times the competitors of one case in turn, A B C, B C A …, so that what else the machine does meets all of them alike
 * and nobody always comes after the same other. Each is warmed up, its sample made long enough, its outputs poisoned,
 * timed, and then checked: one whose outputs are wrong is "wrong", one that throws is "failed", and neither has times.
 * The harness waits for the device, after the same number of runs for everyone.
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
      runMs: 0,
      runsPerWait: entry.isProbe === true ? options.maxRuns : options.maxRunsPerWait,
      firstUseMs: undefined,
      wallMs: [],
      gpuMs: [],
      outcome: undefined,
    }),
  );
  const forEachLane = async (work: (lane: Lane) => Promise<void>, first = 0): Promise<boolean> => {
    for (const lane of [...lanes.slice(first), ...lanes.slice(0, first)]) {
      if (options.shouldStop()) {
        return false;
      }
      await attempt(lane, options, work);
    }
    return true;
  };
  try {
    let isComplete = await forEachLane((lane) => warmUp(lane, options));
    keepOneRhythm(lanes, options);
    const startedAtMs = options.nowMs();
    const isLong = () => options.nowMs() - startedAtMs > LONG_ROUNDS_MS;
    for (let round = 0; round < options.samples && isComplete && !(round >= FEWEST_SAMPLES && isLong()); round++) {
      isComplete = await forEachLane((lane) => takeSample(lane, options), round % lanes.length);
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
  await runAndWait(competitor, 1, options);
  lane.firstUseMs = options.nowMs() - openedAtMs;
  await competitor.settle?.();
  // Once more where the first run may have compiled, then up to a sample's length.
  for (;;) {
    const elapsedMs = await timeRuns(competitor, lane, options);
    lane.runMs = elapsedMs / lane.runs;
    if (elapsedMs >= options.minSampleMs || lane.runs >= options.maxRuns) {
      break;
    }
    const wanted = Math.ceil((lane.runs * options.minSampleMs * 1.2) / Math.max(elapsedMs, 0.01));
    lane.runs = Math.min(options.maxRuns, Math.max(lane.runs + 1, Math.min(wanted, lane.runs * 16)));
  }
  // Not of the samples.
  await competitor.readGpuMs?.();
  await competitor.poison?.();
}

/**
 * One rhythm for all who share a GPU: as many runs between two waits as the slowest does in `maxWindowMs`, a power of
 * two, and samples of whole windows. Who computes on the processor is done when `run` is, and waits for nobody.
 */
function keepOneRhythm(lanes: readonly Lane[], { maxRunsPerWait, maxWindowMs }: MeasureOptions): void {
  const sharing = lanes.filter(
    ({ entry, outcome }) => entry.isCpu !== true && entry.isProbe !== true && outcome === undefined,
  );
  const fewest = Math.min(maxRunsPerWait, ...sharing.map(({ runMs }) => maxWindowMs / runMs));
  const runsPerWait = 2 ** Math.max(0, Math.floor(Math.log2(fewest)));
  for (const lane of sharing) {
    lane.runsPerWait = runsPerWait;
    lane.runs = runsPerWait * Math.min(MOST_WINDOWS, Math.ceil(lane.runs / runsPerWait));
  }
}

async function takeSample(lane: Lane, options: MeasureOptions): Promise<void> {
  const { competitor, runs } = lane as Lane & { competitor: Competitor };
  lane.wallMs.push((await timeRuns(competitor, lane, options)) / runs);
  const gpuMs = await competitor.readGpuMs?.();
  if (gpuMs !== undefined && gpuMs > 0) {
    lane.gpuMs.push(gpuMs / runs);
  }
}

async function timeRuns(
  competitor: Competitor,
  { runs, runsPerWait }: Pick<Lane, 'runs' | 'runsPerWait'>,
  options: MeasureOptions,
): Promise<number> {
  const startedAtMs = options.nowMs();
  for (let left = runs; left > 0; left -= runsPerWait) {
    await runAndWait(competitor, Math.min(left, runsPerWait), options);
  }
  return options.nowMs() - startedAtMs;
}

/** The wait is the harness's, so that nobody can leave it for later. */
async function runAndWait(competitor: Competitor, runs: number, { waitForDevice }: MeasureOptions): Promise<void> {
  await competitor.run(runs);
  await (competitor.wait === undefined ? waitForDevice() : competitor.wait());
}

async function verify(lane: Lane): Promise<void> {
  const { competitor } = lane as Lane & { competitor: Competitor };
  const verdict = await competitor.verify();
  lane.outcome =
    verdict.fault === undefined ? { status: 'ok', verdict } : { status: 'wrong', reason: verdict.fault, verdict };
}

function describe(lane: Lane): Measurement {
  const { entry, outcome, runs, runsPerWait } = lane;
  const { status, reason, verdict } = outcome ?? { status: 'failed' as const, reason: 'It was not measured.' };
  if (status !== 'ok') {
    // Times of wrong results would only mislead.
    return {
      entry,
      status,
      roundsMs: [],
      samples: 0,
      runsPerSample: 0,
      runsPerWait: 0,
      ...(reason === undefined ? {} : { reason }),
      ...(verdict === undefined ? {} : { verdict }),
    };
  }
  const wallMs = spreadOf(lane.wallMs);
  const gpuMedianMs = spreadOf(lane.gpuMs)?.median;
  return {
    entry,
    status,
    roundsMs: lane.wallMs,
    samples: lane.wallMs.length,
    runsPerSample: runs,
    runsPerWait: Math.min(runs, runsPerWait),
    ...(wallMs === undefined ? {} : { wallMs }),
    ...(gpuMedianMs === undefined ? {} : { gpuMedianMs }),
    ...(lane.firstUseMs === undefined || entry.isFirstUse === false ? {} : { firstUseMs: lane.firstUseMs }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}
