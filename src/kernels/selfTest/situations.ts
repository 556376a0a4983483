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
 * The launches that test a program: with the last member, whose values lie farthest, and another one left out; with a batch
 * the same again on a short one, the other way round. Who is alone is left out in a launch of its own.
 * @param canLeaveOut the program has an activity.
 * @param hasBatch it is told how full the batch is.
 */
export function listSituations({
  members,
  canLeaveOut,
  hasBatch,
}: {
  readonly members: number;
  readonly canLeaveOut: boolean;
  readonly hasBatch: boolean;
}): Situation[] {
  const last = members - 1;
  const fullness = hasBatch ? [false, true] : [false];
  if (members === 1 || !canLeaveOut) {
    const active = fullness.map((isShort) => ({ tested: [{ member: last, isActive: true }], isShort }));
    return canLeaveOut ? [...active, { tested: [{ member: last, isActive: false }], isShort: false }] : active;
  }
  const other = randomBelow(last);
  return fullness.map((isShort) => ({
    tested: [
      { member: other, isActive: isShort },
      { member: last, isActive: !isShort },
    ],
    isShort,
  }));
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
