import { describe, expect, it } from 'vitest';
import { PRESET_DEFAULTS } from '../../training/options';
import { checkForm, editField, isPresetChanged, textsOf } from './form';

const quick = textsOf(PRESET_DEFAULTS.quick);

describe('checkForm', () => {
  it('gives back the options the texts came from', () => {
    expect(checkForm(quick)).toEqual({ options: PRESET_DEFAULTS.quick, errors: {} });
  });

  it('says one sentence for every field that cannot be used', () => {
    const texts = { ...quick, epochs: '0', learningRates: 'fast', normalizations: '' };
    const { options, errors } = checkForm(texts);
    expect(options).toBeUndefined();
    expect(Object.keys(errors).sort()).toEqual(['epochs', 'learningRates', 'normalizations']);
    expect(errors.epochs).toBe('Option epochs is "0"; it must be a whole number from 1 to 1000.');
  });

  it('puts a contradiction between fields beside the field the sentence names', () => {
    const { options, errors } = checkForm({ ...quick, batchSize: '20000' });
    expect(options).toBeUndefined();
    expect(errors).toEqual({
      batchSize: 'Option batch-size is 20000; it must be at most train-examples, which is 10000.',
    });
  });

  it('does not mind spaces around a value', () => {
    expect(checkForm({ ...quick, epochs: ' 5 ' }).options?.epochs).toBe(5);
  });
});

describe('editField', () => {
  it('sets everything when a preset is chosen', () => {
    const edited = editField({ ...quick, epochs: '7' }, 'preset', 'notebook');
    expect(edited).toEqual(textsOf(PRESET_DEFAULTS.notebook));
  });

  it('changes only its own field otherwise', () => {
    expect(editField(quick, 'epochs', '7')).toEqual({ ...quick, epochs: '7' });
  });
});

describe('isPresetChanged', () => {
  it('is true for any difference, usable or not', () => {
    expect(isPresetChanged(quick)).toBe(false);
    expect(isPresetChanged({ ...quick, epochs: '7' })).toBe(true);
    expect(isPresetChanged({ ...quick, epochs: 'x' })).toBe(true);
  });
});
