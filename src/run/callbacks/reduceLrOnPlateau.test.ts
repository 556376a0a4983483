import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../testing/refusal';
import type { EpochRecord } from '../records';
import { createPlateauRule, createReduceLrOnPlateau, type ReduceLrOnPlateauOptions } from './reduceLrOnPlateau';

/** The learning rate after each epoch with these values. */
function ratesOf(options: ReduceLrOnPlateauOptions, values: readonly number[], learningRate: number): number[] {
  const nextRate = createPlateauRule(options);
  let rate = learningRate;
  return values.map((value) => {
    rate = nextRate(value, rate);
    return rate;
  });
}

const RECORD: EpochRecord = {
  epoch: 1,
  trainLoss: 1,
  trainAccuracy: 0.1,
  valLoss: 2,
  valAccuracy: 0.2,
  heldOutLoss: 3,
  heldOutAccuracy: 0.3,
  learningRate: 1,
};

describe('ReduceLROnPlateau', () => {
  // What Keras printed in the notebook: "Epoch 00005: ReduceLROnPlateau reducing learning rate to 0.0005…", and so on.
  it.each([
    {
      losses: [0.3601, 0.3498, 0.3057, 0.3217, 0.3207, 0.2925, 0.2911, 0.2986, 0.3197],
      rates: [1e-3, 1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 5e-4, 5e-4, 2.5e-4],
    },
    {
      losses: [0.851, 0.5744, 0.5321, 0.4892, 0.5001, 0.4712, 0.4611, 0.4639, 0.4192, 0.4313],
      rates: Array.from({ length: 10 }, () => 1e-3),
    },
    {
      losses: [0.3826, 0.3379, 0.3243, 0.3381, 0.3328, 0.287, 0.2967, 0.2963, 0.2949],
      rates: [1e-3, 1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 5e-4, 2.5e-4, 2.5e-4],
    },
  ])("reduces where Keras did in the notebook's run from $losses.0", ({ losses, rates }) => {
    expect(ratesOf({ factor: 0.5, patience: 2 }, losses, 1e-3)).toEqual(rates);
  });

  it('reduces every patience epochs while nothing improves', () => {
    // wait: best, 1, 2 → halve, 1, 2 → halve, 1
    expect(ratesOf({ factor: 0.5, patience: 2 }, [1, 1, 1, 1, 1, 1], 8)).toEqual([8, 8, 4, 4, 2, 2]);
  });

  it('counts no epoch in the cooldown, whose last one it counts again', () => {
    // best; wait 1 → halve, cooldown 2; cooldown 1; cooldown 0, wait 1 → halve; cooldown 1; cooldown 0 → halve; 1
    const options = { factor: 0.5, patience: 1, cooldown: 2 };
    expect(ratesOf(options, [1, 1, 1, 1, 1, 1, 1], 8)).toEqual([8, 4, 4, 2, 2, 1, 1]);
  });

  it('starts the wait anew after the cooldown', () => {
    // best; 1; 2 → halve, cooldown 2; cooldown 1; cooldown 0, wait 1; wait 2 → halve, cooldown 2; cooldown 1
    const options = { factor: 0.5, patience: 2, cooldown: 2 };
    expect(ratesOf(options, [1, 1, 1, 1, 1, 1, 1], 8)).toEqual([8, 8, 4, 4, 4, 2, 2]);
  });

  it('takes an improvement within the cooldown as the new best', () => {
    // best 1; → halve, cooldown 3; cooldown 2, best 0.5; cooldown 1; cooldown 0, 0.6 is no improvement: halve
    const options = { factor: 0.5, patience: 1, cooldown: 3 };
    expect(ratesOf(options, [1, 1, 0.5, 0.6, 0.6], 8)).toEqual([8, 4, 4, 4, 2]);
  });

  it('takes a change of exactly minDelta for none, and compares with the last best, not the last value', () => {
    // best 0.8; 0.7 is 0.1 less: wait 1; 0.65 is 0.15 less: best; 0.6: wait 1; 0.56: wait 2 → halve; 0.5: best
    const options = { factor: 0.5, patience: 2, minDelta: 0.1 };
    expect(ratesOf(options, [0.8, 0.7, 0.65, 0.6, 0.56, 0.5], 8)).toEqual([8, 8, 8, 8, 4, 4]);
  });

  it('has a minDelta of 1e-4 by default', () => {
    expect(ratesOf({ factor: 0.5, patience: 1 }, [1, 0.9999, 0.9998], 8)).toEqual([8, 4, 4]);
  });

  it('waits for accuracies to grow, and for anything in the mode max', () => {
    // best 0.5; 0.6: best; 0.55: wait 1; 0.6: wait 2 → halve; 0.7: best
    const rates = [8, 8, 8, 4, 4];
    const values = [0.5, 0.6, 0.55, 0.6, 0.7];
    expect(ratesOf({ monitor: 'val_accuracy', factor: 0.5, patience: 2 }, values, 8)).toEqual(rates);
    expect(ratesOf({ monitor: 'accuracy', factor: 0.5, patience: 2 }, values, 8)).toEqual(rates);
    expect(ratesOf({ monitor: 'loss', mode: 'max', factor: 0.5, patience: 2 }, values, 8)).toEqual(rates);
    expect(ratesOf({ monitor: 'val_accuracy', mode: 'min', factor: 0.5, patience: 2 }, values, 8)).not.toEqual(rates);
  });

  it('stops at minLr, and starts no cooldown there', () => {
    const options = { factor: 0.1, patience: 1, minLr: 4e-4, cooldown: 1 };
    expect(ratesOf(options, [1, 1, 1, 1, 1], 1e-3)).toEqual([1e-3, 4e-4, 4e-4, 4e-4, 4e-4]);
  });

  it('leaves a rate alone that is minLr as a float32', () => {
    expect(ratesOf({ patience: 1, minLr: Math.fround(1e-5) }, [1, 1], 1e-5)).toEqual([1e-5, 1e-5]);
  });

  it('reduces at each epoch without improvement with a patience of 0, as with 1', () => {
    const values = [1, 2, 0.5, 2, 2];
    expect(ratesOf({ factor: 0.5, patience: 0 }, values, 8)).toEqual([8, 4, 4, 2, 1]);
    expect(ratesOf({ factor: 0.5, patience: 1 }, values, 8)).toEqual([8, 4, 4, 2, 1]);
  });

  it('waits on NaN, which is never an improvement, but is the best where it comes first', () => {
    const options = { factor: 0.5, patience: 2 };
    expect(ratesOf(options, [1, Number.NaN, Number.NaN, 0.5], 8)).toEqual([8, 8, 4, 4]);
    expect(ratesOf(options, [Number.NaN, 1, 0.5, 0.2, 0.1], 8)).toEqual([8, 8, 4, 4, 2]);
  });

  it.each([
    ['val_loss', 'valLoss'],
    ['val_accuracy', 'valAccuracy'],
    ['loss', 'trainLoss'],
    ['accuracy', 'trainAccuracy'],
    ['held_out_loss', 'heldOutLoss'],
    ['held_out_accuracy', 'heldOutAccuracy'],
  ] as const)('reads %s from the record of the epoch', (monitor, field) => {
    const callback = createReduceLrOnPlateau({ monitor, patience: 1, factor: 0.5, minDelta: 0 });
    expect(callback.onEpochEnd(RECORD, 8)).toBe(8);
    // Everything else improves.
    const better: EpochRecord = {
      ...{ epoch: 2, trainLoss: 0, valLoss: 0, heldOutLoss: 0, learningRate: 1 },
      ...{ trainAccuracy: 1, valAccuracy: 1, heldOutAccuracy: 1 },
    };
    expect(callback.onEpochEnd({ ...better, [field]: RECORD[field] }, 8)).toBe(4);
  });

  it('keeps the members apart', () => {
    const [first, second] = [1, 2].map(() => createReduceLrOnPlateau({ patience: 1, factor: 0.5 }));
    expect([first?.onEpochEnd(RECORD, 8), first?.onEpochEnd(RECORD, 8)]).toEqual([8, 4]);
    expect(second?.onEpochEnd(RECORD, 8)).toBe(8);
  });

  it.each([
    [{ patience: -1 }, 'patience of ReduceLROnPlateau is -1; it must be a whole number of epochs, 0 or more.'],
    [{ patience: 1.5 }, 'patience of ReduceLROnPlateau is 1.5; it must be a whole number of epochs, 0 or more.'],
    [{ factor: 1 }, 'factor of ReduceLROnPlateau is 1; it must be a number above 0 and below 1.'],
    [{ factor: 0 }, 'factor of ReduceLROnPlateau is 0; it must be a number above 0 and below 1.'],
    [{ factor: Number.NaN }, 'factor of ReduceLROnPlateau is NaN; it must be a number above 0 and below 1.'],
    [{ minDelta: -1e-4 }, 'minDelta of ReduceLROnPlateau is -0.0001; it must be a number of at least 0.'],
    [{ cooldown: -2 }, 'cooldown of ReduceLROnPlateau is -2; it must be a whole number of epochs, 0 or more.'],
    [{ minLr: -1 }, 'minLr of ReduceLROnPlateau is -1; it must be a number of at least 0.'],
    [{ mode: 'up' as 'max' }, 'mode of ReduceLROnPlateau is "up"; it must be one of auto, min, max.'],
    [
      { monitor: 'val_acc' as 'val_accuracy' },
      'monitor of ReduceLROnPlateau is "val_acc"; it must be one of val_loss, val_accuracy, loss, accuracy, held_out_loss, held_out_accuracy.',
    ],
  ])('refuses %j, naming the option, its value and what is allowed', (options, message) => {
    expect(refusalOf('bad-option', () => createReduceLrOnPlateau(options))).toBe(`Option ${message}`);
  });
});
