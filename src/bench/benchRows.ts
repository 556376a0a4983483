import { type AdapterReport, adapterName } from '../gpu/adapter';
import { TRAINING_FLOP } from '../training/network';
import type { BenchReport, BenchRow, Peaks } from './benchReport';
import type { BenchCase } from './catalog';
import type { Measurement } from './measure';

/** The row of one measurement. */
export function buildRow(
  benchCase: BenchCase,
  measurement: Measurement,
  adapter: AdapterReport,
  peaks: Peaks,
): BenchRow {
  const { entry, status, wallMs, verdict } = measurement;
  const medianMs = wallMs?.median ?? null;
  return {
    suite: benchCase.suite,
    case: benchCase.id,
    implementation: entry.implementation,
    variant: entry.variant,
    runsOn: entry.isCpu ? 'CPU' : adapterName(adapter),
    status,
    reason: measurement.reason ?? entry.remark ?? null,
    medianMs,
    p10Ms: wallMs?.p10 ?? null,
    p90Ms: wallMs?.p90 ?? null,
    gpuMedianMs: measurement.gpuMedianMs ?? null,
    samples: measurement.samples,
    runsPerSample: measurement.runsPerSample,
    firstUseMs: measurement.firstUseMs ?? null,
    ...ratesOf(benchCase, measurement, peaks),
    maxRelativeError: finiteOrNull(verdict?.maxRelativeError),
    checkedEntries: verdict?.checkedEntries ?? 0,
    outputEntries: verdict?.outputEntries ?? 0,
  };
}

export function leftOutRow(benchCase: BenchCase, reason: string, adapter: AdapterReport, peaks: Peaks): BenchRow {
  const entry = { implementation: 'weft', variant: 'all', open: () => Promise.reject(new Error(reason)) } as const;
  return buildRow(benchCase, { entry, status: 'left-out', reason, samples: 0, runsPerSample: 0 }, adapter, peaks);
}

type Rates = Pick<
  BenchRow,
  'gflopPerSecond' | 'gbPerSecond' | 'shareOfPeak' | 'peak' | 'arithmeticIntensity' | 'imagesPerSecond'
>;

const NO_RATES: Rates = {
  gflopPerSecond: null,
  gbPerSecond: null,
  shareOfPeak: null,
  peak: null,
  arithmeticIntensity: null,
  imagesPerSecond: null,
};

function ratesOf({ flop, bytes, suite }: BenchCase, { entry, wallMs }: Measurement, peaks: Peaks): Rates {
  const arithmeticIntensity = flop !== undefined && bytes !== undefined ? flop / bytes : null;
  if (wallMs === undefined) {
    return { ...NO_RATES, arithmeticIntensity };
  }
  const perSecond = (amount: number) => (amount * 1000) / wallMs.median;
  if (suite === 'train') {
    // A peer's step trains one model where Weft's trains the population.
    const imagesPerSecond = perSecond(entry.imagesPerRun ?? 0);
    const gflopPerSecond = (imagesPerSecond * TRAINING_FLOP) / 1e9;
    return { ...NO_RATES, gflopPerSecond, imagesPerSecond, ...shareOf(entry, gflopPerSecond, peaks.fmaGflopPerSecond) };
  }
  const gbPerSecond = bytes === undefined ? null : perSecond(bytes) / 1e9;
  const gflopPerSecond = flop === undefined ? null : perSecond(flop) / 1e9;
  const copyRoof = (arithmeticIntensity ?? 0) * peaks.copyGbPerSecond;
  const share =
    gflopPerSecond !== null && copyRoof > peaks.fmaGflopPerSecond
      ? shareOf(entry, gflopPerSecond, peaks.fmaGflopPerSecond)
      : { ...shareOf(entry, gbPerSecond ?? 0, peaks.copyGbPerSecond), peak: 'copy' as const };
  return { ...NO_RATES, gflopPerSecond, gbPerSecond, arithmeticIntensity, ...share };
}

/** The peaks are the adapter's: what computes on the processor has no share of them. */
function shareOf(
  { isCpu = false }: Measurement['entry'],
  reached: number,
  peak: number,
): Pick<Rates, 'shareOfPeak' | 'peak'> {
  return isCpu ? { shareOfPeak: null, peak: null } : { shareOfPeak: reached / peak, peak: 'multiply-add' };
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Weft's first row of each case against every other row of it that has times. */
export function ratiosOf(rows: readonly BenchRow[]): BenchReport['ratios'] {
  const caseIds = [...new Set(rows.map((row) => row.case))];
  return caseIds.flatMap((id) => {
    const [weft, ...others] = rows.filter((row) => row.case === id);
    if (weft?.implementation !== 'weft' || weft.status !== 'ok') {
      return [];
    }
    return others.flatMap((other) => {
      const weftSpeedup = speedup(weft, other);
      return other.status === 'ok' && weftSpeedup !== undefined
        ? [{ case: id, against: labelOf(other), weftSpeedup }]
        : [];
    });
  });
}

function speedup(weft: BenchRow, other: BenchRow): number | undefined {
  if (weft.imagesPerSecond !== null && other.imagesPerSecond !== null) {
    return weft.imagesPerSecond / other.imagesPerSecond;
  }
  return weft.medianMs !== null && other.medianMs !== null ? other.medianMs / weft.medianMs : undefined;
}

/** What a row is called where its case is known. */
export function labelOf({ implementation, variant, runsOn }: BenchRow): string {
  const name = implementation === 'weft' ? `weft, ${variant}` : implementation;
  return runsOn === 'CPU' ? `${name} (CPU)` : name;
}
