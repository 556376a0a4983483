import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import { WORDS } from '../../words';
import { epochEnded, runStarted, sampleOptions } from '../testing/sampleRun';
import { describeRates, rateDomain, rateSteps } from './rateSteps';
import { beginRun, reduceTraining } from './runView';
import { seriesLabel, seriesOf } from './series';

const options = sampleOptions({ 'reduce-lr-on-plateau': 'on', 'plateau-factor': '0.1', epochs: '5' });

function seriesAfter(...events: readonly TrainingEvent[]) {
  return seriesOf(options, [runStarted(options), ...events].reduce(reduceTraining, beginRun(options)).members);
}

const reduction: TrainingEvent = { type: 'learningRateReduced', member: 1, epoch: 2, learningRate: 1e-4 };

describe('rateSteps', () => {
  it('has nothing to draw of a member that has not begun', () => {
    expect(rateSteps(seriesAfter())).toEqual([]);
  });

  it('steps after the epoch that reduced the rate, up to where the member is', () => {
    const epochs = [1, 2, 3].map((epoch) => epochEnded(epoch, [0.5, 0.6]));
    const lines = rateSteps(seriesAfter(...epochs, reduction)).map(({ series, steps }) => [
      seriesLabel(series, WORDS.en),
      steps.map(({ x, y }) => [x, y]),
    ]);
    expect(lines).toEqual([
      [
        'raw',
        [
          [0, 0.001],
          [3, 0.001],
        ],
      ],
      [
        'scale',
        [
          [0, 0.001],
          [2, 1e-4],
          [3, 1e-4],
        ],
      ],
    ]);
  });
});

describe('rateDomain', () => {
  it('has room for two reductions, and for more when they come', () => {
    expect(rateDomain(options, [])[0]).toBeCloseTo(1e-5, 12);
    expect(rateDomain(options, [])[1]).toBe(0.001);
    const series = seriesAfter(epochEnded(1, [0.5, 0.6]), { ...reduction, learningRate: 1e-7 });
    expect(rateDomain(options, rateSteps(series))[0]).toBe(1e-7);
  });

  it('does not go below the lowest rate that is allowed', () => {
    expect(rateDomain({ ...options, plateauMinLr: 5e-4 }, [])).toEqual([5e-4, 0.001]);
  });
});

describe('describeRates', () => {
  it('says how often each series was reduced', () => {
    expect(describeRates(seriesAfter(), WORDS.en)).toBe('No learning rate has been reduced.');
    expect(describeRates(seriesAfter(epochEnded(1, [0.5, 0.6]), reduction), WORDS.en)).toBe(
      'Reduced: scale once, down to 10⁻⁴.',
    );
  });

  it('says it in Spanish', () => {
    expect(describeRates(seriesAfter(epochEnded(1, [0.5, 0.6]), reduction), WORDS.es)).toBe(
      'Se redujeron: scale una vez, hasta 10⁻⁴.',
    );
  });
});
