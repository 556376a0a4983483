import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { NORMALIZATIONS } from '../kernels/normalization';
import {
  defaultPreset,
  formatTrainOptions,
  KERNEL_SETS,
  OPTION_KEYS,
  optionName,
  PRESET_DEFAULTS,
  PRESETS,
  parseTrainOptions,
  type RawOptions,
  TRAIN_SPLIT_EXAMPLES,
  type TrainOptions,
} from './options';

const GPU = { isFallback: false };
const SOFTWARE = { isFallback: true };

function refusalOf(raw: RawOptions): string {
  try {
    parseTrainOptions(raw, GPU);
  } catch (error) {
    expect(error).toBeInstanceOf(WeftError);
    expect((error as WeftError).code).toBe('bad-option');
    return (error as WeftError).message;
  }
  throw new Error(`${JSON.stringify(raw)} was not refused`);
}

describe('parseTrainOptions', () => {
  it('gives the notebook run on a GPU and the quick one on a software adapter', () => {
    expect(parseTrainOptions({}, GPU)).toEqual(PRESET_DEFAULTS.notebook);
    expect(parseTrainOptions({}, SOFTWARE)).toEqual(PRESET_DEFAULTS.quick);
    expect(parseTrainOptions({ preset: 'notebook' }, SOFTWARE)).toEqual(PRESET_DEFAULTS.notebook);
  });

  it('reads options over the defaults of their preset, whatever their order', () => {
    const raw = {
      epochs: '4',
      'learning-rates': '0.01, 1e-3',
      preset: 'quick',
      normalizations: 'raw,pixel-standardize',
    };
    expect(parseTrainOptions(raw, GPU)).toEqual({
      ...PRESET_DEFAULTS.quick,
      epochs: 4,
      learningRates: [0.01, 0.001],
      normalizations: ['raw', 'pixel-standardize'],
    });
  });

  it.each([
    [{ 'batch-size': '0' }, 'Option batch-size is "0"; it must be a whole number from 1 to 50000.'],
    [{ 'batch-size': '12.5' }, 'Option batch-size is "12.5"; it must be a whole number from 1 to 50000.'],
    [{ 'batch-size': '50001' }, 'Option batch-size is "50001"; it must be a whole number from 1 to 50000.'],
    [
      { 'batch-size': '513', 'train-examples': '512' },
      'Option batch-size is 513; it must be at most train-examples, which is 512.',
    ],
    [{ epochs: '0' }, 'Option epochs is "0"; it must be a whole number from 1 to 1000.'],
    [{ epochs: '-1' }, 'Option epochs is "-1"; it must be a whole number from 1 to 1000.'],
    [{ epochs: '' }, 'Option epochs is ""; it must be a whole number from 1 to 1000.'],
    [{ epochs: '1e2' }, 'Option epochs is "1e2"; it must be a whole number from 1 to 1000.'],
    [{ seeds: '0' }, 'Option seeds is "0"; it must be a whole number from 1 to 1000.'],
    [
      { 'first-seed': '2147483648' },
      'Option first-seed is "2147483648"; it must be a whole number from 0 to 2147483647.',
    ],
    [{ 'train-examples': '50001' }, 'Option train-examples is "50001"; it must be a whole number from 1 to 50000.'],
    [{ preset: 'fast' }, 'Option preset is "fast"; it must be one of quick, notebook.'],
    [{ kernels: 'Weft' }, 'Option kernels is "Weft"; it must be one of weft, stock.'],
    [{ dataset: '../secret' }, 'Option dataset is "../secret"; it must be a name of letters, digits, "." and "-".'],
    [{ dataset: '' }, 'Option dataset is ""; it must be a name of letters, digits, "." and "-".'],
  ])('refuses %j, naming the option, its value and what is allowed', (raw: RawOptions, message) => {
    expect(refusalOf(raw)).toBe(message);
  });

  it.each(['sphere', '', 'scale,', 'scale,scale', 'Scale', 'scale;raw'])(
    'refuses normalizations %j',
    (normalizations) => {
      expect(refusalOf({ normalizations })).toBe(
        `Option normalizations is "${normalizations}"; it must be a comma-separated list, each once, of ${NORMALIZATIONS.join(', ')}.`,
      );
    },
  );

  it.each(['NaN', '', '0', '-0.1', '101', 'Infinity', '0.1,0.1', '0.1,1e-1', '0.001,x'])(
    'refuses learning rates %j',
    (rates) => {
      expect(refusalOf({ 'learning-rates': rates })).toBe(
        `Option learning-rates is "${rates}"; it must be a comma-separated list, each once, of numbers above 0 and up to 100.`,
      );
    },
  );

  it.each(['epoch', 'batchSize', 'toString', '__proto__'])('refuses the unknown option %j by its name', (name) => {
    expect(refusalOf(Object.fromEntries([[name, '1']]))).toMatch(
      new RegExp(`^There is no option "${name}"; known are preset, normalizations, .*dataset\\.$`),
    );
  });
});

const anyOptions: fc.Arbitrary<TrainOptions> = fc
  .record({
    preset: fc.constantFrom(...PRESETS),
    normalizations: fc.subarray([...NORMALIZATIONS], { minLength: 1 }),
    seeds: fc.integer({ min: 1, max: 1000 }),
    firstSeed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    learningRates: fc.uniqueArray(fc.double({ min: 1e-12, max: 100, noNaN: true }), { minLength: 1, maxLength: 4 }),
    epochs: fc.integer({ min: 1, max: 1000 }),
    batchSize: fc.integer({ min: 1, max: TRAIN_SPLIT_EXAMPLES }),
    trainExamples: fc.integer({ min: 1, max: TRAIN_SPLIT_EXAMPLES }),
    kernels: fc.constantFrom(...KERNEL_SETS),
    dataset: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9.-]{0,20}$/),
  })
  .map((options) => ({ ...options, batchSize: Math.min(options.batchSize, options.trainExamples) }));

describe('formatTrainOptions', () => {
  it('is undone by parsing, on every adapter', () => {
    fc.assert(
      fc.property(anyOptions, fc.boolean(), (options, isFallback) => {
        expect(parseTrainOptions(formatTrainOptions(options), { isFallback })).toEqual(options);
      }),
    );
  });

  it('says only what differs from the preset', () => {
    for (const preset of PRESETS) {
      expect(formatTrainOptions(PRESET_DEFAULTS[preset])).toEqual({ preset });
    }
    expect(formatTrainOptions({ ...PRESET_DEFAULTS.quick, batchSize: 64 })).toEqual({
      preset: 'quick',
      'batch-size': '64',
    });
  });
});

it('names every option in lower case with hyphens', () => {
  for (const name of OPTION_KEYS.map(optionName)) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  }
});

it('chooses the preset by the adapter', () => {
  expect([defaultPreset(GPU), defaultPreset(SOFTWARE)]).toEqual(['notebook', 'quick']);
});
