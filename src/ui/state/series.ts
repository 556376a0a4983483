import type { SeriesLook } from '../../charts/model';
import { DASHES, rateColor, rateColorOf, seriesColor, seriesLook } from '../../charts/palette';
import { type Arm, armKey, armLabel, groupByArm } from '../../run/arms';
import { expandMembers } from '../../run/members';
import type { TrainOptions } from '../../run/options';
import type { MemberView } from './runView';

/** An arm of the experiment as the page shows it: one row of the table, one look and one mean curve. */
export interface Series {
  /** Its place among the run's, from 0. */
  readonly index: number;
  readonly key: string;
  /** Among the run's others: "standardize · 0.001 · ReduceLROnPlateau". */
  readonly label: string;
  /** The label without the normalization where all have the same. */
  readonly shortLabel: string;
  /** The label in two: up to the callbacks, and the callbacks if they tell it from others. */
  readonly name: string;
  readonly callbacks: string;
  readonly arm: Arm;
  readonly look: SeriesLook;
  /** Empty before a run. */
  readonly members: readonly MemberView[];
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
    ...labelsOf(group.arm, plan, groups.length > 1),
    arm: group.arm,
    look: lookOf(group.arm, plan),
    members: group.members.map((member) => viewOf.get(member.index)).filter((view) => view !== undefined),
  }));
}

const SEPARATOR = ' · ';

function labelsOf(
  arm: Arm,
  plan: TrainOptions,
  hasOthers: boolean,
): Pick<Series, 'label' | 'shortLabel' | 'name' | 'callbacks'> {
  const label = armLabel(arm, plan);
  const name = armLabel(arm, { ...plan, reduceLrOnPlateau: 'off', earlyStopping: 'off' });
  const isAlike = hasOthers && plan.normalizations.length === 1;
  return {
    label,
    shortLabel: isAlike ? label.slice(arm.normalization.length + SEPARATOR.length) : label,
    name,
    callbacks: label.slice(name.length + SEPARATOR.length),
  };
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
