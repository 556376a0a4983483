import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import { WORDS, type Words } from '../../words';
import { runStarted, sampleOptions } from '../testing/sampleRun';
import { describeHappenings } from './happenings';
import { beginRun, IDLE_RUN, reduceTraining } from './runView';

function told(...events: readonly TrainingEvent[]): string {
  return toldIn(WORDS.en, ...events);
}

function toldIn(words: Words, ...events: readonly TrainingEvent[]): string {
  const options = sampleOptions({ seeds: '2', 'reduce-lr-on-plateau': 'compare' });
  return describeHappenings([runStarted(options), ...events].reduce(reduceTraining, beginRun(options)), words);
}

const reduced = (member: number, epoch: number): TrainingEvent => ({
  type: 'learningRateReduced',
  member,
  epoch,
  learningRate: 0.0005,
});

describe('describeHappenings', () => {
  it('is empty while nothing happened', () => {
    expect(describeHappenings(IDLE_RUN, WORDS.en)).toBe('');
    expect(told()).toBe('');
  });

  it('names one member', () => {
    expect(told(reduced(1, 4))).toBe('After epoch 4: learning rate of raw · ReduceLROnPlateau (seed 1) reduced.');
  });

  it('counts several, in one sentence an epoch', () => {
    expect(
      told(
        reduced(1, 4),
        reduced(3, 4),
        { type: 'memberStopped', member: 0, epoch: 4, restoredEpoch: 2 },
        { type: 'memberDiverged', member: 6, epoch: 4 },
        { type: 'memberDiverged', member: 7, epoch: 4 },
      ),
    ).toBe('After epoch 4: 2 learning rates reduced, raw · constant rate (seed 1) stopped early, 2 members diverged.');
  });

  it('says it in Spanish', () => {
    expect(toldIn(WORDS.es, reduced(1, 4), { type: 'memberStopped', member: 0, epoch: 4, restoredEpoch: 2 })).toBe(
      'Tras la época 4: tasa de aprendizaje de raw · ReduceLROnPlateau (semilla 1) reducida, ' +
        'parada temprana de raw · tasa constante (semilla 1).',
    );
  });

  it('tells of the last epoch only', () => {
    expect(told(reduced(1, 4), reduced(3, 4), reduced(3, 6))).toBe(
      'After epoch 6: learning rate of raw · ReduceLROnPlateau (seed 2) reduced.',
    );
  });
});
