import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { armKey, groupByArm } from './arms';
import { mistakesOf } from './mistakes';
import { readRunFile } from './readRunFile';
import { sampleRun } from './testing/sampleRun';

const NOT_FIRST = 1;

/** As files had it before: one entry a normalization, without what else tells arms apart. */
function asBefore(run: ReturnType<typeof sampleRun>, kept: number): string {
  const mistakes = run.mistakes
    .slice(kept, kept + 1)
    .map(({ normalization, seed, mistakes: entries }) => ({ normalization, seed, mistakes: entries }));
  return JSON.stringify({ ...run, mistakes });
}

test('every arm has mistakes of its own', () => {
  const run = sampleRun('learning-rates', { learningRates: [1e-4, 0.001, 0.01] });
  const entries = groupByArm(run.members).map(({ arm }) => mistakesOf(run, arm));
  expect(entries.map((entry) => entry && armKey(entry))).toEqual(groupByArm(run.members).map(({ arm }) => armKey(arm)));
  expect(new Set(entries.map((entry) => entry?.mistakes[0]?.pixels)).size).toBe(3);
});

test('an entry without an arm is that of the first tested member of its normalization, and of no other arm', () => {
  const run = sampleRun('learning-rates', { learningRates: [1, 0.001, 0.01] });
  const read = readRunFile(asBefore(run, 0), 'run.json');
  expect(read.mistakes).toHaveLength(1);
  // The first member diverged, so that the second arm was the first to be tested.
  const [, usual, high] = groupByArm(run.members);
  expect(usual && mistakesOf(read, usual.arm)?.mistakes).toEqual(run.mistakes[0]?.mistakes);
  expect(high && mistakesOf(read, high.arm)).toBeUndefined();
});

test('an entry without an arm that is not of the first tested member is refused', () => {
  const run = sampleRun('quick', { normalizations: ['raw'], seeds: 2 });
  const [entry] = run.mistakes;
  const other = { ...run, mistakes: [{ normalization: 'raw', seed: 1 + NOT_FIRST, mistakes: entry?.mistakes }] };
  expect(() => readRunFile(JSON.stringify(other), 'run.json')).toThrow(
    'mistakes.0 is of raw, seed 2; it must be of a member that was tested.',
  );
});

test('mistakes of the learning rates are those of 1e-5, whose matrix is not that of 0.001', () => {
  const name = '2026-11-23-learning-rates.json';
  const run = readRunFile(readFileSync(`results/${name}`, 'utf8'), name);
  expect(run.mistakes.map(({ learningRate }) => learningRate)).toEqual([1e-5]);
});
