import * as tf from '@tensorflow/tfjs';
import type { AdapterInfo } from '../gpu/adapter';
import { isTunable } from '../kernels/matmul/choice';
import type { TuningStore } from '../kernels/matmul/tuner';
import { matmulTraits } from '../kernels/matmul/variants';
import type { TfjsBridge } from '../tfjs/bridge';
import { adapterName } from '../words/adapter';
import { METHOD_NOTES, notesOn } from './adapterNotes';
import { BENCH_SCHEMA, type BenchFile, type BenchRow, type Peaks } from './benchFile';
import type { BenchOptions } from './benchOptions';
import { buildRow, leftOutRow, limitingPeak, type PeakInTurn, ratiosOf } from './benchRows';
import type { BenchEvent } from './events';
import { MEASURE_DEFAULTS, type Measurement, type MeasureOptions, measureCase } from './measure';
import { measurePeaks, type PeakProbe } from './peaks';
import { adamEntries } from './suites/adam';
import type { BenchContext } from './suites/context';
import { evaluateEntries } from './suites/evaluate';
import { lossEntries } from './suites/loss';
import { matmulEntries } from './suites/matmul';
import { gatherEntries, statisticsEntries } from './suites/normalize';
import { otherEntries } from './suites/other';
import { trainEntries } from './suites/train';
import { type BenchCase, casesMatching, SUITES } from './work/catalog';
import type { CompetitorEntry } from './work/competitor';
import { withErrorScopes } from './work/deviceGuard';

export interface RunBenchOptions {
  readonly bridge: TfjsBridge;
  /** Where the tuner keeps its winners. */
  readonly tuningStore: TuningStore;
  readonly options: BenchOptions;
  readonly emit: (event: BenchEvent) => void;
  readonly shouldStop: () => boolean;
  /** Shorter samples and fewer, for tests. */
  readonly measure?: Partial<Pick<MeasureOptions, 'minSampleMs' | 'samples' | 'maxWindowMs'>>;
}

/** Who names no suites and no cases wants an answer in minutes on a software adapter too. */
const UNASKED_SOFTWARE_BUDGET_SECONDS = 150;
const BUDGET_SECONDS = 1800;

/** For each product. */
const TUNING_BUDGET_MS = 5000;

/** Measures peaks, then case after case. What cannot be measured becomes a row that says why. */
export async function runBench({
  bridge,
  tuningStore,
  options,
  emit,
  shouldStop,
  measure = {},
}: RunBenchOptions): Promise<BenchFile> {
  const { gpu } = bridge;
  const { adapter } = gpu;
  const startedAt = new Date();
  const startedAtMs = performance.now();
  const budgetSeconds = options.budgetSeconds ?? defaultBudgetSeconds(options, adapter);
  const measureOptions: MeasureOptions = {
    ...MEASURE_DEFAULTS,
    ...(options.samples === undefined ? {} : { samples: options.samples }),
    ...measure,
    shouldStop,
    guard: (work) => withErrorScopes(gpu.device, work),
    waitForDevice: async () => {
      await gpu.health.answer(gpu.device.queue.onSubmittedWorkDone());
    },
    nowMs: () => performance.now(),
  };
  const tuning = isTunable(matmulTraits(gpu)) ? { store: tuningStore, budgetMs: TUNING_BUDGET_MS } : undefined;
  const context: BenchContext = { bridge, peers: options.peers, tuning };
  const { chosen, heavy } = chooseCases(options, adapter);
  const rows: BenchRow[] = [];
  const add = (added: readonly BenchRow[]) => {
    rows.push(...added);
    emit({ type: 'rowsMeasured', rows: added });
  };

  emit({ type: 'benchStarted', adapter, caseIds: chosen.map(({ id }) => id) });
  emit({ type: 'benchProgressed', measuring: undefined, shareDone: 0 });
  // Small inputs would be computed on the CPU and never reach the kernels to be measured.
  const forwardsToCpu = tf.env().getBool('WEBGPU_CPU_FORWARD');
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  let peaks: Peaks | undefined;
  try {
    const measured = await measurePeaks(gpu, measureOptions);
    if (measured !== undefined) {
      peaks = measured.peaks;
      emit({ type: 'peaksMeasured', peaks });
    }
    for (const [index, benchCase] of chosen.entries()) {
      if (measured === undefined || peaks === undefined || shouldStop()) {
        break;
      }
      if (performance.now() - startedAtMs > 1000 * budgetSeconds) {
        add([leftOutRow(benchCase, `the budget of ${budgetSeconds} s was spent`, adapter)]);
        continue;
      }
      const measuring = { caseId: benchCase.id, place: index + 1, count: chosen.length };
      emit({ type: 'benchProgressed', measuring, shareDone: index / chosen.length });
      const peak = limitingPeak(benchCase, peaks);
      const probe = peak === 'copy' ? measured.copy : measured.multiplyAdd;
      const measurements = await measureCase([...(await entriesOf(benchCase, context)), probe.entry], measureOptions);
      gpu.health.throwIfFailed();
      const inTurn = peakInTurn(peak, probe, measurements?.pop());
      peaks = raisePeaks(peaks, inTurn);
      add((measurements ?? []).map((measurement) => buildRow(benchCase, measurement, adapter, inTurn)));
    }
  } finally {
    tf.env().set('WEBGPU_CPU_FORWARD', forwardsToCpu);
  }
  const heavyReason = `too long for ${adapterName(adapter)} unless --cases names it`;
  add(heavy.map((benchCase) => leftOutRow(benchCase, heavyReason, adapter)));
  return {
    schema: BENCH_SCHEMA,
    startedAt: startedAt.toISOString(),
    commit: __WEFT_COMMIT__,
    status: shouldStop() ? 'stopped' : 'finished',
    adapter: { ...adapter, features: [...adapter.features] },
    config: {
      suites: [...options.suites],
      cases: [...options.cases],
      peers: [...options.peers],
      budgetSeconds,
    },
    peaks: peaks ?? NO_PEAKS,
    rows,
    ratios: ratiosOf(rows),
    notes: [...METHOD_NOTES, ...notesOn(gpu)],
    wallMs: performance.now() - startedAtMs,
  };
}

