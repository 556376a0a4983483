import { describe, expect, it } from 'vitest';
import { newKeptRun } from '../../run/keptRun';
import { sampleRun } from '../../run/testing/sampleRun';
import { WORDS } from '../../words';
import { curveChart } from './curveChart';
import { curveSet } from './curves';
import { letterOf, overlaidSeries } from './overlaid';
import { differencesBetween } from './runDifferences';
import { seriesLabel } from './series';

const run = (id: string, letter: string, epochs: number, normalizations: ('scale' | 'raw')[] = ['scale']) => ({
  id,
  letter,
  file: sampleRun('quick', { normalizations, epochs }),
});

describe('runs that are drawn together', () => {
  it('keep the colours of normalizations and are told apart by dashes and letters', () => {
    const series = overlaidSeries([run('1', 'A', 2, ['scale', 'raw']), run('2', 'B', 4)]);
    expect(series.map((entry) => seriesLabel(entry, WORDS.en))).toEqual(['A · scale', 'A · raw', 'B · scale']);
    expect(series.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(new Set(series.map(({ key }) => key)).size).toBe(3);
    const [first, , second] = series.map(({ look }) => look);
    expect(first?.color).toBe(second?.color);
    expect([first?.dash, second?.dash].filter((dash) => dash === undefined)).toHaveLength(1);
  });

  it('are named at their ends where each is one curve, and only there', () => {
    const labels = (runs: Parameters<typeof overlaidSeries>[0]) =>
      curveChart(curveSet(overlaidSeries(runs), 'loss', ['validation']), 4, WORDS.en).series.flatMap(
        ({ endLabel }) => endLabel ?? [],
      );
    expect(labels([run('1', 'A', 2), run('2', 'B', 4)])).toEqual(['A', 'B']);
    expect(labels([run('1', 'A', 2, ['scale', 'raw']), run('2', 'B', 4)])).toEqual([]);
    expect(labels([run('1', 'A', 2)])).toEqual([]);
  });

  it('have a letter each, however many they are', () => {
    const letters = Array.from({ length: 60 }, (_, index) => letterOf(index));
    expect(letters.slice(0, 2)).toEqual(['A', 'B']);
    expect(new Set(letters).size).toBe(60);
  });
});

it('tells of runs only the options in which they are not all alike', () => {
  const keptRuns = [2, 4].map((epochs, index) =>
    newKeptRun(
      { config: sampleRun('quick', { epochs }).config, runtime: 'browser' },
      new Date(0),
      Uint8Array.of(index),
    ),
  );
  const differences = differencesBetween(keptRuns, 'en');
  expect(keptRuns.map(({ id }) => differences.get(id)?.map(({ label, value }) => `${label} ${value}`))).toEqual([
    ['Epochs 2'],
    ['Epochs 4'],
  ]);
});
