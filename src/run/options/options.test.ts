import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NORMALIZATIONS } from '../../data/normalization';
import { WeftError } from '../../errors';
import { HELD_OUT_MONITORS, MONITORS } from '../callbacks/monitor';
import {
  CALLBACK_OPTIONS,
  CALLBACK_USES,
  defaultPreset,
  examplesPerEpoch,
  formatOption,
  formatTrainOptions,
  KERNEL_SETS,
  OPTION_DEFINITIONS,
  OPTION_KEYS,
  optionName,
  PRESET_DEFAULTS,
  PRESETS,
  parseTrainOptions,
  type RawOptions,
  SWITCHES,
  TRAIN_SPLIT_EXAMPLES,
  type TrainOptions,
} from '.';

const GPU = { isFallback: false };
const SOFTWARE = { isFallback: true };

function refusalOf(raw: RawOptions): string {
  try {
    parseTrainOptions(raw, GPU);
  } catch (error) {
    expect(error).toBeInstanceOf(WeftError);
    const { code, option, message } = error as WeftError;
    expect(code).toBe('bad-option');
    expect(message).toMatch(new RegExp(`^(Option ${option} is |There is no option "${option}";)`));
    return message;
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
    [{ preset: 'fast' }, 'Option preset is "fast"; it must be one of quick, notebook, plateau, learning-rates, study.'],
    [{ kernels: 'Weft' }, 'Option kernels is "Weft"; it must be one of weft, stock.'],
    [
      { 'held-out-examples': '50000' },
      'Option held-out-examples is "50000"; it must be a whole number from 0 to 49999.',
    ],
    [{ 'held-out-examples': '-1' }, 'Option held-out-examples is "-1"; it must be a whole number from 0 to 49999.'],
    [{ 'reduce-lr-on-plateau': 'yes' }, 'Option reduce-lr-on-plateau is "yes"; it must be one of off, on, compare.'],
    [
      { 'plateau-monitor': 'val_acc' },
      `Option plateau-monitor is "val_acc"; it must be one of ${MONITORS.join(', ')}.`,
    ],
    [{ 'plateau-factor': '1' }, 'Option plateau-factor is "1"; it must be a number above 0 and below 1.'],
    [{ 'plateau-factor': '0' }, 'Option plateau-factor is "0"; it must be a number above 0 and below 1.'],
    [{ 'plateau-factor': '' }, 'Option plateau-factor is ""; it must be a number above 0 and below 1.'],
    [{ 'plateau-patience': '-1' }, 'Option plateau-patience is "-1"; it must be a whole number from 0 to 1000.'],
    [{ 'plateau-min-delta': '-1e-4' }, 'Option plateau-min-delta is "-1e-4"; it must be a number of at least 0.'],
    [{ 'plateau-min-delta': 'Infinity' }, 'Option plateau-min-delta is "Infinity"; it must be a number of at least 0.'],
    [{ 'plateau-cooldown': '1.5' }, 'Option plateau-cooldown is "1.5"; it must be a whole number from 0 to 1000.'],
    [{ 'plateau-min-lr': '101' }, 'Option plateau-min-lr is "101"; it must be a number from 0 to 100.'],
    [{ 'early-stopping': 'true' }, 'Option early-stopping is "true"; it must be one of off, on, compare.'],
    [{ 'stopping-monitor': '' }, `Option stopping-monitor is ""; it must be one of ${MONITORS.join(', ')}.`],
    [{ 'stopping-patience': 'x' }, 'Option stopping-patience is "x"; it must be a whole number from 0 to 1000.'],
    [{ 'stopping-min-delta': 'NaN' }, 'Option stopping-min-delta is "NaN"; it must be a number of at least 0.'],
    [
      { 'stopping-start-from-epoch': '1001' },
      'Option stopping-start-from-epoch is "1001"; it must be a whole number from 0 to 1000.',
    ],
    [{ 'restore-best-weights': 'compare' }, 'Option restore-best-weights is "compare"; it must be one of on, off.'],
    [{ diagnostics: '1' }, 'Option diagnostics is "1"; it must be one of on, off.'],
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

  it.each(['', ' ', '0x1', '1e', '.', '1,5', '٣'])('does not take %j for a number', (text) => {
    expect(refusalOf({ 'reduce-lr-on-plateau': 'on', 'plateau-min-lr': text })).toMatch(
      /^Option plateau-min-lr is ".*"; it must be a number /,
    );
  });

  it('shows the beginning of a long text', () => {
    const long = 'x'.repeat(100_000);
    expect(refusalOf({ epochs: long })).toMatch(/^Option epochs is "x{59}…; it must be a whole number /);
    expect(refusalOf({ [long]: '1' })).toMatch(/^There is no option "x{60}…"; known are /);
  });

  it.each(['epoch', 'batchSize', 'toString', '__proto__'])('refuses the unknown option %j by its name', (name) => {
    expect(refusalOf(Object.fromEntries([[name, '1']]))).toMatch(
      new RegExp(`^There is no option "${name}"; known are preset, normalizations, .*dataset\\.$`),
    );
  });
});

describe('options that contradict each other', () => {
  it.each([
    [
      { 'held-out-examples': '512', 'train-examples': '512' },
      'Option held-out-examples is 512; it must be below train-examples, which is 512.',
    ],
    [
      { 'held-out-examples': '400', 'train-examples': '512' },
      'Option batch-size is 128; it must be at most train-examples without held-out-examples, which is 112.',
    ],
    [
      { 'reduce-lr-on-plateau': 'on', 'plateau-monitor': 'held_out_loss' },
      'Option plateau-monitor is held_out_loss; it must be another while held-out-examples is 0.',
    ],
    [
      { 'early-stopping': 'compare', 'stopping-monitor': 'held_out_accuracy' },
      'Option stopping-monitor is held_out_accuracy; it must be another while held-out-examples is 0.',
    ],
    [
      { preset: 'plateau', 'reduce-lr-on-plateau': 'off', 'plateau-cooldown': '1' },
      'Option plateau-cooldown is 1; it must be left at 0 while reduce-lr-on-plateau is off.',
    ],
  ])('are refused: %j', (raw: RawOptions, message) => {
    expect(refusalOf(raw)).toBe(message);
  });

  const OTHER_VALUES: RawOptions = {
    'plateau-monitor': 'loss',
    'plateau-factor': '0.1',
    'plateau-patience': '5',
    'plateau-min-delta': '0.01',
    'plateau-cooldown': '3',
    'plateau-min-lr': '0.00001',
    'stopping-monitor': 'accuracy',
    'stopping-patience': '5',
    'stopping-min-delta': '0.01',
    'stopping-start-from-epoch': '2',
    'restore-best-weights': 'off',
  };
  const callbackOptions = CALLBACK_OPTIONS.flatMap(([use, keys]) => keys.map((key) => [optionName(use), key] as const));

  it.each(callbackOptions)('are a callback that is off (%s) and an option of it (%s)', (use, key) => {
    const name = optionName(key);
    const value = OTHER_VALUES[name] as string;
    const usual = formatOption(PRESET_DEFAULTS.notebook, key);
    expect(refusalOf({ [name]: value })).toBe(
      `Option ${name} is ${value}; it must be left at ${usual} while ${use} is off.`,
    );
    expect(formatOption(parseTrainOptions({ [name]: value, [use]: 'on' }, GPU), key)).toBe(value);
    expect(formatOption(parseTrainOptions({ [name]: value, [use]: 'compare' }, GPU), key)).toBe(value);
    expect(parseTrainOptions({ [name]: usual }, GPU)).toEqual(PRESET_DEFAULTS.notebook);
  });
});

describe('an option named without a value', () => {
  it.each(['reduce-lr-on-plateau', 'early-stopping', 'restore-best-weights', 'diagnostics'])('%s is on', (name) => {
    const others: RawOptions = name === 'restore-best-weights' ? { 'early-stopping': 'on' } : {};
    expect(parseTrainOptions({ ...others, [name]: '' }, GPU)).toEqual(
      parseTrainOptions({ ...others, [name]: 'on' }, GPU),
    );
  });

  it('is refused where it needs one', () => {
    for (const key of OPTION_KEYS.filter((option) => OPTION_DEFINITIONS[option].whenBare === undefined)) {
      expect(refusalOf({ [optionName(key)]: '' })).toContain(`Option ${optionName(key)} is ""; it must be `);
    }
  });
});

it('trains on what is not held out', () => {
  expect(examplesPerEpoch(parseTrainOptions({ 'train-examples': '1000', 'held-out-examples': '100' }, GPU))).toBe(900);
});

const notNegative = fc.double({ min: 0, max: 10, noNaN: true }).map((value) => value + 0);
const epochs = fc.integer({ min: 0, max: 1000 });

const anyCallbackOptions = fc.record({
  heldOutExamples: fc.constantFrom(0, 1, 100, 49_999),
  reduceLrOnPlateau: fc.constantFrom(...CALLBACK_USES),
  plateauMonitor: fc.constantFrom(...MONITORS),
  plateauFactor: fc.double({ min: 1e-6, max: 1, maxExcluded: true, noNaN: true }),
  plateauPatience: epochs,
  plateauMinDelta: notNegative,
  plateauCooldown: epochs,
  plateauMinLr: notNegative,
  earlyStopping: fc.constantFrom(...CALLBACK_USES),
  stoppingMonitor: fc.constantFrom(...MONITORS),
  stoppingPatience: epochs,
  stoppingMinDelta: notNegative,
  stoppingStartFromEpoch: epochs,
  restoreBestWeights: fc.constantFrom(...SWITCHES),
  diagnostics: fc.constantFrom(...SWITCHES),
});

/** Only changes what contradicts something else. */
function withoutContradictions(options: TrainOptions): TrainOptions {
  const heldOutExamples = Math.min(options.heldOutExamples, options.trainExamples - 1);
  const batchSize = Math.min(options.batchSize, options.trainExamples - heldOutExamples);
  const monitors = (['plateauMonitor', 'stoppingMonitor'] as const).filter(
    (key) => heldOutExamples === 0 && HELD_OUT_MONITORS.includes(options[key]),
  );
  const unused = CALLBACK_OPTIONS.flatMap(([use, keys]) => (options[use] === 'off' ? keys : []));
  const defaults = PRESET_DEFAULTS[options.preset];
  const changed = [...monitors, ...unused].map((key) => [key, defaults[key]]);
  // Of the most arms that there are here, the results of so many seeds fit.
  const seeds = Math.min(options.seeds, Math.ceil(2000 / options.epochs));
  return { ...options, seeds, heldOutExamples, batchSize, ...Object.fromEntries(changed) };
}

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
  .chain((options) => anyCallbackOptions.map((callbacks) => withoutContradictions({ ...options, ...callbacks })));

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
