import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../testing/refusal';
import { createStoppingRule } from './earlyStopping';
import { createPlateauRule } from './reduceLrOnPlateau';

const FALLING = [1.69, 1.43, 1.21, 1.12, 1.05, 1.01, 0.98, 0.97];
const GROWING = FALLING.map((value) => 2 - value);

const LOSSES = [
  ...['loss', 'val_loss', 'held_out_loss', 'val_acceleration_loss', 'accuracy_loss', 'acc_loss', 'loss_1'],
  ...['reconstructionLoss', 'val_inaccuracy_loss'],
];
const ACCURACIES = [
  ...['acc', 'accuracy', 'val_acc', 'val_accuracy', 'dense_1_acc', 'top_k_categorical_accuracy', 'accuracy_2'],
  ...['binaryAccuracy', 'val_sparseCategoricalAccuracy', 'loss_accuracy', 'val_acceleration_acc'],
];
const NEITHER = ['acceleration', 'val_accent', 'inaccuracy', 'vacc', 'losses', 'mse', 'meanSquaredError', ''];

/** Whether EarlyStopping without patience goes on to the end, and ReduceLROnPlateau keeps the rate. */
function followed(monitor: string, values: readonly number[]): { stops: boolean; rate: number } {
  const decide = createStoppingRule({ monitor, patience: 1 });
  const nextRate = createPlateauRule({ monitor, patience: 1, factor: 0.5 });
  let rate = 8;
  let stops = false;
  for (const [index, value] of values.entries()) {
    stops ||= decide(value, index + 1).action === 'stop';
    rate = nextRate(value, rate);
  }
  return { stops, rate };
}

describe('the mode auto', () => {
  it.each(LOSSES)('takes %s for a loss: falling, it neither stops training nor reduces the rate', (monitor) => {
    expect(followed(monitor, FALLING)).toEqual({ stops: false, rate: 8 });
    expect(followed(monitor, GROWING)).toEqual({ stops: true, rate: 8 / 2 ** (GROWING.length - 1) });
  });

  it.each(ACCURACIES)(
    'takes %s for an accuracy: growing, it neither stops training nor reduces the rate',
    (monitor) => {
      expect(followed(monitor, GROWING)).toEqual({ stops: false, rate: 8 });
      expect(followed(monitor, FALLING)).toEqual({ stops: true, rate: 8 / 2 ** (FALLING.length - 1) });
    },
  );

  it.each(NEITHER)('does not guess what "%s" is', (monitor) => {
    const allowed = `it must be min or max for the monitor "${monitor}", which is neither a loss nor an accuracy by its name.`;
    expect(refusalOf('bad-option', () => createStoppingRule({ monitor }))).toBe(
      `Option mode of EarlyStopping is "auto"; ${allowed}`,
    );
    expect(refusalOf('bad-option', () => createPlateauRule({ monitor }))).toBe(
      `Option mode of ReduceLROnPlateau is "auto"; ${allowed}`,
    );
    expect(() => createPlateauRule({ monitor, mode: 'min' })).not.toThrow();
  });
});
