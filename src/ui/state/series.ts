import type { SeriesLook } from '../../charts/model';
import { DASHES, rateColor, rateColorOf, seriesColor, seriesLook } from '../../charts/palette';
import { type Arm, armKey, groupByArm } from '../../run/arms';
import { expandMembers } from '../../run/members';
import type { TrainOptions } from '../../run/options';
import type { Words } from '../../words';
import { armLabel, shortArmLabel } from '../../words/arms';
import type { MemberView } from './runView';

/** An arm of the experiment as the page shows it: one row of the table, one look and one mean curve. */
export interface Series {
  /** Its place among the run's, from 0. */
  readonly index: number;
  readonly key: string;
  readonly arm: Arm;
  /** The options of its run, which decide what tells it from the others. */
  readonly plan: TrainOptions;
  readonly look: SeriesLook;
  /** Empty before a run. */
  readonly members: readonly MemberView[];
  /** Which run it is of, where several are drawn together. */
  readonly run?: string;
}

/** The series of a run, or of a run that could be started: then without members. */
export function seriesOf(plan: TrainOptions | undefined, views: readonly MemberView[]): readonly Series[] {
  if (plan === undefined) {
    return [];
  }
  const viewOf = new Map(views.map((view) => [view.member.index, view]));
  const members = views.length > 0 ? views.map(({ member }) => member) : expandMembers({ ...plan, seeds: 1 });
  const groups = groupByArm(members);
  return groups.map((group, index) => ({
    index,
    key: armKey(group.arm),
    arm: group.arm,
    plan,
    look: lookOf(group.arm, plan),
    members: group.members.map((member) => viewOf.get(member.index)).filter((view) => view !== undefined),
  }));
}

/** Among the run's others: "standardize · 0.001 · ReduceLROnPlateau". */
export function seriesLabel({ arm, plan, run }: Series, words: Words): string {
  return ofRun(run, armLabel(arm, plan, words));
}

/** The label without the normalization where all have the same. */
export function shortSeriesLabel({ arm, plan, run }: Series, words: Words): string {
  return ofRun(run, shortArmLabel(arm, plan, words));
}

function ofRun(run: string | undefined, label: string): string {
  return run === undefined ? label : `${run} · ${label}`;
}

/** Members with a callback that is compared are dashed and hollow, those without it solid. */
function lookOf(arm: Arm, plan: TrainOptions): Series['look'] {
  const dash = dashOf(arm, plan);
  return { ...seriesLook(arm.normalization, dash), color: colorOf(arm, plan), isHollow: dash !== undefined };
}

/**
 * The normalization's colour; of several learning rates of one normalization, a place on the scale from the lowest
 * to the highest; of several of several, the normalization's colour, the lower rates nearer to the ink.
 */
function colorOf({ normalization, learningRate }: Arm, { normalizations, learningRates }: TrainOptions): string {
  if (learningRates.length === 1) {
    return seriesColor(normalization);
  }
  const rank = learningRates.filter((rate) => rate < learningRate).length / (learningRates.length - 1);
  return normalizations.length === 1 ? rateColor(rank) : rateColorOf(normalization, rank);
}

function dashOf(arm: Arm, { reduceLrOnPlateau, earlyStopping }: TrainOptions): string | undefined {
  const reduces = reduceLrOnPlateau === 'compare' && arm.reduceLrOnPlateau;
  const stops = earlyStopping === 'compare' && arm.earlyStopping;
  if (reduces) {
    return stops ? DASHES.reducingAndStopping : DASHES.reducing;
  }
  return stops ? DASHES.stopping : undefined;
}
