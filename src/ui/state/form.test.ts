import { describe, expect, it } from 'vitest';
import { CALLBACK_OPTIONS, type OptionKey, optionName, PRESET_DEFAULTS, parseTrainOptions } from '../../run/options';
import { WORDS, type Words } from '../../words';
import { sayErrors } from '../../words/sayError';
import { checkForm, editField, type FormTexts, isPresetChanged, textsOf } from './form';

const GPU = { isFallback: false };
const quick = textsOf(PRESET_DEFAULTS.quick);

const errorsOf = (texts: FormTexts, words: Words = WORDS.en) => sayErrors(checkForm(texts).errors, words);

describe('checkForm', () => {
  it('gives back the options the texts came from', () => {
    expect(checkForm(quick)).toEqual({ options: PRESET_DEFAULTS.quick, errors: {} });
  });

  it('says one sentence for every field that cannot be used', () => {
    const texts = { ...quick, epochs: '0', learningRates: 'fast', normalizations: '' };
    const errors = errorsOf(texts);
    expect(checkForm(texts).options).toBeUndefined();
    expect(Object.keys(errors).sort()).toEqual(['epochs', 'learningRates', 'normalizations']);
    expect(errors.epochs).toBe('Option epochs is "0"; it must be a whole number from 1 to 1000.');
  });

  it('puts a contradiction between fields beside the field the sentence names', () => {
    const texts = { ...quick, batchSize: '20000' };
    expect(checkForm(texts).options).toBeUndefined();
    expect(errorsOf(texts)).toEqual({
      batchSize: 'Option batch-size is 20000; it must be at most train-examples, which is 10000.',
    });
  });

  it('shows a contradiction about a callback beside the field that has to change', () => {
    expect(errorsOf({ ...quick, earlyStopping: 'on', stoppingMonitor: 'held_out_loss' })).toEqual({
      stoppingMonitor: 'Option stopping-monitor is held_out_loss; it must be another while held-out-examples is 0.',
    });
  });

  it('says what is wrong in Spanish too', () => {
    expect(errorsOf({ ...quick, epochs: '0' }, WORDS.es)).toEqual({
      epochs: 'La opción epochs es "0"; debe ser un número entero de 1 a 1000.',
    });
    expect(errorsOf({ ...quick, batchSize: '20000' }, WORDS.es)).toEqual({
      batchSize: 'La opción batch-size es 20000; debe ser como máximo train-examples, que es 10000.',
    });
  });

  it('says what the address and the commands say', () => {
    for (const edit of [{ epochs: '0' }, { batchSize: '20000' }, { plateauFactor: '0.1' }]) {
      const [[key, sentence] = []] = Object.entries(errorsOf({ ...quick, ...edit }));
      const name = optionName(key as OptionKey);
      expect(() => parseTrainOptions({ preset: 'quick', [name]: Object.values(edit)[0] as string }, GPU)).toThrow(
        expect.objectContaining({ message: sentence, option: name }),
      );
    }
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

describe('switching a callback off', () => {
  it.each(CALLBACK_OPTIONS)('sets what belongs to %s back to the preset, so that the form can be used', (use, keys) => {
    const plateau = textsOf(PRESET_DEFAULTS.plateau);
    const edited = keys.reduce(
      (texts, key) => editField(texts, key, OTHER_VALUES[key] as string),
      editField(plateau, use, 'on'),
    );
    expect(checkForm(edited).options).toBeDefined();
    const off = editField(edited, use, 'off');
    expect(off).toEqual({ ...plateau, [use]: 'off' });
    expect(checkForm(off).options).toBeDefined();
  });

  it('leaves what belongs to the other as it is', () => {
    const both = {
      ...quick,
      reduceLrOnPlateau: 'on',
      earlyStopping: 'on',
      plateauFactor: '0.1',
      stoppingPatience: '7',
    };
    expect(editField(both, 'earlyStopping', 'off')).toMatchObject({ plateauFactor: '0.1', stoppingPatience: '3' });
    expect(editField(both, 'diagnostics', 'off')).toEqual({ ...both, diagnostics: 'off' });
  });
});

/** Allowed, and no preset's. */
const OTHER_VALUES: Readonly<Partial<Record<OptionKey, string>>> = {
  plateauMonitor: 'val_accuracy',
  plateauFactor: '0.1',
  plateauPatience: '5',
  plateauMinDelta: '0.01',
  plateauCooldown: '1',
  plateauMinLr: '0.00001',
  stoppingMonitor: 'accuracy',
  stoppingPatience: '9',
  stoppingMinDelta: '0.01',
  stoppingStartFromEpoch: '2',
  restoreBestWeights: 'off',
};

describe('isPresetChanged', () => {
  it('is true for any difference, usable or not', () => {
    expect(isPresetChanged(quick)).toBe(false);
    expect(isPresetChanged({ ...quick, epochs: '7' })).toBe(true);
    expect(isPresetChanged({ ...quick, epochs: 'x' })).toBe(true);
  });
});
