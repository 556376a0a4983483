import { describe, expect, it } from 'vitest';
import { WORDS, type Words } from '../../words';
import { runStarted, sampleOptions } from '../testing/sampleRun';
import { beginRun, reduceTraining } from './runView';
import { type Series, seriesLabel, seriesOf, shortSeriesLabel } from './series';

function seriesFor(raw: Readonly<Record<string, string>>) {
  return seriesOf(sampleOptions(raw), []);
}

describe('seriesOf', () => {
  it('is empty while nothing is known', () => {
    expect(seriesOf(undefined, [])).toEqual([]);
  });

  it('has the same series for a plan as for its run, there with their members', () => {
    const options = sampleOptions({ seeds: '3', 'learning-rates': '0.01,0.001', 'early-stopping': 'compare' });
    const run = reduceTraining(beginRun(options), runStarted(options));
    const planned = seriesOf(options, []);
    const running = seriesOf(options, run.members);
    expect(planned.map((series) => [series.key, seriesLabel(series, WORDS.en), series.index])).toEqual(
      running.map((series) => [series.key, seriesLabel(series, WORDS.en), series.index]),
    );
    expect(running).toHaveLength(8);
    expect(running.every(({ members }) => members.length === 3)).toBe(true);
    expect(running[1]?.members.map(({ member }) => [member.learningRate, member.earlyStopping, member.seed])).toEqual([
      [0.01, true, 1],
      [0.01, true, 2],
      [0.01, true, 3],
    ]);
  });

  it('leaves out what all have in common where there is little room', () => {
    const labels = (series: Series | undefined, words: Words) =>
      series === undefined ? [] : [seriesLabel(series, words), shortSeriesLabel(series, words)];
    const [constant] = seriesFor({ normalizations: 'standardize', 'reduce-lr-on-plateau': 'compare' });
    expect(labels(constant, WORDS.en)).toEqual(['standardize · constant rate', 'constant rate']);
    expect(labels(constant, WORDS.es)).toEqual(['standardize · tasa constante', 'tasa constante']);
    const [only] = seriesFor({ normalizations: 'standardize' });
    expect(labels(only, WORDS.en)).toEqual(['standardize', 'standardize']);
    const several = seriesFor({ 'learning-rates': '0.1,0.2' })[3];
    expect(labels(several, WORDS.en)).toEqual(['scale · 0.2', 'scale · 0.2']);
    expect(labels(several, WORDS.es)).toEqual(['scale · 0,2', 'scale · 0,2']);
  });
});

describe('the look of a series', () => {
  const looks = (raw: Readonly<Record<string, string>>) =>
    seriesFor(raw).map(({ look }) => `${look.color} ${look.dash ?? ''}`);

  it.each([
    { normalizations: 'raw,scale,center,standardize,scale-center,pixel-standardize' },
    { normalizations: 'standardize', 'learning-rates': '0.00001,0.0001,0.001,0.01,0.1,1' },
    { 'learning-rates': '0.1,0.01,0.001' },
    { normalizations: 'scale', 'reduce-lr-on-plateau': 'compare', 'early-stopping': 'compare' },
  ])('is no other series’s: %o', (raw) => {
    expect(new Set(looks(raw)).size).toBe(seriesFor(raw).length);
  });

  it('orders learning rates by size, however they are listed', () => {
    const colorOf = (rates: string) =>
      new Map(
        seriesFor({ normalizations: 'scale', 'learning-rates': rates }).map(({ arm, look }) => [
          arm.learningRate,
          look.color,
        ]),
      );
    expect(colorOf('0.1,0.001,0.01')).toEqual(
      new Map(
        [...colorOf('0.001,0.01,0.1')].sort(
          ([a], [b]) => [0.1, 0.001, 0.01].indexOf(a) - [0.1, 0.001, 0.01].indexOf(b),
        ),
      ),
    );
    expect(colorOf('0.001,0.01,0.1').get(0.001)).toContain('(0.380 ');
    expect(colorOf('0.001,0.01,0.1').get(0.1)).toContain('(0.660 ');
  });

  it('dashes members with a callback only where members without it are beside them', () => {
    const dashes = (use: string) => seriesFor({ 'reduce-lr-on-plateau': use }).map(({ look }) => look.dash);
    expect(dashes('on')).toEqual([undefined, undefined]);
    expect(dashes('compare')).toEqual([undefined, '9 4', undefined, '9 4']);
  });
});
