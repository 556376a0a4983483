import { describe, expect, it } from 'vitest';
import type { BenchFile, BenchRow } from '../../src/bench/benchFile';
import { labelOf, ratiosOf } from '../../src/bench/benchRows';
import { ratioText } from '../../src/bench/benchTable';
import { WORDS } from '../../src/words';
import { readProjectFile } from './project';

const { en } = WORDS;
const PATH = 'bench/results/2026-11-25-swiftshader-bench.json';
const FILE = JSON.parse(readProjectFile(PATH)) as BenchFile;
const TEXT = readProjectFile('docs/results.md');

/** The last cells of a row of the tables in docs/results.md: its speed, and how many times Weft is as fast. */
function cellsOf(row: BenchRow): string {
  const { numbers } = en;
  const ratio = FILE.ratios.find(({ case: id, against }) => id === row.case && against === labelOf(row));
  const speed = row.imagesPerSecond ?? row.gflopPerSecond;
  return `| ${numbers.rate(speed ?? undefined)} | ${ratio === undefined ? '' : `${ratioText(ratio, en)} `}|`;
}

it('docs/results.md names the recorded bench, its date and the peak that it found', () => {
  expect(TEXT).toContain(`(../${PATH})`);
  expect(TEXT).toContain(FILE.startedAt.slice(0, 10));
  expect(TEXT).toContain(`${en.numbers.rate(FILE.peaks.fmaGflopPerSecond)} GFLOP/s`);
});

it('the recorded bench was finished, with its ratios those of its rounds', () => {
  expect(FILE).toMatchObject({ schema: 'weft.bench/2', status: 'finished' });
  expect(ratiosOf(FILE.rows)).toEqual(FILE.ratios);
});

describe.each(['train/1x128/step', 'train/4x128/step', 'evaluate/1x1024/forward'])('docs/results.md, %s', (id) => {
  const rows = FILE.rows.filter((row) => row.case === id && row.status === 'ok');

  it.each(rows.map((row) => [labelOf(row), row] as const))('has the speed and the ratio of %s', (label, row) => {
    expect(TEXT).toContain(`| ${label} ${cellsOf(row)}`);
  });
});

it.each(
  FILE.rows
    .filter(({ suite, status }) => suite === 'matmul' && status === 'ok')
    .map((row) => [labelOf(row), row] as const),
)('docs/results.md has the product of %s', (label, row) => {
  expect(TEXT).toContain(`| \`${row.case}\` | ${label} ${cellsOf(row)}`);
});
