import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../testing/refusal';
import type { EpochRecord } from '../records';
import { createEarlyStopping, createStoppingRule, type EarlyStoppingOptions } from './earlyStopping';

function recordOf(epoch: number, valLoss: number): EpochRecord {
  return { epoch, trainLoss: 0, trainAccuracy: 0, valLoss, valAccuracy: valLoss, learningRate: 1e-3 };
}

/** Trains on these values until told to stop. */
function run(options: EarlyStoppingOptions, values: readonly number[]) {
  const callback = createEarlyStopping(options);
  const bestEpochs: number[] = [];
  for (const [index, value] of values.entries()) {
    const { action, isBest } = callback.onEpochEnd(recordOf(index + 1, value));
    if (isBest) {
      bestEpochs.push(index + 1);
    }
    if (action === 'stop') {
      return { stoppedAt: index + 1, bestEpochs, epochToRestore: callback.epochToRestore };
    }
  }
  return { stoppedAt: undefined, bestEpochs, epochToRestore: callback.epochToRestore };
}

describe('EarlyStopping', () => {
  it('stops after patience epochs without improvement', () => {
    // best; best; wait 1; wait 2 → stop
    expect(run({ patience: 2 }, [1, 0.9, 0.95, 0.9, 0.1])).toEqual({
      stoppedAt: 4,
      bestEpochs: [1, 2],
      epochToRestore: undefined,
    });
  });

  it('starts the wait anew with each improvement', () => {
    // best; wait 1; best; wait 1; best; wait 1; wait 2 → stop
    expect(run({ patience: 2 }, [1, 1.1, 0.9, 1, 0.8, 0.8, 0.8])).toMatchObject({
      stoppedAt: 7,
      bestEpochs: [1, 3, 5],
    });
  });

  it.each([0, 1])('stops at the first epoch without improvement with a patience of %i', (patience) => {
    expect(run({ patience }, [1, 0.9, 0.9, 0.1])).toMatchObject({ stoppedAt: 3 });
  });

  it('stops in no epoch that improves', () => {
    expect(run({ patience: 0 }, [5, 4, 3, 2, 1])).toMatchObject({ stoppedAt: undefined, bestEpochs: [1, 2, 3, 4, 5] });
  });

  it('takes a change of exactly minDelta for none, and compares with the last best', () => {
    // best 0.8; 0.7 is 0.1 less: wait 1; 0.65: best; 0.6: wait 1; 0.56: wait 2 → stop
    expect(run({ patience: 2, minDelta: 0.1 }, [0.8, 0.7, 0.65, 0.6, 0.56])).toMatchObject({
      stoppedAt: 5,
      bestEpochs: [1, 3],
    });
  });

  it('waits for accuracies to grow, and for anything in the mode max', () => {
    const expected = { stoppedAt: 4, bestEpochs: [1, 2] };
    expect(run({ monitor: 'val_accuracy', patience: 2 }, [0.5, 0.6, 0.6, 0.6, 0.7])).toMatchObject(expected);
    expect(run({ mode: 'max', patience: 2 }, [0.5, 0.6, 0.6, 0.6, 0.7])).toMatchObject(expected);
  });

  it('neither counts nor remembers the epochs before startFromEpoch', () => {
    // not watched: 0.1, 0.1; best 1; wait 1; wait 2 → stop
    expect(run({ patience: 2, startFromEpoch: 2, restoreBestWeights: true }, [0.1, 0.1, 1, 1, 1])).toEqual({
      stoppedAt: 5,
      bestEpochs: [3],
      epochToRestore: 3,
    });
  });

  it('starts the patience anew only with improvements on the baseline too', () => {
    // best 1, wait 1; best 0.9, wait 2; best 0.8, wait 3; 0.85: wait 4 ≥ 3 → stop
    expect(run({ patience: 3, baseline: 0.5 }, [1, 0.9, 0.8, 0.85])).toMatchObject({
      stoppedAt: 4,
      bestEpochs: [1, 2, 3],
    });
    // best 1, wait 1; best 0.4, below the baseline, wait 0; wait 1; wait 2; wait 3 → stop
    expect(run({ patience: 3, baseline: 0.5 }, [1, 0.4, 0.5, 0.5, 0.5])).toMatchObject({ stoppedAt: 5 });
  });

  it('restores the best epoch, whether it stopped or training ended, and only when asked to', () => {
    expect(run({ patience: 2, restoreBestWeights: true }, [1, 0.5, 0.6, 0.6])).toMatchObject({
      stoppedAt: 4,
      epochToRestore: 2,
    });
    expect(run({ patience: 9, restoreBestWeights: true }, [1, 0.5, 0.6, 0.6])).toMatchObject({
      stoppedAt: undefined,
      epochToRestore: 2,
    });
    expect(run({ patience: 9, restoreBestWeights: true, baseline: 0.1 }, [1, 0.5])).toMatchObject({
      epochToRestore: 2,
    });
    expect(run({ patience: 9, restoreBestWeights: true, startFromEpoch: 3 }, [1, 0.5])).toMatchObject({
      bestEpochs: [],
      epochToRestore: undefined,
    });
  });

  it('waits on NaN, which is never an improvement, but is the best where it comes first', () => {
    expect(run({ patience: 2 }, [1, Number.NaN, Number.NaN])).toMatchObject({ stoppedAt: 3, bestEpochs: [1] });
    expect(run({ patience: 2 }, [Number.NaN, 1, 0.5])).toMatchObject({ stoppedAt: 3, bestEpochs: [1] });
  });

  it('never stops in the first epoch, and in later ones counts what it has seen', () => {
    const decide = createStoppingRule({ patience: 0 });
    expect(decide(1, 1)).toEqual({ action: 'continue', isBest: true });
    expect(decide(1, 1)).toEqual({ action: 'continue', isBest: false });
    expect(decide(1, 2)).toEqual({ action: 'stop', isBest: false });
  });

  it.each([
    [{ patience: -1 }, 'patience of EarlyStopping is -1; it must be a whole number of epochs, 0 or more.'],
    [
      { startFromEpoch: 0.5 },
      'startFromEpoch of EarlyStopping is 0.5; it must be a whole number of epochs, 0 or more.',
    ],
    [{ minDelta: -1 }, 'minDelta of EarlyStopping is -1; it must be a number of at least 0.'],
    [{ baseline: Number.NaN }, 'baseline of EarlyStopping is NaN; it must be a number, or left out.'],
    [{ mode: 'best' as 'max' }, 'mode of EarlyStopping is "best"; it must be one of auto, min, max.'],
    [
      { monitor: 'test_loss' as 'loss' },
      'monitor of EarlyStopping is "test_loss"; it must be one of val_loss, val_accuracy, loss, accuracy, held_out_loss, held_out_accuracy.',
    ],
  ])('refuses %j, naming the option, its value and what is allowed', (options, message) => {
    expect(refusalOf('bad-option', () => createEarlyStopping(options))).toBe(`Option ${message}`);
  });
});
