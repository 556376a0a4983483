import { WeftError } from '../errors';
import type { Gpu } from '../gpu/device';
import { MULTIPLY_ADD_VARIANTS, multiplyAddFlop } from '../kernels/multiplyAdd';
import type { Peaks } from './benchFile';
import { type Measurement, type MeasureOptions, measureCase } from './measure';
import { emptyEntry, multiplyAddEntry, peakSizesFor, scalarCopyEntry, vectorCopyEntry } from './peakKernels';
import type { CompetitorEntry } from './work/competitor';

/** Something that runs at a peak, to be measured in turn with a case, and what a run of it comes to. */
export interface PeakProbe {
  readonly entry: CompetitorEntry;
  /** 10⁹ operations, or bytes. */
  readonly giga: number;
}

export interface MeasuredPeaks {
  readonly peaks: Peaks;
  readonly multiplyAdd: PeakProbe;
  readonly copy: PeakProbe;
}

/**
 * What the adapter can do at best: float32 multiply-adds and bytes copied, each by the best of several ways; launches.
 * @returns `undefined` when it was stopped.
 * @throws WeftError `run-failed` where one cannot be measured.
 */
export async function measurePeaks(gpu: Gpu, options: MeasureOptions): Promise<MeasuredPeaks | undefined> {
  const sizes = peakSizesFor(gpu);
  const few = { ...options, samples: 3 };
  const multiplyAdd = await bestOf(
    MULTIPLY_ADD_VARIANTS.map((variant) => ({
      entry: multiplyAddEntry(gpu, variant, sizes),
      giga: multiplyAddFlop(variant, sizes) / 1e9,
    })),
    few,
  );
  const copyGiga = (2 * sizes.copyBytes) / 1e9;
  const copies = [vectorCopyEntry(gpu, sizes), scalarCopyEntry(gpu, sizes)];
  const copy = await bestOf(
    copies.map((entry) => ({ entry, giga: copyGiga })),
    few,
  );
  const [empty] = (await measureCase([emptyEntry(gpu)], options)) ?? [];
  if (multiplyAdd === undefined || copy === undefined || empty === undefined) {
    return undefined;
  }
  return {
    peaks: {
      fmaGflopPerSecond: multiplyAdd.gigaPerSecond,
      fmaVariant: multiplyAdd.probe.entry.variant,
      copyGbPerSecond: copy.gigaPerSecond,
      copyVariant: copy.probe.entry.variant,
      emptyDispatchUs: 1000 * medianMsOf(empty),
    },
    multiplyAdd: multiplyAdd.probe,
    copy: copy.probe,
  };
}

async function bestOf(probes: readonly PeakProbe[], options: MeasureOptions) {
  const measurements = await measureCase(
    probes.map(({ entry }) => entry),
    options,
  );
  return measurements
    ?.map((measurement, index) => {
      const probe = probes[index] as PeakProbe;
      return { probe, gigaPerSecond: (1000 * probe.giga) / medianMsOf(measurement) };
    })
    .reduce((best, next) => (next.gigaPerSecond > best.gigaPerSecond ? next : best));
}

function medianMsOf({ wallMs, status, reason, entry }: Measurement): number {
  if (wallMs === undefined) {
    throw new WeftError('run-failed', `The peak of "${entry.variant}" could not be measured: ${status}, ${reason}.`);
  }
  return wallMs.median;
}
