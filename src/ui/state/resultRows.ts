import { meanInterval } from '../../run/statistics';
import type { Words } from '../../words';
import type { MemberView, MemberViewStatus, NormalizationThroughput, RunView } from './runView';
import type { Series } from './series';

/** A figure of one series: the mean over its members, and how far its 95 % interval reaches where there are several. */
export interface Figure {
  /** NaN where a member's figure was not finite. */
  readonly mean: number;
  readonly margin: number | undefined;
  /** Of how many members. */
  readonly count: number;
}

/** The learning rates that the members of a series train with now, and how often theirs were reduced in all. */
export interface Rates {
  readonly low: number;
  readonly high: number;
  readonly reductions: number;
}

/** What the table says of a series or of a member. */
interface RowFigures {
  /** Such as "training" or "diverged in epoch 2". */
  readonly status: string;
  readonly isTroubled: boolean;
  readonly rates: Rates;
  readonly valAccuracy: Figure | undefined;
  readonly testAccuracy: Figure | undefined;
  readonly testLoss: Figure | undefined;
}

export interface MemberRow extends RowFigures {
  readonly seed: number;
}

export interface ResultRow extends RowFigures {
  readonly series: Series;
  /** Those of the members, where there are several. */
  readonly memberRows: readonly MemberRow[];
  /** Where this is the first row of its normalization. */
  readonly throughput: NormalizationThroughput | undefined;
  readonly isFirstOfNormalization: boolean;
}

export function resultRows(
  series: readonly Series[],
  throughput: RunView['throughput'],
  words: Words,
): readonly ResultRow[] {
  return series.map((entry, index) => {
    const { normalization, learningRate } = entry.arm;
    const { members } = entry;
    return {
      series: entry,
      ...figuresOf(members, learningRate, words),
      memberRows:
        members.length > 1
          ? members.map((view) => ({ seed: view.member.seed, ...figuresOf([view], learningRate, words) }))
          : [],
      throughput: throughput.find((one) => one.normalization === normalization),
      isFirstOfNormalization: series[index - 1]?.arm.normalization !== normalization,
    };
  });
}

function figuresOf(members: readonly MemberView[], plannedRate: number, words: Words): RowFigures {
  const rates = members.length === 0 ? [plannedRate] : members.map(({ learningRate }) => learningRate);
  return {
    status: describeStatus(members, words),
    isTroubled: members.some(({ status }) => status === 'diverged' || status === 'failed'),
    rates: {
      low: Math.min(...rates),
      high: Math.max(...rates),
      reductions: members.reduce((sum, { reductions }) => sum + reductions.length, 0),
    },
    valAccuracy: figureOf(members.map(({ validation }) => validation.at(-1)?.accuracy)),
    testAccuracy: figureOf(members.map(({ test }) => test?.accuracy)),
    testLoss: figureOf(members.map(({ test }) => test?.loss)),
  };
}

/** Over the members that have a figure. */
export function figureOf(values: readonly (number | null | undefined)[]): Figure | undefined {
  const known = values.filter((value) => value !== undefined).map((value) => value ?? Number.NaN);
  if (known.length === 0) {
    return undefined;
  }
  const { mean, high } = meanInterval(known);
  return {
    mean: mean ?? Number.NaN,
    margin: mean === null || high === null ? undefined : high - mean,
    count: known.length,
  };
}

const STATUS_ORDER: readonly MemberViewStatus[] = [
  'training',
  'finished',
  'stopped-early',
  'stopped',
  'diverged',
  'failed',
  'waiting',
];

/** One word where all members agree, otherwise how many are at what. */
function describeStatus(members: readonly MemberView[], words: Words): string {
  const [only] = members;
  if (only === undefined) {
    return words.trainView.results.notTrained;
  }
  if (members.length === 1) {
    return describeMember(only, words);
  }
  return STATUS_ORDER.map((status) => ({ status, count: members.filter((view) => view.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => words.memberStatusCounts[status](count))
    .join(', ');
}

function describeMember({ status, divergedEpoch, stoppedEpoch, restoredEpoch }: MemberView, words: Words): string {
  const { results } = words.trainView;
  if (status === 'diverged' && divergedEpoch !== undefined) {
    return results.divergedIn(divergedEpoch);
  }
  const said =
    status === 'stopped-early' && stoppedEpoch !== undefined
      ? results.stoppedAfter(stoppedEpoch)
      : words.memberStatuses[status];
  return restoredEpoch === undefined ? said : results.withWeightsOf(said, restoredEpoch);
}
