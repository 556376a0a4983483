import { describe, expect, it } from 'vitest';
import { sampleCheckpoint } from '../../testing/sampleCheckpoint';
import type { LoopState, UnderWay } from './checkpoint';
import { findBadLoop } from './findBadLoop';

const GOOD = sampleCheckpoint();
const [UNDER_WAY] = GOOD.underWay as [UnderWay];
const [MEMBER] = UNDER_WAY.loop.members;

const find = (changes: Partial<LoopState>) =>
  findBadLoop({ ...GOOD, underWay: [{ ...UNDER_WAY, loop: { ...UNDER_WAY.loop, ...changes } }] });

describe('where the loop of a checkpoint stands', () => {
  it('is accepted as it was written', () => {
    expect(find({})).toBeUndefined();
  });

  it.each<[string, Partial<LoopState>, string, string]>([
    ['no members', { members: [] }, 'members', 'it has none'],
    [
      // Told again one by one when the run goes on, they would never end.
      'more epochs than there are',
      { epochsDone: Number.MAX_SAFE_INTEGER },
      'epochsDone',
      `it is 9007199254740991, and config.epochs ${GOOD.config.epochs}`,
    ],
    ['more steps than an epoch has', { stepsDone: 1e9 }, 'stepsDone', 'it is 1000000000, and'],
    [
      'steps after the last epoch',
      { epochsDone: GOOD.config.epochs, stepsDone: 1 },
      'stepsDone',
      'it is 1, and 0 steps are left',
    ],
    ['a member without its epochs', { epochsDone: 2 }, 'members.0.history', 'it has 1 epochs of a member that'],
    [
      'a member that ended in an epoch to come',
      { epochsDone: 0, members: MEMBER === undefined ? [] : [{ ...MEMBER, status: 'diverged' }] },
      'members.0.history',
      'it has 1 epochs of a member that is "diverged"',
    ],
  ])('is refused for %s', (_, changes, field, problem) => {
    expect(find(changes)).toEqual({ field: `underWay.0.loop.${field}`, problem: expect.stringContaining(problem) });
  });

  it('is refused for members that config does not give', () => {
    const underWay = [UNDER_WAY, UNDER_WAY];
    const problem = 'it comes to 2 members, and config gives 1';
    expect(findBadLoop({ ...GOOD, underWay })).toEqual({ field: 'underWay', problem });
  });
});
