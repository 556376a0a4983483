import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import { WORDS } from '../../words';
import { epochEnded, runStarted, sampleOptions, sampleRunFile, sampleTest } from '../testing/sampleRun';
import { type ResultRow, resultRows } from './resultRows';
import { beginRun, endRun, reduceTraining } from './runView';
import { seriesLabel, seriesOf } from './series';

function rowsAfter(raw: Readonly<Record<string, string>>, ...events: readonly TrainingEvent[]): readonly ResultRow[] {
  const options = sampleOptions(raw);
  const run = [runStarted(options), ...events].reduce(reduceTraining, beginRun(options));
  return resultRows(seriesOf(options, run.members), run.throughput, WORDS.en);
}

describe('resultRows', () => {
  it('has a row for every normalization before anything is trained', () => {
    const rows = resultRows(seriesOf(sampleOptions(), []), [], WORDS.en);
    expect(rows.map(({ series, status }) => [seriesLabel(series, WORDS.en), status])).toEqual([
      ['raw', 'not trained yet'],
      ['scale', 'not trained yet'],
    ]);
    expect(rows[0]?.rates).toEqual({ low: 0.001, high: 0.001, reductions: 0 });
    expect(rows[0]?.valAccuracy).toBeUndefined();
  });

  it('gives the mean over seeds with its interval, and each member below it', () => {
    const [raw] = rowsAfter({ seeds: '2' }, epochEnded(1, [0.5, 0.75, 0.8, 0.9]));
    // t(0.975, 1) = 12.7062 times the standard error of 0.5 and 0.75.
    expect(raw?.valAccuracy).toMatchObject({ mean: 0.625, count: 2 });
    expect(raw?.valAccuracy?.margin).toBeCloseTo(12.7062 * 0.125, 4);
    expect(raw?.memberRows.map(({ seed, valAccuracy }) => [seed, valAccuracy])).toEqual([
      [1, { mean: 0.5, margin: undefined, count: 1 }],
      [2, { mean: 0.75, margin: undefined, count: 1 }],
    ]);
  });

  it('gives one member no interval and no rows below', () => {
    const [raw] = rowsAfter({}, epochEnded(1, [0.5, 0.8]));
    expect(raw?.valAccuracy).toEqual({ mean: 0.5, margin: undefined, count: 1 });
    expect(raw?.memberRows).toEqual([]);
  });

  it('says what callbacks did to members', () => {
    const [raw, scale] = rowsAfter(
      { seeds: '2', 'reduce-lr-on-plateau': 'on', 'early-stopping': 'on' },
      { type: 'phaseChanged', phase: 'training', epoch: 1, epochs: 3 },
      { type: 'learningRateReduced', member: 0, epoch: 1, learningRate: 0.0005 },
      { type: 'learningRateReduced', member: 0, epoch: 3, learningRate: 0.00025 },
      { type: 'memberStopped', member: 1, epoch: 4, restoredEpoch: 2 },
      { type: 'memberStopped', member: 2, epoch: 4, restoredEpoch: 4 },
      { type: 'memberStopped', member: 3, epoch: 4, restoredEpoch: 4 },
    );
    expect(raw).toMatchObject({
      status: '1 training, 1 stopped early',
      isTroubled: false,
      rates: { low: 0.00025, high: 0.001, reductions: 2 },
    });
    expect(raw?.memberRows.map(({ status }) => status)).toEqual([
      'training',
      'stopped after epoch 4, weights of epoch 2',
    ]);
    expect(scale?.memberRows[0]?.status).toBe('stopped after epoch 4');
    expect(scale?.status).toBe('2 stopped early');
  });

  it('counts members that fare differently', () => {
    const [raw, scale] = rowsAfter(
      { seeds: '2' },
      { type: 'phaseChanged', phase: 'training', epoch: 1, epochs: 3 },
      { type: 'memberDiverged', member: 1, epoch: 1 },
    );
    expect(raw).toMatchObject({ status: '1 training, 1 diverged', isTroubled: true });
    expect(scale).toMatchObject({ status: '2 training', isTroubled: false });
  });

  it('tells learning rates apart and gives each normalization its speed once', () => {
    const rows = rowsAfter(
      { 'learning-rates': '0.01,0.001' },
      {
        type: 'throughputMeasured',
        perNormalization: [{ normalization: 'raw', normalizeGbPerSecond: 1 }],
      },
    );
    expect(
      rows.map(({ series, isFirstOfNormalization }) => [seriesLabel(series, WORDS.en), isFirstOfNormalization]),
    ).toEqual([
      ['raw · 0.01', true],
      ['raw · 0.001', false],
      ['scale · 0.01', true],
      ['scale · 0.001', false],
    ]);
    expect(rows[0]?.throughput?.normalizeGbPerSecond).toBe(1);
    expect(rows[2]?.throughput).toBeUndefined();
  });

  it('leaves a member whose test loss was not finite out of both figures, and says so', () => {
    const options = sampleOptions({ seeds: '2' });
    const file = sampleRunFile(options, [{ test: sampleTest(null, 0.1) }]);
    const run = endRun(reduceTraining(beginRun(options), runStarted(options)), file);
    const [raw] = resultRows(seriesOf(options, run.members), run.throughput, WORDS.en);
    expect(raw?.testLoss).toEqual({ mean: 0.5, margin: undefined, count: 1 });
    expect(raw?.testAccuracy).toEqual({ mean: 0.8, margin: undefined, count: 1 });
    expect(raw).toMatchObject({ status: '1 finished, 1 blew up', isTroubled: true });
  });

  it('tells a member whose figures say that it did not learn from one that finished', () => {
    const options = sampleOptions();
    const tests = [sampleTest(1e11, 0.2827), sampleTest(Math.LN10, 0.1)];
    const file = sampleRunFile(
      options,
      tests.map((test) => ({ test })),
    );
    const run = endRun(reduceTraining(beginRun(options), runStarted(options)), file);
    const rows = resultRows(seriesOf(options, run.members), run.throughput, WORDS.en);
    expect(rows.map(({ status, isTroubled }) => [status, isTroubled])).toEqual([
      ['blew up', true],
      ['no better than guessing', true],
    ]);
    expect(run.members.map(({ outcome }) => outcome)).toEqual(['blew-up', 'no-better-than-guessing']);
  });
});
