import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import { WORDS } from '../../words';
import { epochEnded, runStarted, sampleOptions } from '../testing/sampleRun';
import {
  beyondMarks,
  type CurveSet,
  curveSet,
  decimate,
  describeCurves,
  MAX_LOSS,
  type Metric,
  restartsEachEpoch,
  seriesBeyond,
  valueDomain,
} from './curves';
import { beginRun, reduceTraining } from './runView';
import { seriesLabel, seriesOf } from './series';

const training: TrainingEvent = { type: 'phaseChanged', phase: 'training', epoch: 1, epochs: 3 };

function metricsRead(epochPosition: number, trainLosses: readonly number[]): TrainingEvent {
  const members = trainLosses.map((trainLoss) => ({ trainLoss, trainAccuracy: 0.5 }));
  return { type: 'metricsRead', epochPosition, members };
}

function curvesAfter(metric: Metric, seeds: number, ...events: readonly TrainingEvent[]): CurveSet {
  const options = sampleOptions({ seeds: String(seeds) });
  const run = [runStarted(options), training, ...events].reduce(reduceTraining, beginRun(options));
  return curveSet(seriesOf(options, run.members), metric);
}

describe('curveSet', () => {
  it('gives each normalization a training and a validation curve, the mean of its members', () => {
    const { curves } = curvesAfter('accuracy', 2, epochEnded(1, [0.5, 0.75, 0.8, 0.8]));
    expect(curves.map(({ series, split }) => `${seriesLabel(series, WORDS.en)} ${split}`)).toEqual([
      'raw training',
      'raw validation',
      'scale training',
      'scale validation',
    ]);
    expect(curves[1]?.points).toEqual([{ x: 1, y: 0.625, low: 0.5, high: 0.75 }]);
  });

  it('leaves out what is not finite and marks where a member was lost', () => {
    const set = curvesAfter('loss', 1, metricsRead(0.1, [9, 1]), metricsRead(0.2, [Number.POSITIVE_INFINITY, 0.9]), {
      type: 'memberDiverged',
      member: 0,
      epoch: 1,
    });
    expect(set.curves[0]?.points.map(({ y }) => y)).toEqual([9]);
    expect(set.curves[2]?.points.map(({ y }) => y)).toEqual([1, 0.9]);
    expect(set.diverged.map(({ series, x, y }) => [seriesLabel(series, WORDS.en), x, y])).toEqual([['raw', 0.1, 9]]);
  });

  it('marks a member whose loss lies above the axis at its edge', () => {
    const ended = epochEnded(1, [0.5, 0.8]);
    const blown = ended.type === 'epochEnded' && ended.records[0];
    const records = blown ? [{ ...blown, valLoss: 1e11 }, ...ended.records.slice(1)] : [];
    const set = curvesAfter('loss', 1, { type: 'epochEnded', records });
    const domain = valueDomain(set);
    expect(domain[1]).toBe(MAX_LOSS);
    expect(beyondMarks(set, domain).map(({ series, x, y }) => [seriesLabel(series, WORDS.en), x, y])).toEqual([
      ['raw', 1, MAX_LOSS],
    ]);
    expect(beyondMarks({ ...set, metric: 'accuracy' }, domain)).toEqual([]);
  });

  it('draws no accuracy of a network whose loss is not finite', () => {
    const lost = metricsRead(0.2, [Number.NaN, 0.9]);
    const set = curvesAfter('accuracy', 1, metricsRead(0.1, [9, 1]), lost);
    expect(set.curves[0]?.points.map(({ x }) => x)).toEqual([0.1]);
  });

  it('keeps a member that stopped early in the mean with its last figure, while others train on', () => {
    const set = curvesAfter(
      'accuracy',
      2,
      epochEnded(1, [0.5, 0.7, 0.8, 0.8]),
      { type: 'memberStopped', member: 0, epoch: 1, restoredEpoch: 1 },
      { type: 'memberStopped', member: 2, epoch: 1, restoredEpoch: 1 },
      { type: 'memberStopped', member: 3, epoch: 1, restoredEpoch: 1 },
      epochEnded(2, [null, 0.9, null, null]),
    );
    expect(set.curves[1]?.points.map(({ x, y, low }) => [x, y, low])).toEqual([
      [1, 0.6, 0.5],
      [2, 0.7, 0.5],
    ]);
    expect(set.curves[3]?.points.map(({ x }) => x)).toEqual([1]);
    expect(set.stopped.map(({ series, x, y }) => [seriesLabel(series, WORDS.en), x, y])).toEqual([
      ['raw', 1, 0.5],
      ['scale', 1, 0.8],
      ['scale', 1, 0.8],
    ]);
  });

  it('has a line for each of several members, and none where the mean is the member', () => {
    const [, raw] = curvesAfter('accuracy', 2, epochEnded(1, [0.5, 0.75, 0.8, 0.8])).curves;
    expect(raw?.memberLines).toEqual([[{ x: 1, y: 0.5 }], [{ x: 1, y: 0.75 }]]);
    expect(curvesAfter('accuracy', 1, epochEnded(1, [0.5, 0.8])).curves[1]?.memberLines).toEqual([]);
  });

  it('leaves out a split that is not asked for', () => {
    const options = sampleOptions();
    const { curves } = curveSet(seriesOf(options, []), 'loss', ['validation']);
    expect(curves.map(({ split }) => split)).toEqual(['validation', 'validation']);
  });
});

