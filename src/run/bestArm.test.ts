import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armKey, groupByArm } from './arms';
import { bestArm } from './bestArm';
import { judgeTest } from './outcome';
import type { RunFile } from './runFile';
import { anyRun } from './testing/anyRun';
import { sampleRun } from './testing/sampleRun';
import { comparisonsOf } from './verdicts';

/** Test accuracies by normalization and seed; `undefined` for a member that was not tested. */
function runWith(accuracies: Readonly<Record<'raw' | 'scale' | 'center', readonly (number | undefined)[]>>): RunFile {
  const seeds = accuracies.raw.length;
  const run = sampleRun('quick', { normalizations: ['raw', 'scale', 'center'], seeds });
  const members = run.members.map((member) => {
    const accuracy = accuracies[member.normalization as 'raw'][member.seed - 1];
    return {
      ...member,
      test: accuracy === undefined || member.test === null ? null : { ...member.test, accuracy, loss: 1 - accuracy },
    };
  });
  return { ...run, members };
}

describe('the best arm', () => {
  it('is that with the best mean over the seeds that all have', () => {
    // Over its own seeds raw has the best mean: it lost the seed that all are bad at.
    const run = runWith({
      raw: [0.8, 0.81, undefined],
      scale: [0.84, 0.85, 0.5],
      center: [0.7, 0.71, 0.6],
    });
    const best = bestArm(run, 'testAccuracy');
    expect(best).toMatchObject({ arm: { normalization: 'scale' }, seeds: [1, 2] });
    expect(best?.mean).toBeCloseTo(0.845, 12);
    expect(best?.contenders.map(({ trainedSeeds, countedSeeds }) => [trainedSeeds.length, countedSeeds])).toEqual([
      [3, [1, 2]],
      [3, [1, 2, 3]],
      [3, [1, 2, 3]],
    ]);
    expect(bestArm(run, 'testLoss')?.arm.normalization).toBe('scale');
  });

  it('is none that a comparison over more seeds shows to be worse', () => {
    // Center has the first seed alone, at which raw is better than scale by luck.
    const run = runWith({
      raw: [0.86, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8],
      scale: [0.85, 0.85, 0.851, 0.852, 0.853, 0.854, 0.852],
      center: [0.7, undefined, undefined, undefined, undefined, undefined, undefined],
    });
    expect(bestArm(run, 'testAccuracy')).toMatchObject({ arm: { normalization: 'scale' }, seeds: [1] });
  });

  it('is none where no seed is in common', () => {
    const run = runWith({ raw: [0.8, undefined], scale: [undefined, 0.8], center: [0.7, 0.7] });
    expect(bestArm(run, 'testAccuracy')).toBeUndefined();
  });

  it('is never one that blew up', () => {
    const run = sampleRun('learning-rates', { learningRates: [0.001, 0.01] });
    const members = run.members.map((member) =>
      member.learningRate === 0.01 && member.test !== null
        ? { ...member, test: { ...member.test, loss: 1e11, accuracy: 0.99 } }
        : member,
    );
    expect(bestArm({ members }, 'testAccuracy')?.arm.learningRate).toBe(0.001);
    expect(
      bestArm({ members: members.filter(({ learningRate }) => learningRate === 0.01) }, 'testLoss'),
    ).toBeUndefined();
  });

  it('is one of those that are asked for', () => {
    const run = runWith({ raw: [0.8], scale: [0.9], center: [0.7] });
    const arms = groupByArm(run.members).map(({ arm }) => arm);
    const others = arms.filter(({ normalization }) => normalization !== 'scale');
    expect(bestArm(run, 'testAccuracy', others)?.arm.normalization).toBe('raw');
  });

  it.each(['testAccuracy', 'testLoss'] as const)('of %s is contradicted by no comparison of any run', (figure) => {
    fc.assert(
      fc.property(anyRun(), (run) => {
        const best = bestArm(run, figure);
        fc.pre(best !== undefined);
        const competing = new Set(best.contenders.map(({ arm }) => armKey(arm)));
        for (const { comparison } of comparisonsOf(run, figure)) {
          const { first, second, outcome } = comparison;
          const isBest = [first, second].map((arm) => armKey(arm) === armKey(best.arm));
          const better = figure === 'testAccuracy' ? 'first-higher' : 'second-higher';
          const worse = figure === 'testAccuracy' ? 'second-higher' : 'first-higher';
          if (competing.has(armKey(first)) && competing.has(armKey(second))) {
            expect(isBest[0] && outcome === worse).toBe(false);
            expect(isBest[1] && outcome === better).toBe(false);
          }
        }
        const own = run.members.filter((member) => armKey(member) === armKey(best.arm));
        expect(own.every(({ test }) => test === null || judgeTest(test) === 'learned')).toBe(true);
        const values = own.flatMap(({ seed, test }) => {
          const value = figure === 'testAccuracy' ? test?.accuracy : test?.loss;
          return best.seeds.includes(seed) ? [value ?? Number.NaN] : [];
        });
        expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(best.mean, 10);
      }),
      { numRuns: 100 },
    );
  });
});
