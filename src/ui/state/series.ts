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

/** Beside these each normalization has its symbol. */
export interface SeriesLook {
  /** A CSS colour. */
  readonly color: string;
  /** Of its validation curve, as SVG writes it; undefined is a solid line. */
  readonly dash: string | undefined;
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
    look: { color: colorOf(group.arm, plan), dash: dashOf(group.arm, plan) },
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

/**
 * The normalization's colour; of several learning rates of one normalization, a place on the scale from the lowest
 * to the highest; of several of several, the normalization's colour, the lower rates nearer to the ink.
 */
function colorOf({ normalization, learningRate }: Arm, { normalizations, learningRates }: TrainOptions): string {
  const own = `var(--series-${normalization})`;
  if (learningRates.length === 1) {
    return own;
  }
  const rank = learningRates.filter((rate) => rate < learningRate).length / (learningRates.length - 1);
  return normalizations.length === 1 ? rateColor(rank) : `color-mix(in oklab, ${own}, var(--ink) ${percent(1 - rank)})`;
}

/** Never further into the ink than this: what is left still tells the normalizations apart. */
const MAX_INK_PERCENT = 65;

function percent(share: number): string {
  return `${Math.round(share * MAX_INK_PERCENT)}%`;
}

/** From a deep blue over red to orange, growing lighter all the way, so that no colour sight is needed for the order. */
const RATE_HUES = { lowest: 265, highest: 430 } as const;

/** @param rank 0 is the lowest rate, 1 the highest. */
function rateColor(rank: number): string {
  const hue = RATE_HUES.lowest + rank * (RATE_HUES.highest - RATE_HUES.lowest);
  const lightness = `calc(var(--rate-lightness-low) + ${rank.toFixed(3)} * var(--rate-lightness-span))`;
  return `oklch(${lightness} 0.18 ${(hue % 360).toFixed(0)})`;
}

/** Members with a callback that is compared are dashed, those without it solid. */
function dashOf(arm: Arm, { reduceLrOnPlateau, earlyStopping }: TrainOptions): string | undefined {
  const reduces = reduceLrOnPlateau === 'compare' && arm.reduceLrOnPlateau;
  const stops = earlyStopping === 'compare' && arm.earlyStopping;
  if (reduces) {
    return stops ? '9 3 2 3' : '9 4';
  }
  return stops ? '2 3' : undefined;
}
