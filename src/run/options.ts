import { NORMALIZATIONS, type Normalization } from '../data/normalization';
import { WeftError } from '../errors';
import { HELD_OUT_MONITORS, MONITORS, type Monitor } from './callbacks/monitor';
import { listOf, type OptionDefinition, oneOf, realNumber, wholeNumber } from './optionValues';

export const PRESETS = ['quick', 'notebook', 'plateau', 'learning-rates', 'study'] as const;
export type Preset = (typeof PRESETS)[number];

export const KERNEL_SETS = ['weft', 'stock'] as const;
export type KernelSet = (typeof KERNEL_SETS)[number];

/** Whether the members have a callback: none, all, or each twice, with it and without, as a pair. */
export const CALLBACK_USES = ['off', 'on', 'compare'] as const;
export type CallbackUse = (typeof CALLBACK_USES)[number];

export const SWITCHES = ['on', 'off'] as const;
export type Switch = (typeof SWITCHES)[number];

/** The training split of Fashion-MNIST once the first 10,000 training images are set aside to validate. */
export const TRAIN_SPLIT_EXAMPLES = 50_000;

/** What a training run needs to know. Members are normalizations × seeds × learning rates × uses of callbacks. */
export interface TrainOptions {
  readonly preset: Preset;
  readonly normalizations: readonly Normalization[];
  /** How many seeds; the seeds are `firstSeed`, `firstSeed` + 1, … */
  readonly seeds: number;
  readonly firstSeed: number;
  readonly learningRates: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  /** How many of the 50,000 training examples are used: the first ones. */
  readonly trainExamples: number;
  /** How many of `trainExamples`, the last ones, no member trains on, to be watched by a callback. */
  readonly heldOutExamples: number;
  readonly reduceLrOnPlateau: CallbackUse;
  readonly plateauMonitor: Monitor;
  readonly plateauFactor: number;
  /** In epochs, as are the cooldown and EarlyStopping's patience and first epochs. */
  readonly plateauPatience: number;
  readonly plateauMinDelta: number;
  readonly plateauCooldown: number;
  readonly plateauMinLr: number;
  readonly earlyStopping: CallbackUse;
  readonly stoppingMonitor: Monitor;
  readonly stoppingPatience: number;
  readonly stoppingMinDelta: number;
  readonly stoppingStartFromEpoch: number;
  readonly restoreBestWeights: Switch;
  /** Whether pre-activations, dead units and gradients are measured on a fixed batch after each epoch. */
  readonly diagnostics: Switch;
  readonly kernels: KernelSet;
  readonly dataset: string;
}

/** Values as a URL or a command line gives them, by option name ("batch-size"). */
export type RawOptions = Readonly<Record<string, string>>;

type OptionKey = keyof TrainOptions;

const MAX_EPOCHS = 1000;
const MAX_LEARNING_RATE = 100;

function parseLearningRate(text: string): number | undefined {
  const value = text === '' ? Number.NaN : Number(text);
  return value > 0 && value <= MAX_LEARNING_RATE ? value : undefined;
}

