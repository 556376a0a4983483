import type { MemberView, MemberViewStatus, NormalizationThroughput, RunView } from './runView';
import type { Series } from './series';

/** A figure of one series: the mean over its members, and how far they spread. */
export interface Figure {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export interface ResultRow {
  readonly series: Series;
  /** Such as "training" or "diverged in epoch 2". */
  readonly status: string;
  readonly isTroubled: boolean;
  readonly valAccuracy: Figure | undefined;
  readonly testAccuracy: Figure | undefined;
  readonly testLoss: Figure | undefined;
  readonly throughput: NormalizationThroughput | undefined;
  /** How many rows share the throughput, counted on the first of them; 0 on the others. */
  readonly throughputRows: number;
}

export function resultRows(series: readonly Series[], throughput: RunView['throughput']): readonly ResultRow[] {
  return series.map((entry, index) => {
    const isFirst = series[index - 1]?.normalization !== entry.normalization;
    const { members } = entry;
    return {
      series: entry,
      status: describeStatus(members),
      isTroubled: members.some(({ status }) => status === 'diverged' || status === 'failed'),
      valAccuracy: figureOf(members.map(({ validation }) => validation.at(-1)?.accuracy)),
      testAccuracy: figureOf(members.map(({ test }) => test?.accuracy)),
      testLoss: figureOf(members.map(({ test }) => test?.loss)),
      throughput: throughput.find(({ normalization }) => normalization === entry.normalization),
      throughputRows: isFirst ? series.filter((other) => other.normalization === entry.normalization).length : 0,
    };
  });
}

/** The mean over the members that have a figure; a figure that is not finite makes it NaN. */
export function figureOf(values: readonly (number | null | undefined)[]): Figure | undefined {
  const known = values.filter((value) => value !== undefined).map((value) => value ?? Number.NaN);
  if (known.length === 0) {
    return undefined;
  }
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return { mean, low: Math.min(...known), high: Math.max(...known), count: known.length };
}

const STATUS_ORDER: readonly MemberViewStatus[] = ['training', 'finished', 'stopped', 'diverged', 'failed', 'waiting'];

/** One word where all members agree, otherwise how many are at what. */
function describeStatus(members: readonly MemberView[]): string {
  const [only] = members;
  if (only === undefined) {
    return 'not trained yet';
  }
  if (members.length === 1) {
    return only.divergedEpoch === undefined ? only.status : `diverged in epoch ${only.divergedEpoch}`;
  }
  const counts = STATUS_ORDER.map((status) => ({
    status,
    count: members.filter((view) => view.status === status).length,
  })).filter(({ count }) => count > 0);
  return counts.length === 1
    ? `${members.length} ${only.status}`
    : counts.map(({ status, count }) => `${count} ${status}`).join(', ');
}
