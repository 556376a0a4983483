import { describe, expect, it } from 'vitest';
import { sampleCheckpoint } from '../../testing/sampleCheckpoint';
import type { LoopState } from './checkpoint';
import { findBadLoop } from './findBadLoop';

const GOOD = sampleCheckpoint();
const [MEMBER] = GOOD.loop.members;

const find = (changes: Partial<LoopState>) => findBadLoop({ ...GOOD, loop: { ...GOOD.loop, ...changes } });

describe('where the loop of a checkpoint stands', () => {
  it('is accepted as it was written', () => {
    expect(find({})).toBeUndefined();
  });

  it.each<[string, Partial<LoopState>, string, string]>([
    ['members that config does not give', { members: [] }, 'loop.members', 'it has 0 entries, and config gives 1'],
    [
      // Told again one by one when the run goes on, they would never end.
      'more epochs than there are',
      { epochsDone: Number.MAX_SAFE_INTEGER },
      'loop.epochsDone',
      `it is 9007199254740991, and config.epochs ${GOOD.config.epochs}`,
    ],
    ['more steps than an epoch has', { stepsDone: 1e9 }, 'loop.stepsDone', 'it is 1000000000, and'],
    [
      'steps after the last epoch',
      { epochsDone: GOOD.config.epochs, stepsDone: 1 },
      'loop.stepsDone',
      'it is 1, and 0 steps are left',
    ],
    ['a member without its epochs', { epochsDone: 2 }, 'loop.members.0.history', 'it has 1 epochs of a member that'],
    [
      'a member that ended in an epoch to come',
      { epochsDone: 0, members: MEMBER === undefined ? [] : [{ ...MEMBER, status: 'diverged' }] },
      'loop.members.0.history',
      'it has 1 epochs of a member that is "diverged"',
    ],
  ])('is refused for %s', (_, changes, field, problem) => {
    expect(find(changes)).toEqual({ field, problem: expect.stringContaining(problem) });
  });
});
