import { isFigure } from '../../run/curves';
import { testFigure } from '../../run/figures';
import type { Ending } from '../../run/outcome';
import { meanInterval } from '../../run/statistics';
import type { Words } from '../../words';
import type { MemberView, MemberViewStatus, NormalizationThroughput, RunView } from './runView';
import type { Series } from './series';

/** A figure of one series: the mean over its members, and how far its 95 % interval reaches where there are several. */
export interface Figure {
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
    isTroubled: members.some((view) => TROUBLES.includes(shownStatus(view))),
    rates: {
      low: Math.min(...rates),
      high: Math.max(...rates),
      reductions: members.reduce((sum, { reductions }) => sum + reductions.length, 0),
    },
    valAccuracy: figureOf(members.map(({ validation }) => validation.at(-1)?.accuracy)),
    testAccuracy: figureOf(members.map((view) => testFigure(view, 'accuracy'))),
    testLoss: figureOf(members.map((view) => testFigure(view, 'loss'))),
  };
}

/** Over the members that have a figure; see `countedFigure` for those that count. */
export function figureOf(values: readonly (number | null | undefined)[]): Figure | undefined {
  const known = values.filter(isFigure);
  const { mean, high } = meanInterval(known);
  return mean === null ? undefined : { mean, margin: high === null ? undefined : high - mean, count: known.length };
}

/** How a member fares, or how it ended where its figures tell more than that it did. */
type ShownStatus = MemberViewStatus | Ending;

const STATUS_ORDER: readonly ShownStatus[] = [
  'training',
  'finished',
  'stopped-early',
  'blew-up',
  'no-better-than-guessing',
  'stopped',
  'diverged',
  'failed',
  'waiting',
];

const TROUBLES: readonly ShownStatus[] = ['blew-up', 'no-better-than-guessing', 'diverged', 'failed'];

/** As `endingOf` tells it of a member of a file. */
function shownStatus({ status, outcome }: MemberView): ShownStatus {
  const hasFailed = outcome === 'blew-up' || outcome === 'no-better-than-guessing';
  return hasFailed && (status === 'finished' || status === 'stopped-early') ? outcome : status;
}

/** One word where all members agree, otherwise how many are at what. */
function describeStatus(members: readonly MemberView[], words: Words): string {
  const [only] = members;
  if (only === undefined) {
    return words.trainView.results.notTrained;
  }
  if (members.length === 1) {
    return describeMember(only, words);
  }
  return STATUS_ORDER.map((status) => ({
    status,
    count: members.filter((view) => shownStatus(view) === status).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => words.memberStatusCounts[status](count))
    .join(', ');
}

function describeMember(view: MemberView, words: Words): string {
  const { results } = words.trainView;
  const { restoredEpoch } = view;
  const said = describeEnd(view, words);
  return restoredEpoch === undefined ? said : results.withWeightsOf(said, restoredEpoch);
}

function describeEnd(view: MemberView, { trainView: { results }, memberStatuses }: Words): string {
  const { divergedEpoch, stoppedEpoch } = view;
  const status = shownStatus(view);
  if (status === 'diverged' && divergedEpoch !== undefined) {
    return results.divergedIn(divergedEpoch);
  }
  return status === 'stopped-early' && stoppedEpoch !== undefined
    ? results.stoppedAfter(stoppedEpoch)
    : memberStatuses[status];
}
