import type { AdapterInfo } from '../gpu/adapter';
import { TRAINING_FLOP } from '../run/network';
import { adapterName } from '../words/adapter';
import type { BenchFile, BenchRow, Peaks } from './benchFile';
import type { Measurement } from './measure';
import type { BenchCase } from './work/catalog';

/** The peak that limits a case, as it was while the case was measured. */
export interface PeakInTurn {
  readonly peak: 'multiply-add' | 'copy';
  /** GFLOP/s or GB/s */
  readonly gigaPerSecond: number;
}

/** Which peak a case runs into first; whole steps are held against multiply-adds. */
export function limitingPeak({ flop, bytes }: BenchCase, peaks: Peaks): PeakInTurn['peak'] {
  if (flop === undefined) {
    return 'copy';
  }
  return bytes === undefined || (flop / bytes) * peaks.copyGbPerSecond > peaks.fmaGflopPerSecond
    ? 'multiply-add'
    : 'copy';
}

/** The row of one measurement. */
export function buildRow(
  benchCase: BenchCase,
  measurement: Measurement,
  adapter: AdapterInfo,
  peak?: PeakInTurn,
): BenchRow {
  const { entry, status, wallMs, verdict } = measurement;
  return {
    suite: benchCase.suite,
    case: benchCase.id,
    implementation: entry.implementation,
    variant: entry.variant,
    runsOn: entry.isCpu ? 'CPU' : adapterName(adapter),
    status,
    reason: measurement.reason ?? entry.remark ?? null,
    medianMs: wallMs?.median ?? null,
    p10Ms: wallMs?.p10 ?? null,
    p90Ms: wallMs?.p90 ?? null,
    gpuMedianMs: measurement.gpuMedianMs ?? null,
    samples: measurement.samples,
    runsPerSample: measurement.runsPerSample,
    firstUseMs: measurement.firstUseMs ?? null,
    ...ratesOf(benchCase, measurement, peak),
    maxRelativeError: finiteOrNull(verdict?.maxRelativeError),
    checkedEntries: verdict?.checkedEntries ?? 0,
    outputEntries: verdict?.outputEntries ?? 0,
  };
}

/** The row of a case that nobody was measured on. */
export function leftOutRow(benchCase: BenchCase, reason: string, adapter: AdapterInfo): BenchRow {
  const entry = { implementation: 'weft', variant: 'all', open: () => Promise.reject(new Error(reason)) } as const;
  return buildRow(benchCase, { entry, status: 'left-out', reason, samples: 0, runsPerSample: 0 }, adapter);
}

type Rates = Pick<
  BenchRow,
  'gflopPerSecond' | 'gbPerSecond' | 'shareOfPeak' | 'peak' | 'peakInTurn' | 'arithmeticIntensity' | 'imagesPerSecond'
>;

function ratesOf({ flop, bytes, suite }: BenchCase, { entry, wallMs }: Measurement, peak?: PeakInTurn): Rates {
  const perSecond = (amount: number | undefined) =>
    amount === undefined || wallMs === undefined ? null : (1000 * amount) / wallMs.median;
  const gigaPerSecond = (amount: number | undefined) => perSecond(amount === undefined ? undefined : amount / 1e9);
  // A peer's step trains one model where Weft's trains the population.
  const images = suite === 'train' ? entry.imagesPerRun : undefined;
  const gflopPerSecond = gigaPerSecond(images === undefined ? flop : images * TRAINING_FLOP);
  const gbPerSecond = gigaPerSecond(bytes);
  const reached = peak?.peak === 'copy' ? gbPerSecond : gflopPerSecond;
  // The peaks are the adapter's: what computes on the processor has no share of them.
  const hasShare = peak !== undefined && reached !== null && entry.isCpu !== true;
  return {
    gflopPerSecond,
    gbPerSecond,
    peak: hasShare ? peak.peak : null,
    peakInTurn: hasShare ? peak.gigaPerSecond : null,
    shareOfPeak: hasShare ? reached / peak.gigaPerSecond : null,
    arithmeticIntensity: flop !== undefined && bytes !== undefined ? flop / bytes : null,
    imagesPerSecond: perSecond(images),
  };
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Weft's first row of each case against every other row of it that has times. */
export function ratiosOf(rows: readonly BenchRow[]): BenchFile['ratios'] {
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