/** The one place that knows the options: their names, meaning, and what is allowed. */
export const OPTION_DEFINITIONS: { readonly [K in OptionKey]: OptionDefinition<TrainOptions[K]> } = {
  preset: { describe: 'a set of defaults for the options below', ...oneOf(PRESETS) },
  normalizations: {
    describe: 'the input normalizations to compare',
    ...listOf(`a comma-separated list, each once, of ${NORMALIZATIONS.join(', ')}`, (text) =>
      NORMALIZATIONS.find((name) => name === text),
    ),
  },
  seeds: { describe: 'how many seeds each normalization is trained with', ...wholeNumber(1, 1000) },
  firstSeed: { describe: 'the first seed', ...wholeNumber(0, 2 ** 31 - 1) },
  learningRates: {
    describe: "Adam's learning rates",
    ...listOf(
      `a comma-separated list, each once, of numbers above 0 and up to ${MAX_LEARNING_RATE}`,
      parseLearningRate,
    ),
  },
  epochs: { describe: 'passes over the training examples', ...wholeNumber(1, MAX_EPOCHS) },
  batchSize: { describe: 'examples a step, for each member', ...wholeNumber(1, TRAIN_SPLIT_EXAMPLES) },
  trainExamples: { describe: 'how many training examples are used', ...wholeNumber(1, TRAIN_SPLIT_EXAMPLES) },
  heldOutExamples: {
    describe: 'how many of them, the last ones, are held out of training, for a callback to watch',
    ...wholeNumber(0, TRAIN_SPLIT_EXAMPLES - 1),
  },
  reduceLrOnPlateau: {
    describe: 'whether members reduce their learning rate on a plateau; compare trains each member with and without',
    whenBare: 'on',
    ...oneOf(CALLBACK_USES),
  },
  plateauMonitor: { describe: 'what ReduceLROnPlateau watches', ...oneOf(MONITORS) },
  plateauFactor: {
    describe: 'what ReduceLROnPlateau multiplies the learning rate with',
    ...realNumber('above 0 and below 1', (value) => value > 0 && value < 1),
  },
  plateauPatience: {
    describe: 'epochs without improvement after which the learning rate is reduced',
    ...wholeNumber(0, MAX_EPOCHS),
  },
  plateauMinDelta: {
    describe: 'a change of at most this is no improvement to ReduceLROnPlateau',
    ...realNumber('of at least 0', (value) => value >= 0),
  },
  plateauCooldown: {
    describe: 'epochs after a reduction before waiting starts again',
    ...wholeNumber(0, MAX_EPOCHS),
  },
  plateauMinLr: {
    describe: 'the learning rate is never reduced below this',
    ...realNumber(`from 0 to ${MAX_LEARNING_RATE}`, (value) => value >= 0 && value <= MAX_LEARNING_RATE),
  },
  earlyStopping: {
    describe: 'whether members stop when they no longer improve; compare trains each member with and without',
    whenBare: 'on',
    ...oneOf(CALLBACK_USES),
  },
  stoppingMonitor: { describe: 'what EarlyStopping watches', ...oneOf(MONITORS) },
  stoppingPatience: {
    describe: 'epochs without improvement after which a member stops',
    ...wholeNumber(0, MAX_EPOCHS),
  },
  stoppingMinDelta: {
    describe: 'a change of at most this is no improvement to EarlyStopping',
    ...realNumber('of at least 0', (value) => value >= 0),
  },
  stoppingStartFromEpoch: {
    describe: 'how many of the first epochs EarlyStopping does not watch',
    ...wholeNumber(0, MAX_EPOCHS),
  },
  restoreBestWeights: {
    describe: 'whether a member with EarlyStopping ends with the weights of its best epoch',
    whenBare: 'on',
    ...oneOf(SWITCHES),
  },
  diagnostics: {
    describe: 'whether pre-activations, dead units and gradients are measured after each epoch',
    whenBare: 'on',
    ...oneOf(SWITCHES),
  },
  kernels: { describe: "Weft's kernels, or plain TensorFlow.js one member after another", ...oneOf(KERNEL_SETS) },
  dataset: {
    describe: 'a dataset under datasets/ that the server offers',
    allowed: 'a name of letters, digits, "." and "-"',
    parse: (text) => (/^[a-z0-9][a-z0-9.-]*$/i.test(text) ? text : undefined),
    format: (value) => value,
  },
};

export const OPTION_KEYS = Object.keys(OPTION_DEFINITIONS) as OptionKey[];

const SHARED_DEFAULTS = {
  normalizations: ['raw', 'scale', 'center', 'standardize'],
  seeds: 1,
  firstSeed: 1,
  learningRates: [0.001],
  batchSize: 128,
  heldOutExamples: 0,
  reduceLrOnPlateau: 'off',
  plateauMonitor: 'val_loss',
  plateauFactor: 0.5,
  plateauPatience: 2,
  plateauMinDelta: 1e-4,
  plateauCooldown: 0,
  plateauMinLr: 0,
  earlyStopping: 'off',
  stoppingMonitor: 'val_loss',
  stoppingPatience: 3,
  stoppingMinDelta: 0,
  stoppingStartFromEpoch: 0,
  restoreBestWeights: 'on',
  diagnostics: 'on',
  kernels: 'weft',
  dataset: 'fashion-mnist',
} as const;

/** 1e-5 to 1, two a decade. */
const HALF_DECADES = [1e-5, 3.16e-5, 1e-4, 3.16e-4, 1e-3, 3.16e-3, 0.01, 0.0316, 0.1, 0.316, 1] as const;

const NOTEBOOK = {
  preset: 'notebook',
  ...SHARED_DEFAULTS,
  epochs: 10,
  trainExamples: TRAIN_SPLIT_EXAMPLES,
} as const satisfies TrainOptions;

export const PRESET_DEFAULTS: Readonly<Record<Preset, TrainOptions>> = {
  quick: { ...NOTEBOOK, preset: 'quick', epochs: 3, trainExamples: 10_000 },
  notebook: NOTEBOOK,
  plateau: {
    ...NOTEBOOK,
    preset: 'plateau',
    normalizations: ['standardize'],
    epochs: 20,
    reduceLrOnPlateau: 'compare',
  },
  'learning-rates': {
    ...NOTEBOOK,
    preset: 'learning-rates',
    normalizations: ['standardize'],
    learningRates: HALF_DECADES,
    epochs: 5,
  },
  study: { ...NOTEBOOK, preset: 'study', seeds: 5 },
};

/** How many examples a member is trained on in an epoch. */
export function examplesPerEpoch({
  trainExamples,
  heldOutExamples,
}: Pick<TrainOptions, 'trainExamples' | 'heldOutExamples'>): number {
  return trainExamples - heldOutExamples;
}

