import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armKey, groupByArm } from './arms';
import { poolRuns } from './poolRuns';
import { readRunFile } from './readRunFile';
import type { RunFile } from './runFile';
import { summaryOf } from './summary';
import { anyRun } from './testing/anyRun';
import { sampleRun } from './testing/sampleRun';
import { comparisonsOf } from './verdicts';

const LATER = { startedAt: '2026-11-24T10:15:00.000Z' };
const FOUR = sampleRun('study');
const ONE = sampleRun('study', { normalizations: ['scale-center'] }, LATER);

function read(name: string): RunFile {
  return readRunFile(readFileSync(`results/${name}`, 'utf8'), name);
}

describe('pooling runs', () => {
  it('makes one of the study and its fifth normalization, which joins the comparisons', () => {
    const study = [read('2026-11-23-study-scale-center.json'), read('2026-11-23-study.json')];
    const { runs, conflicts } = poolRuns(study);
    expect([runs.length, conflicts]).toEqual([1, []]);
    const [pooled] = runs as [RunFile];
    expect(groupByArm(pooled.members).map(({ arm, members }) => [arm.normalization, members.length])).toEqual(
      ['raw', 'scale', 'center', 'standardize', 'scale-center'].map((name) => [name, 5]),
    );
    expect(pooled.summary).toEqual(summaryOf(pooled.members));
    expect(pooled.mistakes.map(({ normalization }) => normalization)).toEqual(pooled.config.normalizations);
    const comparisons = comparisonsOf(pooled, 'testAccuracy').map(({ comparison }) => comparison);
    expect(comparisons).toHaveLength(10);
    expect(comparisons.filter(({ second }) => second.normalization === 'scale-center')).toHaveLength(4);
    expect(comparisons.every(({ difference }) => difference.n === 5)).toBe(true);
  });

  it('keeps what each was measured with, the first started first', () => {
    const [pooled] = poolRuns([ONE, FOUR]).runs;
    expect(pooled?.parts).toEqual([FOUR, ONE]);
    expect(pooled?.startedAt).toBe(LATER.startedAt);
  });

  it('joins seeds, rates and callbacks, and counts what there is', () => {
    const more = sampleRun('study', { normalizations: ['raw'], firstSeed: 6, seeds: 2, learningRates: [1e-4] }, LATER);
    const stopping = sampleRun('study', { normalizations: ['raw'], earlyStopping: 'on', seeds: 1 }, LATER);
    const [pooled, ...others] = poolRuns([FOUR, more, stopping]).runs;
    expect(others).toEqual([]);
    expect(pooled?.config).toMatchObject({
      seeds: 7,
      firstSeed: 1,
      learningRates: [1e-4, 0.001],
      reduceLrOnPlateau: 'off',
      earlyStopping: 'compare',
    });
    expect(pooled?.members).toHaveLength(20 + 2 + 1);
  });

  it.each([
    ['of another commit', { ...ONE, commit: 'def5678' }],
    ['on another adapter', { ...ONE, adapter: { ...ONE.adapter, runtimeVersion: 'Chrome 157.0.0.0' } }],
    ['of other epochs', sampleRun('study', { normalizations: ['scale-center'], epochs: 9 })],
    ['with another setting of a callback', sampleRun('study', { earlyStopping: 'on', stoppingPatience: 2 })],
    ['of another preset', sampleRun('notebook', { normalizations: ['scale-center'] })],
    ['that was stopped', sampleRun('study', { normalizations: ['scale-center'] }, { isStopped: true })],
  ])('leaves one %s by itself', (_, other) => {
    expect(poolRuns([FOUR, other])).toEqual({ runs: [FOUR, other], conflicts: [] });
  });

  it('leaves runs of no known commit by themselves', () => {
    const unknown = [FOUR, ONE].map((run) => ({ ...run, commit: 'unknown' }));
    expect(poolRuns(unknown).runs).toEqual(unknown);
  });

  it('takes a member that two have once, where it is the same bit for bit', () => {
    const again = sampleRun('study', { normalizations: ['scale', 'scale-center'] }, LATER);
    expect(poolRuns([FOUR, again]).runs[0]?.members).toHaveLength(25);
  });

  it('names runs of which a member that both have differs, and pools neither', () => {
    const again = structuredClone(sampleRun('study', { normalizations: ['scale', 'scale-center'] }, LATER));
    const changed = again.members[2]?.history[0];
    if (changed !== undefined) {
      changed.trainLoss = (changed.trainLoss ?? 0) + 2 ** -50;
    }
    const { runs, conflicts } = poolRuns([FOUR, again]);
    expect(runs).toEqual([FOUR, again]);
    expect(conflicts).toEqual([{ runs: [FOUR, again], member: again.members[2] }]);
  });

  it('gives of any run and part of it the run itself, members in their order', () => {
    fc.assert(
      fc.property(
        anyRun().filter(({ status }) => status === 'finished'),
        fc.integer({ min: 0, max: 100 }),
        (run, cut) => {
          const arms = [...new Set(run.members.map(armKey))];
          const [some, rest] = [arms.slice(0, cut % arms.length), arms.slice(cut % arms.length)];
          const partOf = (keys: readonly string[]): RunFile => ({
            ...run,
            members: run.members.filter((member) => keys.includes(armKey(member))),
          });
          const { runs, conflicts } = poolRuns([partOf(some), partOf(rest)]);
          expect(conflicts).toEqual([]);
          expect(runs[0]?.members).toEqual(run.members);
          expect(runs[0]?.summary).toEqual(run.summary);
        },
      ),
      { numRuns: 50 },
    );
  });
});
