import { describe, expect, it } from 'vitest';
import { DASHES } from '../../charts/palette';
import type { TrainingEvent } from '../../run/events';
import { en } from '../../words/en';
import { epochEnded, runStarted, sampleOptions } from '../testing/sampleRun';
import { curveChart } from './curveChart';
import { curveSet, type Metric } from './curves';
import { rateChart } from './rateChart';
import { beginRun, reduceTraining } from './runView';
import { seriesOf } from './series';

function seriesAfter(raw: Readonly<Record<string, string>>, ...events: readonly TrainingEvent[]) {
  const options = sampleOptions({ epochs: '3', ...raw });
  const run = [runStarted(options), ...events].reduce(reduceTraining, beginRun(options));
  return { options, series: seriesOf(options, run.members) };
}

function chartAfter(metric: Metric, raw: Readonly<Record<string, string>>, ...events: readonly TrainingEvent[]) {
  return curveChart(curveSet(seriesAfter(raw, ...events).series, metric), 3, en);
}

/** Raw and scale, two seeds each. */
const ended = [epochEnded(1, [0.5, 0.7, 0.8, 0.8]), epochEnded(2, [0.6, 0.7, 0.8, 0.9])];
const twoSeeds = { seeds: '2' };

describe('curveChart', () => {
  it('draws validation above training, bold and with a band, and the members’ lines under both', () => {
    const { series } = chartAfter('accuracy', twoSeeds, ...ended);
    const isBold = series.map(({ weight }) => weight === 'bold');
    expect(isBold).toEqual(isBold.toSorted((a, b) => Number(a) - Number(b)));
    const bold = series.filter(({ weight }) => weight === 'bold');
    expect(bold.map(({ group, points }) => [group, points.at(-1)])).toEqual([
      [0, { x: 2, y: expect.closeTo(0.65), low: 0.6, high: 0.7 }],
      [1, { x: 2, y: expect.closeTo(0.85), low: 0.8, high: 0.9 }],
    ]);
    const members = series.filter(({ isMember }) => isMember);
    expect(members).toHaveLength(8);
    const training = series.filter(({ look, isMember }) => look.dash === DASHES.training && !isMember);
    expect(training.map(({ points }) => points.every(({ low, high }) => low === high))).toEqual([true, true]);
  });

  it('says a point of a mean in words, with its members where there are several', () => {
    const say = (raw: Readonly<Record<string, string>>, events: readonly TrainingEvent[]) => {
      const line = chartAfter('accuracy', raw, ...events).series.find(({ describe: has }) => has !== undefined);
      return line?.points[0] === undefined ? undefined : line.describe?.(line.points[0]);
    };
    expect(say(twoSeeds, ended)).toEqual(['raw, validation', 'epoch 1: 0.6000', 'members 0.5000 to 0.7000']);
    expect(say({}, [epochEnded(1, [0.5, 0.8])])).toEqual(['raw, validation', 'epoch 1: 0.5000']);
  });

  it('marks where members were stopped, in their group', () => {
    const stop: TrainingEvent = { type: 'memberStopped', member: 2, epoch: 2, restoredEpoch: 2 };
    expect(chartAfter('accuracy', twoSeeds, ...ended, stop).marks).toMatchObject([
      { symbol: 'bar', group: 1, x: 2, y: 0.8 },
    ]);
  });

  it('has the loss of guessing to compare with where it is on the axis, and no place for a loss of zero', () => {
    const lossesOf = (trainLoss: number): TrainingEvent => ({
      type: 'metricsRead',
      epochPosition: 0.5,
      members: [0, 1].map(() => ({ trainLoss, trainAccuracy: 0.5 })),
    });
    const guides = (trainLoss: number) => chartAfter('loss', {}, lossesOf(trainLoss)).guides;
    expect(guides(4).map(({ label }) => label)).toEqual([en.guessing]);
    expect(guides(0.9)).toEqual([]);
    expect(chartAfter('loss', {}, lossesOf(0)).series.flatMap(({ points }) => points)).toEqual([]);
  });

  it('names lines at their ends where learning rates tell them apart', () => {
    const labels = (rates: string) =>
      chartAfter('accuracy', { normalizations: 'scale', 'learning-rates': rates }).series.flatMap(
        ({ endLabel }) => endLabel ?? [],
      );
    expect(labels('0.1,0.001')).toEqual(['0.1', '0.001']);
    expect(labels('0.001')).toEqual([]);
  });
});

describe('rateChart', () => {
  const raw = { 'reduce-lr-on-plateau': 'on', 'plateau-factor': '0.1' };

  it('steps with each member’s rate, within its axis, with the rates as ticks while they are few', () => {
    const reduction: TrainingEvent = { type: 'learningRateReduced', member: 1, epoch: 1, learningRate: 1e-4 };
    const { options, series } = seriesAfter(raw, epochEnded(1, [0.5, 0.6]), reduction, epochEnded(2, [0.5, 0.6]));
    const chart = rateChart(options, series, en);
    expect(chart.series.map(({ shape }) => shape)).toEqual(['step', 'step']);
    expect(chart.series[1]?.points.map(({ x, y }) => [x, y])).toEqual([
      [0, 0.001],
      [1, 1e-4],
      [2, 1e-4],
    ]);
    expect(chart.y.ticks).toEqual([1e-4, 0.001]);
    const [low, high] = chart.y.domain;
    expect(chart.series.every(({ points }) => points.every(({ y }) => y > low && y < high))).toBe(true);
  });
});
