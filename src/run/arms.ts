import type { Member } from './members';

/** What members that differ in their seeds alone have in common: one arm of the experiment. */
export type Arm = Pick<Member, 'normalization' | 'learningRate' | 'reduceLrOnPlateau' | 'earlyStopping'>;

export function armOf({ normalization, learningRate, reduceLrOnPlateau, earlyStopping }: Arm): Arm {
  return { normalization, learningRate, reduceLrOnPlateau, earlyStopping };
}

export function armKey({ normalization, learningRate, reduceLrOnPlateau, earlyStopping }: Arm): string {
  const callbacks = `${reduceLrOnPlateau ? '+plateau' : ''}${earlyStopping ? '+stopping' : ''}`;
  return `${normalization}@${learningRate}${callbacks}`;
}

/** The arms of members, in the order of their first member, each with its members. */
export function groupByArm<T extends Arm>(
  members: readonly T[],
): readonly { readonly arm: Arm; readonly members: readonly T[] }[] {
  const groups = new Map<string, { arm: Arm; members: T[] }>();
  for (const member of members) {
    const key = armKey(member);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { arm: armOf(member), members: [member] });
    } else {
      group.members.push(member);
    }
  }
  return [...groups.values()];
}
