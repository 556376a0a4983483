import { randomBelow } from './randomValues';

/** Who of a population is tried in one launch, and on how full a batch. All others are left out. */
export interface Situation {
  readonly tested: readonly TestedMember[];
  /** The batch has fewer rows than the program has room for. */
  readonly isShort: boolean;
}

export interface TestedMember {
  readonly member: number;
  /** One that is not must keep what its outputs hold. */
  readonly isActive: boolean;
}

/**
 * The launches that test a program: the last member, whose values lie farthest, and another one, on a full batch; then the
 * other one on a short batch, with the last left out. One that is alone is left out in a launch of its own.
 * @param canLeaveOut the program has an activity.
 */
export function listSituations({
  members,
  canLeaveOut,
}: {
  readonly members: number;
  readonly canLeaveOut: boolean;
}): Situation[] {
  const last = { member: members - 1, isActive: true };
  const leftOut = { ...last, isActive: false };
  const others = members > 1 ? [{ member: randomBelow(members - 1), isActive: true }] : [];
  const full = { tested: [...others, last], isShort: false };
  if (!canLeaveOut) {
    return [full, { ...full, isShort: true }];
  }
  return others.length > 0
    ? [full, { tested: [...others, leftOut], isShort: true }]
    : [full, { ...full, isShort: true }, { tested: [leftOut], isShort: false }];
}

/** [members] u32: 1 for those who are tried and active. */
export function activityOf(members: number, { tested }: Situation): Uint32Array<ArrayBuffer> {
  const activity = new Uint32Array(members);
  for (const { member, isActive } of tested) {
    activity[member] = isActive ? 1 : 0;
  }
  return activity;
}

/** Rows of a situation's batch. */
export function rowCountOf({ isShort }: Situation, rows: number): number {
  return isShort ? 1 + randomBelow(rows) : rows;
}
