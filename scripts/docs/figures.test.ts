import { describe, expect, it } from 'vitest';
import type { Normalization } from '../../src/data/normalization';
import { comparePairs } from '../../src/run/comparisons';
import type { RunFile } from '../../src/run/runFile';
import { meanInterval } from '../../src/run/statistics';
import { readProjectFile } from './project';

const readRun = (name: string) => JSON.parse(readProjectFile(`results/2026-11-23-${name}.json`)) as RunFile;
const STUDY = readRun('study');
const ARMS = [STUDY, readRun('study-scale-center')].flatMap((run) =>
  run.config.normalizations.map((normalization) => ({ normalization, run })),
);
const FIGURES = ['accuracy', 'loss'] as const;
const DOCUMENTS = ['README.md', 'docs/results.md'].map((path) => ({ path, text: readProjectFile(path) }));

/** By seed, in the order of the members. */
function valuesOf(run: RunFile, normalization: Normalization, figure: (typeof FIGURES)[number]): number[] {
  const members = run.members.filter((member) => member.normalization === normalization);
  return members.map(({ test }) => test?.[figure] ?? Number.NaN);
}

/** "0.0015 (−0.0053 to 0.0083)" */
function write([mean, low, high]: readonly (number | null | undefined)[], decimals: number): string {
  const [m, l, h] = [mean, low, high].map((value) => (value ?? Number.NaN).toFixed(decimals).replace('-', '−'));
  return `${m} (${l} to ${h})`;
}

/** The first minus the second, in the study, as docs/results.md writes it. */
function differenceCell(first: Normalization, second: Normalization, figure: (typeof FIGURES)[number]): string {
  const arms = STUDY.config.normalizations.map((of) => ({ of, values: valuesOf(STUDY, of, figure) }));
  const pair = comparePairs(arms).find((found) =>
    [found.first, found.second].every((of) => [first, second].includes(of)),
  );
  const { mean } = pair?.difference ?? {};
  const { low, high } = pair?.corrected ?? {};
  const isTurned = pair?.first !== first;
  const text = write(isTurned ? [mean, high, low].map((value) => -(value ?? Number.NaN)) : [mean, low, high], 4);
  return pair?.outcome === 'no-difference-shown' ? `no difference shown: ${text}` : text.replace(/^\S+/, '**$&**');
}

describe.each(DOCUMENTS)('$path', ({ text }) => {
  it.each(ARMS)('has the means and intervals of $normalization as they are in results/', ({ normalization, run }) => {
    const cells = FIGURES.map((figure, i) => {
      const { mean, low, high } = meanInterval(valuesOf(run, normalization, figure));
      return write([mean, low, high], 4 - i);
    });
    const rows = text.split('\n').filter((line) => line.startsWith(`| \`${normalization}\` |`));
    expect(rows.join('\n')).toContain(`| ${cells.join(' | ')} |`);
  });

  it('says both measures of scale and standardize in one sentence', () => {
    const lower = differenceCell('standardize', 'scale', 'loss').replaceAll('*', '');
    const sentence = text.split(/(?<=\.)\s/).find((candidate) => candidate.includes(lower));
    expect(sentence).toContain(`in test loss \`scale\` is lower by ${lower}`);
    expect(sentence).toMatch(/no difference in test accuracy|test accuracy shows no difference/);
    expect(text).toContain(differenceCell('scale', 'standardize', 'accuracy').replace('no difference shown: ', ''));
  });
});

it.each<[Normalization, Normalization]>([
  ['scale', 'standardize'],
  ['scale', 'raw'],
  ['scale', 'center'],
  ['standardize', 'raw'],
  ['standardize', 'center'],
  ['raw', 'center'],
])('docs/results.md has the differences of %s and %s', (first, second) => {
  const cells = FIGURES.map((figure) => differenceCell(first, second, figure));
  expect(DOCUMENTS[1]?.text).toContain(`| \`${first}\`, \`${second}\` | ${cells.join(' | ')} |`);
});
