import type { Words } from '../../words';
import { armLabel } from '../../words/arms';
import type { MemberView, RunView } from './runView';

/**
 * What callbacks and divergence did to members lately, in one sentence however many members it was:
 * "After epoch 5: 3 learning rates reduced, standardize (seed 1) stopped early." Empty while nothing happened.
 */
export function describeHappenings({ members, options }: Pick<RunView, 'members' | 'options'>, words: Words): string {
  const epoch = Math.max(0, ...members.flatMap(epochsOfNote));
  if (epoch === 0 || options === undefined) {
    return '';
  }
  const { happenings } = words.trainView;
  const nameOf = ({ member }: MemberView) => happenings.member(armLabel(member, options, words), member.seed);
  const parts = [
    phrase(
      members.filter(({ reductions }) => reductions.at(-1)?.epoch === epoch),
      (view) => happenings.rateReduced(nameOf(view)),
      happenings.ratesReduced,
    ),
    phrase(
      members.filter(({ stoppedEpoch }) => stoppedEpoch === epoch),
      (view) => happenings.stopped(nameOf(view)),
      happenings.manyStopped,
    ),
    phrase(
      members.filter(({ divergedEpoch }) => divergedEpoch === epoch),
      (view) => happenings.diverged(nameOf(view)),
      happenings.manyDiverged,
    ),
  ];
  return happenings.afterEpoch(
    epoch,
    parts.filter((part) => part !== undefined),
  );
}

function epochsOfNote({ reductions, stoppedEpoch, divergedEpoch }: MemberView): readonly number[] {
  return [reductions.at(-1)?.epoch ?? 0, stoppedEpoch ?? 0, divergedEpoch ?? 0];
}

function phrase(
  views: readonly MemberView[],
  ofOne: (view: MemberView) => string,
  ofMany: (count: number) => string,
): string | undefined {
  const [first] = views;
  if (first === undefined) {
    return undefined;
  }
  return views.length === 1 ? ofOne(first) : ofMany(views.length);
}