/** The full run on a GPU; on a software adapter the one that ends in minutes. */
export function defaultPreset(adapter: { readonly isFallback: boolean }): Preset {
  return adapter.isFallback ? 'quick' : 'notebook';
}

/** "batchSize" → "batch-size", the name in URLs and on command lines. */
export function optionName(key: OptionKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function parseOption<K extends OptionKey>(key: K, text: string): TrainOptions[K] {
  const definition: OptionDefinition<TrainOptions[K]> = OPTION_DEFINITIONS[key];
  const value = definition.parse(text === '' ? (definition.whenBare ?? text) : text);
  if (value === undefined) {
    throw new WeftError('bad-option', `Option ${optionName(key)} is "${text}"; it must be ${definition.allowed}.`);
  }
  return value;
}

/**
 * Reads options by name over the defaults of their preset.
 * @throws WeftError `bad-option`, naming the option, its value and what is allowed.
 */
export function parseTrainOptions(raw: RawOptions, adapter: { readonly isFallback: boolean }): TrainOptions {
  const keyByName = new Map(OPTION_KEYS.map((key) => [optionName(key), key]));
  const parsed = new Map<OptionKey, TrainOptions[OptionKey]>();
  for (const [name, text] of Object.entries(raw)) {
    const key = keyByName.get(name);
    if (key === undefined) {
      throw new WeftError('bad-option', `There is no option "${name}"; known are ${[...keyByName.keys()].join(', ')}.`);
    }
    parsed.set(key, parseOption(key, text));
  }
  const preset = (parsed.get('preset') as Preset | undefined) ?? defaultPreset(adapter);
  const options = { ...PRESET_DEFAULTS[preset], ...Object.fromEntries(parsed) } as TrainOptions;
  checkTogether(options);
  return options;
}

/** @throws WeftError `bad-option` where options that are allowed each contradict each other. */
function checkTogether(options: TrainOptions): void {
  const { batchSize, trainExamples, heldOutExamples } = options;
  const refuse = (key: OptionKey, allowed: string): never => {
    const value = formatOption(options, key);
    throw new WeftError('bad-option', `Option ${optionName(key)} is ${value}; it must be ${allowed}.`);
  };
  if (heldOutExamples >= trainExamples) {
    refuse('heldOutExamples', `below train-examples, which is ${trainExamples}`);
  }
  if (batchSize > trainExamples - heldOutExamples) {
    refuse(
      'batchSize',
      heldOutExamples === 0
        ? `at most train-examples, which is ${trainExamples}`
        : `at most train-examples without held-out-examples, which is ${trainExamples - heldOutExamples}`,
    );
  }
  const callbacks = [
    ['reduceLrOnPlateau', 'plateauMonitor'],
    ['earlyStopping', 'stoppingMonitor'],
  ] as const;
  for (const [use, monitor] of callbacks) {
    if (options[use] !== 'off' && heldOutExamples === 0 && HELD_OUT_MONITORS.includes(options[monitor])) {
      refuse(monitor, 'another while held-out-examples is 0');
    }
  }
  for (const [use, keys] of CALLBACK_OPTIONS) {
    const unused = keys.find(
      (key) => formatOption(options, key) !== formatOption(PRESET_DEFAULTS[options.preset], key),
    );
    if (options[use] === 'off' && unused !== undefined) {
      refuse(
        unused,
        `left at ${formatOption(PRESET_DEFAULTS[options.preset], unused)} while ${optionName(use)} is off`,
      );
    }
  }
}

/** The options that mean nothing while their callback is off. */
export const CALLBACK_OPTIONS = [
  [
    'reduceLrOnPlateau',
    ['plateauMonitor', 'plateauFactor', 'plateauPatience', 'plateauMinDelta', 'plateauCooldown', 'plateauMinLr'],
  ],
  [
    'earlyStopping',
    ['stoppingMonitor', 'stoppingPatience', 'stoppingMinDelta', 'stoppingStartFromEpoch', 'restoreBestWeights'],
  ],
] as const satisfies readonly (readonly ['reduceLrOnPlateau' | 'earlyStopping', readonly OptionKey[]])[];

/** The options that differ from their preset's defaults, by name, preset first: what a URL has to say. */
export function formatTrainOptions(options: TrainOptions): RawOptions {
  const defaults = PRESET_DEFAULTS[options.preset];
  const entries: [string, string][] = [['preset', options.preset]];
  for (const key of OPTION_KEYS) {
    const text = formatOption(options, key);
    if (key !== 'preset' && text !== formatOption(defaults, key)) {
      entries.push([optionName(key), text]);
    }
  }
  return Object.fromEntries(entries);
}

/** One option's value as URLs and command lines write it. */
export function formatOption<K extends OptionKey>(options: TrainOptions, key: K): string {
  const definition: OptionDefinition<TrainOptions[K]> = OPTION_DEFINITIONS[key];
  return definition.format(options[key]);
}
