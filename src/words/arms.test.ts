import { describe, expect, it } from 'vitest';
import { PRESET_DEFAULTS } from '../run/options';
import {
  armCallbacks,
  armCondition,
  armLabel,
  armName,
  distinguish,
  labelWithoutCallbacks,
  memberLabel,
  shortArmLabel,
} from './arms';
import { WORDS } from './index';

const { en, es } = WORDS;
const { notebook } = PRESET_DEFAULTS;
const CONFIG = {
  ...notebook,
  learningRates: [0.001, 0.01],
  reduceLrOnPlateau: 'compare',
  earlyStopping: 'compare',
} as const;
const ARM = { normalization: 'raw', learningRate: 0.01, reduceLrOnPlateau: true, earlyStopping: false } as const;

describe('the label of an arm', () => {
  it('has what tells it from the others of its run', () => {
    expect(armLabel(ARM, notebook, en)).toBe('raw');
    expect(armLabel(ARM, { ...notebook, reduceLrOnPlateau: 'on' }, en)).toBe('raw');
    expect(armLabel(ARM, CONFIG, en)).toBe('raw · 0.01 · ReduceLROnPlateau · all epochs');
    expect(armLabel({ ...ARM, reduceLrOnPlateau: false, earlyStopping: true }, CONFIG, en)).toBe(
      'raw · 0.01 · constant rate · EarlyStopping',
    );
    expect(armLabel(ARM, CONFIG, es)).toBe('raw · 0,01 · ReduceLROnPlateau · todas las épocas');
  });

  it('comes in parts', () => {
    expect(armName(ARM, CONFIG, en)).toBe('raw · 0.01');
    expect(armCallbacks(ARM, CONFIG, en)).toBe('ReduceLROnPlateau · all epochs');
    expect(armCallbacks(ARM, notebook, en)).toBe('');
    expect(armCondition(ARM, CONFIG, en)).toBe('0.01 · ReduceLROnPlateau · all epochs');
    expect(armCondition(ARM, notebook, en)).toBe('');
    expect(memberLabel({ ...ARM, seed: 3 }, notebook, es)).toBe('raw, semilla 3');
  });

  it('leaves out the normalization where all have the same and something else tells them apart', () => {
    expect(shortArmLabel(ARM, { ...CONFIG, normalizations: ['raw'] }, en)).toBe(
      '0.01 · ReduceLROnPlateau · all epochs',
    );
    expect(shortArmLabel(ARM, CONFIG, en)).toBe(armLabel(ARM, CONFIG, en));
    expect(shortArmLabel(ARM, { ...notebook, normalizations: ['raw'] }, en)).toBe('raw');
  });

  it('says nothing of callbacks that an arm has not got, where that is asked for', () => {
    expect(labelWithoutCallbacks({ ...ARM, reduceLrOnPlateau: false }, CONFIG, en)).toBe('raw · 0.01');
    expect(labelWithoutCallbacks(ARM, CONFIG, en)).toBe('raw · 0.01 · ReduceLROnPlateau');
  });

  it('tells two arms apart, and what both are once', () => {
    expect(distinguish([ARM, { ...ARM, reduceLrOnPlateau: false }], CONFIG, en)).toEqual({
      shared: 'raw · 0.01',
      first: 'ReduceLROnPlateau · all epochs',
      second: 'constant rate · all epochs',
    });
    expect(distinguish([ARM, { ...ARM, normalization: 'scale' }], notebook, en)).toEqual({
      shared: '',
      first: 'raw',
      second: 'scale',
    });
  });
});
