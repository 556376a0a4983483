import { describe, expect, it } from 'vitest';
import { armKey, groupByArm } from './arms';
import { comparePairs } from './comparisons';
import { expandMembers } from './members';
import { PRESET_DEFAULTS, type TrainOptions } from './options';
import type { RunFile } from './runFile';
import { summaryOf } from './summary';
import { comparisonsOf, type RunComparison } from './verdicts';

type Test = { readonly loss: number | null; readonly accuracy: number | null };

/** What the comparisons need of a run: each member of the options, tested with what `testOf` gives. */
function runOf(
  options: Partial<TrainOptions>,
  testOf: (member: RunFile['members'][number], index: number) => Test | null,
): RunFile {
  const config = { ...PRESET_DEFAULTS.notebook, ...options };
  const members = expandMembers(config).map(({ index, ...arm }) => {
    const member = { ...arm, status: 'finished', bestEpoch: 1, history: [], restoredEpoch: null, diagnostics: [] };
    const test = testOf(member as unknown as RunFile['members'][number], index);
    return { ...member, test: test === null ? null : { ...test, confusion: [] } };
  });
  return { config, members } as unknown as RunFile;
}

/** Figures that spread, and differ from member to member. */
const spread = (_: unknown, index: number): Test => ({
  accuracy: 0.8 + 0.01 * Math.sin(7 * index),
  loss: 0.5 + 0.1 * Math.cos(5 * index),
});

const pairsOf = (comparisons: readonly RunComparison[]) =>
  comparisons.map(
    ({ question, comparison }) => `${question}: ${armKey(comparison.first)} | ${armKey(comparison.second)}`,
  );

describe('comparisonsOf', () => {
  it('compares each two normalizations as comparePairs does', () => {
    const run = runOf({ normalizations: ['raw', 'scale', 'standardize'], seeds: 4 }, spread);
    const compared = groupByArm(run.members).map(({ arm, members }) => ({
      of: arm,
      values: members.map(({ test }) => test?.accuracy ?? Number.NaN),
    }));
    const comparisons = comparisonsOf(run, 'testAccuracy');
    expect(comparisons.map(({ comparison }) => comparison)).toEqual(comparePairs(compared));
    expect(comparisons.every(({ question, figure }) => question === 'normalization' && figure === 'testAccuracy')).toBe(
      true,
    );
  });

  it('compares what differs in one thing alone', () => {
    const options = {
      normalizations: ['raw', 'scale'],
      learningRates: [0.001, 0.01],
      reduceLrOnPlateau: 'compare',
      seeds: 2,
    } as const;
    expect(pairsOf(comparisonsOf(runOf(options, spread), 'testLoss')).toSorted()).toEqual([
      'normalization: raw@0.001 | scale@0.001',
      'normalization: raw@0.001+plateau | scale@0.001+plateau',
      'normalization: raw@0.01 | scale@0.01',
      'normalization: raw@0.01+plateau | scale@0.01+plateau',
      'reduceLrOnPlateau: raw@0.001+plateau | raw@0.001',
      'reduceLrOnPlateau: raw@0.01+plateau | raw@0.01',
      'reduceLrOnPlateau: scale@0.001+plateau | scale@0.001',
      'reduceLrOnPlateau: scale@0.01+plateau | scale@0.01',
    ]);
  });

  it('compares each of two callbacks with the other one alike', () => {
    const options = {
      normalizations: ['scale'],
      reduceLrOnPlateau: 'compare',
      earlyStopping: 'compare',
      seeds: 2,
    } as const;
    expect(pairsOf(comparisonsOf(runOf(options, spread), 'testAccuracy')).toSorted()).toEqual([
      'earlyStopping: scale@0.001+plateau+stopping | scale@0.001+plateau',
      'earlyStopping: scale@0.001+stopping | scale@0.001',
      'reduceLrOnPlateau: scale@0.001+plateau | scale@0.001',
      'reduceLrOnPlateau: scale@0.001+plateau+stopping | scale@0.001+stopping',
    ]);
  });

  it('pairs by seed, and corrects for the pairs of one question', () => {
    const options = { normalizations: ['scale', 'raw'], earlyStopping: 'compare', seeds: 3 } as const;
    const run = runOf(options, spread);
    const comparisons = comparisonsOf(run, 'testLoss');
    expect(comparisons.map(({ question, comparison }) => [question, comparison.comparisons])).toEqual([
      ['normalization', 2],
      ['normalization', 2],
      ['earlyStopping', 2],
      ['earlyStopping', 2],
    ]);
    const lossOf = (seed: number, hasStopping: boolean) =>
      run.members.find((m) => m.normalization === 'raw' && m.seed === seed && m.earlyStopping === hasStopping)?.test
        ?.loss as number;
    const mean = [1, 2, 3].reduce((sum, seed) => sum + lossOf(seed, true) - lossOf(seed, false), 0) / 3;
    const raw = comparisons.find(({ comparison }) => armKey(comparison.first) === 'raw@0.001+stopping')?.comparison;
    expect(raw?.difference.mean).toBeCloseTo(mean, 12);
  });

  it('leaves out the seeds of members that were not tested or gave no finite figure', () => {
    const run = runOf({ normalizations: ['scale', 'raw'], seeds: 4 }, (member, index) => {
      if (member.normalization === 'raw' && member.seed === 2) {
        return null;
      }
      return member.normalization === 'scale' && member.seed === 4 ? { loss: null, accuracy: 0.1 } : spread(0, index);
    });
    // One rule for both figures, and for the summary: an accuracy counts only where its loss is finite.
    for (const figure of ['testAccuracy', 'testLoss'] as const) {
      expect(comparisonsOf(run, figure)[0]?.comparison.difference.n).toBe(2);
      expect(summaryOf(run.members).map((row) => row[figure].n)).toEqual([3, 3]);
    }
  });

  it('gives no interval for one seed, and nothing where nothing differs', () => {
    const [only] = comparisonsOf(runOf({ normalizations: ['scale', 'raw'] }, spread), 'testAccuracy');
    expect(only?.comparison.outcome).toBe('too-few-seeds');
    expect(comparisonsOf(runOf({ normalizations: ['scale'], seeds: 5 }, spread), 'testAccuracy')).toEqual([]);
    const rates = { normalizations: ['scale'], learningRates: [0.1, 0.01], seeds: 2 } as const;
    expect(comparisonsOf(runOf(rates, spread), 'testAccuracy')).toEqual([]);
  });
});