function defaultBudgetSeconds({ suites, cases }: BenchOptions, { isFallback }: AdapterInfo): number {
  const isAsked = suites.length < SUITES.length || cases.length > 0;
  return isFallback && !isAsked ? UNASKED_SOFTWARE_BUDGET_SECONDS : BUDGET_SECONDS;
}

function peakInTurn(peak: PeakInTurn['peak'], { giga }: PeakProbe, measured?: Measurement): PeakInTurn | undefined {
  const { wallMs, gpuMedianMs } = measured ?? {};
  return wallMs === undefined
    ? undefined
    : {
        peak,
        gigaPerSecond: (1000 * giga) / wallMs.median,
        gpuGigaPerSecond: gpuMedianMs === undefined ? undefined : (1000 * giga) / gpuMedianMs,
      };
}

/** A peak is the most that was ever seen: on a busy machine that may be later than at first. */
function raisePeaks(peaks: Peaks, inTurn: PeakInTurn | undefined): Peaks {
  if (inTurn === undefined) {
    return peaks;
  }
  return inTurn.peak === 'copy'
    ? { ...peaks, copyGbPerSecond: Math.max(peaks.copyGbPerSecond, inTurn.gigaPerSecond) }
    : { ...peaks, fmaGflopPerSecond: Math.max(peaks.fmaGflopPerSecond, inTurn.gigaPerSecond) };
}

const NO_PEAKS: Peaks = {
  fmaGflopPerSecond: 0,
  fmaVariant: 'not measured',
  copyGbPerSecond: 0,
  copyVariant: 'not measured',
  emptyDispatchUs: 0,
};

/** On a software adapter the heavy cases have to be named. */
function chooseCases({ suites, cases }: BenchOptions, { isFallback }: AdapterInfo) {
  const matching = casesMatching(suites, cases);
  const isLeftOut = ({ isHeavy }: BenchCase) => isFallback && isHeavy && cases.length === 0;
  return { chosen: matching.filter((found) => !isLeftOut(found)), heavy: matching.filter(isLeftOut) };
}

async function entriesOf(benchCase: BenchCase, context: BenchContext): Promise<CompetitorEntry[]> {
  switch (benchCase.kind) {
    case 'matmul':
      return matmulEntries(benchCase, context);
    case 'statistics':
      return statisticsEntries(benchCase, context);
    case 'gather-normalize':
      return gatherEntries(benchCase, context);
    case 'loss':
      return lossEntries(benchCase, context);
    case 'adam':
      return adamEntries(benchCase, context);
    case 'train':
      return trainEntries(benchCase, context);
    case 'evaluate':
      return evaluateEntries(benchCase, context);
    case 'other':
      return otherEntries(benchCase, context);
    default:
      return benchCase satisfies never;
  }
}
