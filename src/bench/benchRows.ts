import type { AdapterInfo } from '../gpu/adapter';
import { adapterName } from '../words/adapter';
import type { BenchFile, BenchRow, Peaks, Scope } from './benchFile';
import type { Measurement } from './measure';
import { pairedRatio, type Spread } from './statistics';
import type { BenchCase } from './work/catalog';
import type { CompetitorEntry } from './work/competitor';

/** The peak that limits a case, as it was while the case was measured. */
export interface PeakInTurn {
  readonly peak: 'multiply-add' | 'copy';
  /** GFLOP/s or GB/s, by the wall's clock */
  readonly gigaPerSecond: number;
  /** The same by the GPU's own clock; `undefined` where it has none. */
  readonly gpuGigaPerSecond?: number | undefined;
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
    scope: scopeOf(benchCase, entry),
    runsOn: entry.isCpu ? 'CPU' : adapterName(adapter),
    status,
    reason: measurement.reason ?? entry.remark ?? null,
    medianMs: wallMs?.median ?? null,
    p10Ms: wallMs?.p10 ?? null,
    p90Ms: wallMs?.p90 ?? null,
    roundsMs: [...measurement.roundsMs],
    gpuMedianMs: measurement.gpuMedianMs ?? null,
    samples: measurement.samples,
    runsPerSample: measurement.runsPerSample,
    runsPerWait: status === 'ok' ? measurement.runsPerWait : null,
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
  const nothing = { roundsMs: [], samples: 0, runsPerSample: 0, runsPerWait: 0 };
  return buildRow(benchCase, { entry, status: 'left-out', reason, ...nothing }, adapter);
}

function scopeOf({ flopPerImage }: BenchCase, { implementation }: CompetitorEntry): Scope {
  if (flopPerImage !== undefined) {
    return 'whole';
  }
  return implementation === 'weft' ? 'kernel' : 'library';
}

type Rates = Pick<
  BenchRow,
  | 'gflopPerSecond'
  | 'gbPerSecond'
  | 'shareOfPeak'
  | 'shareBy'
  | 'peak'
  | 'peakInTurn'
  | 'arithmeticIntensity'
  | 'imagesPerRun'
  | 'imagesPerSecond'
>;

function ratesOf(
  { flop, bytes, flopPerImage }: BenchCase,
  { entry, wallMs, gpuMedianMs }: Measurement,
  peak?: PeakInTurn,
): Rates {
  // A peer's step trains one model where Weft's trains the population.
  const images = flopPerImage === undefined ? undefined : entry.imagesPerRun;
  const flopOfRun = images === undefined || flopPerImage === undefined ? flop : images * flopPerImage;
  const gflopPerSecond = gigaPerSecond(flopOfRun, wallMs?.median);
  const gbPerSecond = gigaPerSecond(bytes, wallMs?.median);
  // The peaks are the adapter's: what computes on the processor has no share of them.
  const share = peak === undefined || entry.isCpu === true ? undefined : shareOf(peak, flopOfRun, bytes);
  return {
    gflopPerSecond,
    gbPerSecond,
    ...(share?.(wallMs?.median, gpuMedianMs) ?? NO_SHARE),
    arithmeticIntensity: flop !== undefined && bytes !== undefined ? flop / bytes : null,
    imagesPerRun: images ?? null,
    imagesPerSecond: perSecond(images, wallMs?.median),
  };
}

const NO_SHARE = { peak: null, peakInTurn: null, shareOfPeak: null, shareBy: null } as const;

/** By the GPU's own clock where both the row and the peak have been timed by it. */
function shareOf({ peak, gigaPerSecond: byWall, gpuGigaPerSecond: byGpu }: PeakInTurn, flop?: number, bytes?: number) {
  const amount = peak === 'copy' ? bytes : flop;
  return (wallMs: number | undefined, gpuMs: number | undefined) => {
    const isByGpu = gpuMs !== undefined && byGpu !== undefined;
    const reached = gigaPerSecond(amount, isByGpu ? gpuMs : wallMs);
    const peakInTurn = isByGpu ? byGpu : byWall;
    return reached === null
      ? NO_SHARE
      : {
          peak,
          peakInTurn,
          shareOfPeak: reached / peakInTurn,
          shareBy: isByGpu ? ('gpu' as const) : ('wall' as const),
        };
  };
}

function gigaPerSecond(amount: number | undefined, ms: number | undefined): number | null {
  return perSecond(amount === undefined ? undefined : amount / 1e9, ms);
}

function perSecond(amount: number | undefined, ms: number | undefined): number | null {
  return amount === undefined || ms === undefined ? null : (1000 * amount) / ms;
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Weft's first row of each case and scope against every other row of them that has times, round by round. */
export function ratiosOf(rows: readonly BenchRow[]): BenchFile['ratios'] {
  return groupComparable(rows).flatMap((group) => {
    const weft = group.find(({ implementation }) => implementation === 'weft' || implementation === 'weft-in-tfjs');
    if (weft?.status !== 'ok') {
      return [];
    }
    return group.flatMap((other) => {
      const ratio = other === weft || other.status !== 'ok' ? undefined : speedup(weft, other);
      return ratio === undefined
        ? []
        : [
            {
              case: weft.case,
              weft: labelOf(weft),
              against: labelOf(other),
              weftSpeedup: ratio.median,
              p10: ratio.p10,
              p90: ratio.p90,
            },
          ];
    });
  });
}

/** Rows of the same case and scope, in the order of their first ones. */
function groupComparable(rows: readonly BenchRow[]): BenchRow[][] {
  const groups = new Map<string, BenchRow[]>();
  for (const row of rows) {
    const key = `${row.case} ${row.scope}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** Per image where they train some, since a run of one may train more of them than one of the other. */
function speedup(weft: BenchRow, other: BenchRow): Spread | undefined {
  const msPerImage = ({ roundsMs, imagesPerRun }: BenchRow) => roundsMs.map((ms) => ms / (imagesPerRun ?? 1));
  return pairedRatio(msPerImage(weft), msPerImage(other));
}

/** What a row is called where its case is known. */
export function labelOf({ implementation, variant, runsOn }: BenchRow): string {
  const name = `${implementation}, ${variant}`;
  return runsOn === 'CPU' ? `${name} (CPU)` : name;
}
