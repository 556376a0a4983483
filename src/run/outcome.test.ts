import { describe, expect, it } from 'vitest';
import { GUESSING_LOSS } from './network';
import { guessingAccuracy, judgeFigures, outcomeOf } from './outcome';
import { readRunFile } from './readRunFile';
import type { RunMember } from './runFile';
import { sampleRun } from './testing/sampleRun';

const [LEARNED] = sampleRun('quick', { normalizations: ['scale'] }).members as [RunMember];

function tested(loss: number | null, accuracy: number): RunMember {
  const hits = Math.round(1000 * accuracy);
  const confusion = Array.from({ length: 10 }, (_, label) =>
    Array.from({ length: 10 }, (_, predicted) =>
      predicted === label ? hits : predicted === (label + 1) % 10 ? 1000 - hits : 0,
    ),
  );
  return { ...LEARNED, test: { loss, accuracy, confusion } };
}

describe('what became of a member', () => {
  it('is that it learned, where its figures say so', () => {
    expect(outcomeOf(LEARNED)).toBe('learned');
    expect(outcomeOf({ ...LEARNED, test: null })).toBe('learned');
  });

  it('is that it blew up above ten times the loss of guessing, whatever its accuracy', () => {
    // A learning rate of 100, as it was trained.
    expect(outcomeOf(tested(1e11, 0.2827))).toBe('blew-up');
    expect(outcomeOf(tested(10 * GUESSING_LOSS + 1e-9, 0.5))).toBe('blew-up');
    expect(outcomeOf(tested(10 * GUESSING_LOSS, 0.5))).toBe('learned');
    expect(outcomeOf(tested(null, 0.5))).toBe('blew-up');
  });

  it('is guessing up to what chance allows of so many examples', () => {
    expect(outcomeOf(tested(2.3, 0.104))).toBe('no-better-than-guessing');
    expect(outcomeOf(tested(2.3, 0.106))).toBe('learned');
    expect(judgeFigures({ loss: 2.3, accuracy: 0.106, examples: 1000 })).toBe('no-better-than-guessing');
  });

  it('is judged by the last validation where there is no test', () => {
    const last = { ...(LEARNED.history.at(-1) as RunMember['history'][number]), valLoss: 1e4 };
    expect(outcomeOf({ ...LEARNED, history: [...LEARNED.history, last], test: null })).toBe('blew-up');
    expect(outcomeOf({ ...LEARNED, history: [], test: null })).toBe('untrained');
  });

  it('is that it diverged, also where it was tested with restored weights', () => {
    expect(outcomeOf({ ...LEARNED, status: 'diverged' })).toBe('diverged');
  });

  it('is guessing at the learning rates from 0.1 on, in the run of them', async () => {
    const { readFile } = await import('node:fs/promises');
    const name = 'results/2026-11-23-learning-rates.json';
    const { members } = readRunFile(await readFile(name, 'utf8'), name);
    const guessing = members.filter((member) => outcomeOf(member) === 'no-better-than-guessing');
    expect(guessing.map(({ learningRate }) => learningRate)).toEqual([0.1, 0.316, 1]);
    expect(members.filter((member) => outcomeOf(member) === 'learned')).toHaveLength(8);
  });
});

describe('guessingAccuracy', () => {
  it('is passed by one guess of twenty', () => {
    // Of a binomial with n = 1000 and p = 0.1: P(X > 115) = 0.0535 and P(X > 116) = 0.0433.
    expect(1000 * guessingAccuracy(1000)).toBeCloseTo(115.6, 1);
    expect(guessingAccuracy(10_000)).toBeCloseTo(0.1049, 4);
  });
});
