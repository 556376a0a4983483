import * as tf from '@tensorflow/tfjs';
import { type AdapterReport, adapterName } from '../gpu/adapter';
import type { TuningStore } from '../kernels/matmulTuner';
import type { TfjsBridge } from '../tfjs/bridge';
import type { BenchOptions } from './benchOptions';
import type { BenchReport, BenchRow, Peaks } from './benchReport';
import { buildRow, leftOutRow, ratiosOf } from './benchRows';
import { type BenchCase, casesMatching } from './catalog';
import { withErrorScopes } from './deviceGuard';
import type { BenchEvent } from './events';
import { type CompetitorEntry, MEASURE_DEFAULTS, type MeasureOptions, measureCase } from './measure';
import { measurePeaks } from './peaks';
import type { BenchContext } from './suites/context';
import { matmulEntries } from './suites/matmul';
import { trainEntries } from './suites/train';

export interface RunBenchOptions {
  readonly bridge: TfjsBridge;
  /** Where the tuner keeps its winners. */
  readonly tuningStore: TuningStore;
  readonly options: BenchOptions;
  readonly emit: (event: BenchEvent) => void;
  readonly shouldStop: () => boolean;
}

/** Long enough for the default cases with tfjs on a software adapter; a GPU takes far less for all of them. */
const SOFTWARE_BUDGET_SECONDS = 180;
const GPU_BUDGET_SECONDS = 900;

/** For each product. */
const TUNING_BUDGET_MS = 5000;

/** Measures peaks, then case after case. What cannot be measured becomes a row that says why. */
export async function runBench({
  bridge,
  tuningStore,
  options,
  emit,
  shouldStop,
}: RunBenchOptions): Promise<BenchReport> {
  const { gpu } = bridge;
  const startedAt = new Date();
  const startedAtMs = performance.now();
  const budgetSeconds =
    options.budgetSeconds ?? (gpu.adapter.isFallback ? SOFTWARE_BUDGET_SECONDS : GPU_BUDGET_SECONDS);
  const measureOptions: MeasureOptions = {
    ...MEASURE_DEFAULTS,
    shouldStop,
    guard: (work) => withErrorScopes(gpu.device, work),
    nowMs: () => performance.now(),
  };
  const context: BenchContext = {
    bridge,
    peers: options.peers,
    tuning: gpu.adapter.isFallback ? undefined : { store: tuningStore, budgetMs: TUNING_BUDGET_MS },
  };
  const { chosen, heavy } = chooseCases(options, gpu.adapter);
  const rows: BenchRow[] = [];
  const add = (added: readonly BenchRow[]) => {
    rows.push(...added);
    emit({ type: 'rowsMeasured', rows: added });
  };

  emit({ type: 'benchStarted', adapter: gpu.adapter, caseIds: chosen.map(({ id }) => id) });
  // Small inputs would be computed on the CPU and never reach the kernels to be measured.
  const forwardsToCpu = tf.env().getBool('WEBGPU_CPU_FORWARD');
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  try {
    emit({ type: 'benchProgressed', message: "Measuring the adapter's peaks", shareDone: 0 });
    const peaks = (await measurePeaks(gpu, measureOptions)) ?? NO_PEAKS;
    emit({ type: 'peaksMeasured', peaks });
    for (const [index, benchCase] of chosen.entries()) {
      if (shouldStop()) {
        break;
      }
      if (performance.now() - startedAtMs > 1000 * budgetSeconds) {
        add([leftOutRow(benchCase, `the budget of ${budgetSeconds} s was spent`, gpu.adapter, peaks)]);
        continue;
      }
      const message = `${benchCase.id} (${index + 1} of ${chosen.length})`;
      emit({ type: 'benchProgressed', message, shareDone: index / chosen.length });
      const measurements = await measureCase(await entriesOf(benchCase, context), measureOptions);
      gpu.health.throwIfFailed();
      add((measurements ?? []).map((measurement) => buildRow(benchCase, measurement, gpu.adapter, peaks)));
    }
    const softwareReason = `takes too long on ${adapterName(gpu.adapter)}; --cases with its name measures it`;
    add(heavy.map((benchCase) => leftOutRow(benchCase, softwareReason, gpu.adapter, peaks)));
    return buildReport({
      startedAt,
      options,
      budgetSeconds,
      adapter: gpu.adapter,
      peaks,
      rows,
      startedAtMs,
      shouldStop,
    });
  } finally {
    tf.env().set('WEBGPU_CPU_FORWARD', forwardsToCpu);
  }
}

const NO_PEAKS: Peaks = { fmaGflopPerSecond: 0, fmaVariant: 'not measured', copyGbPerSecond: 0, emptyDispatchUs: 0 };

/** On a software adapter the heavy cases have to be named. */
function chooseCases({ suites, cases }: BenchOptions, { isFallback }: AdapterReport) {
  const matching = casesMatching(suites, cases);
  const isLeftOut = ({ isHeavy }: BenchCase) => isFallback && isHeavy && cases.length === 0;
  return { chosen: matching.filter((found) => !isLeftOut(found)), heavy: matching.filter(isLeftOut) };
}

async function entriesOf(benchCase: BenchCase, context: BenchContext): Promise<CompetitorEntry[]> {
  switch (benchCase.kind) {
    case 'matmul':
      return matmulEntries(benchCase, context);
    case 'train':
      return trainEntries(benchCase, context);
    default:
      return [];
  }
}

interface ReportFacts extends Pick<RunBenchOptions, 'options' | 'shouldStop'> {
  readonly startedAt: Date;
  readonly startedAtMs: number;
  readonly budgetSeconds: number;
  readonly adapter: AdapterReport;
  readonly peaks: Peaks;
  readonly rows: readonly BenchRow[];
}

function buildReport({
  startedAt,
  startedAtMs,
  options,
  budgetSeconds,
  adapter,
  peaks,
  rows,
  shouldStop,
}: ReportFacts): BenchReport {
  return {
    schema: 'weft.bench/1',
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
    peaks,
    rows: [...rows],
    ratios: ratiosOf(rows),
    wallMs: performance.now() - startedAtMs,
  };
}
