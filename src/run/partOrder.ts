import type { Member } from './members';

/**
 * The order in which members are trained where they do not all fit at once: seed after seed, so that a run that is stopped
 * has, of the seeds that it came to, every arm.
 * @returns indices into `members`.
 */
export function orderForParts(members: readonly Pick<Member, 'seed'>[]): readonly number[] {
  return members
    .map(({ seed }, index) => ({ seed, index }))
    .sort((a, b) => a.seed - b.seed || a.index - b.index)
    .map(({ index }) => index);
}