describe('a training curve', () => {
  const halves = (epochs: number) =>
    Array.from({ length: 2 * epochs }, (_, index) => metricsRead((index + 1) / 2, [1, 1]));

  it('shows the inside of epochs in a short run, each on its own', () => {
    const [curve] = curvesAfter('loss', 1, ...halves(3)).curves;
    expect(curve?.points.map(({ x }) => x)).toEqual([0.5, 1, 1.5, 2, 2.5, 3]);
    expect(curve !== undefined && restartsEachEpoch(curve)).toBe(true);
  });

  it('keeps to whole epochs in a long one', () => {
    const [curve] = curvesAfter('loss', 1, ...halves(30)).curves;
    expect(curve?.points).toHaveLength(30);
    expect(curve !== undefined && restartsEachEpoch(curve)).toBe(false);
  });
});

describe('decimate', () => {
  it('keeps the first and the last point and at most as many as asked', () => {
    const points = Array.from({ length: 1001 }, (_, index) => index);
    const kept = decimate(points, 11);
    expect(kept).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    expect(decimate(points, 2000)).toBe(points);
  });
});

describe('valueDomain', () => {
  it('is fixed while there is nothing to draw', () => {
    expect(valueDomain(curvesAfter('loss', 1))).toEqual([0.2, 5]);
    expect(valueDomain(curvesAfter('accuracy', 1))).toEqual([0, 1]);
  });

  it('does not let the steep beginning press the rest together once there is a validation', () => {
    const early = metricsRead(0.1, [400, 1.5]);
    expect(valueDomain(curvesAfter('loss', 1, early))[1]).toBe(50);
    const set = curvesAfter('loss', 1, early, epochEnded(1, [0.3, 0.7]));
    expect(valueDomain(set)).toEqual([0.2, 1]);
    expect(seriesBeyond(set).map((series) => seriesLabel(series, WORDS.en))).toEqual(['raw', 'scale']);
  });

  it('shows accuracies close together in an axis of their size', () => {
    expect(valueDomain(curvesAfter('accuracy', 1, epochEnded(1, [0.82, 0.84])))).toEqual([0.75, 0.85]);
    expect(valueDomain(curvesAfter('accuracy', 1, epochEnded(1, [0.1, 0.99])))).toEqual([0.05, 1]);
  });
});

describe('describeCurves', () => {
  it('says where the validation curves stand, and which members are lost', () => {
    expect(describeCurves(curvesAfter('accuracy', 1), WORDS.en)).toBe('No validation accuracy yet.');
    const set = curvesAfter('accuracy', 1, metricsRead(0.1, [9, 1]), { type: 'memberDiverged', member: 0, epoch: 1 });
    expect(describeCurves(set, WORDS.en)).toBe('Diverged: raw.');
    expect(describeCurves(curvesAfter('accuracy', 1, epochEnded(1, [0.5, 0.8])), WORDS.en)).toBe(
      'Validation accuracy so far: raw 0.5000, scale 0.8000.',
    );
  });
});
