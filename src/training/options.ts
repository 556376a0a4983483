import { WeftError } from '../errors';
import { NORMALIZATIONS, type Normalization } from '../kernels/normalization';

export const PRESETS = ['quick', 'notebook'] as const;
export type Preset = (typeof PRESETS)[number];

export const KERNEL_SETS = ['weft', 'stock'] as const;
export type KernelSet = (typeof KERNEL_SETS)[number];

/** The training split of Fashion-MNIST once the first 10,000 training images are set aside to validate. */
export const TRAIN_SPLIT_EXAMPLES = 50_000;

/** What a training run needs to know. Members are normalizations × seeds × learning rates. */
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
  readonly kernels: KernelSet;
  readonly dataset: string;
}

/** Values as a URL or a command line gives them, by option name ("batch-size"). */
export type RawOptions = Readonly<Record<string, string>>;

interface OptionDefinition<T> {
  readonly describe: string;
  /** What is allowed, in words that complete "must be …". */
  readonly allowed: string;
  readonly parse: (text: string) => T | undefined;
  readonly format: (value: T) => string;
}

type OptionKey = keyof TrainOptions;

function oneOf<T extends string>(values: readonly T[]): Pick<OptionDefinition<T>, 'allowed' | 'parse' | 'format'> {
  return {
    allowed: `one of ${values.join(', ')}`,
    parse: (text) => values.find((value) => value === text),
    format: (value) => value,
  };
}

function listOf<T>(
  allowed: string,
  parseItem: (text: string) => T | undefined,
): Pick<OptionDefinition<readonly T[]>, 'allowed' | 'parse' | 'format'> {
  return {
    allowed,
    parse: (text) => {
      const items = text.split(',').map((item) => parseItem(item.trim()));
      const isComplete = items.every((item) => item !== undefined);
      const hasDuplicates = new Set(items).size !== items.length;
      return isComplete && !hasDuplicates ? (items as T[]) : undefined;
    },
    format: (values) => values.join(','),
  };
}

function wholeNumber(min: number, max: number): Pick<OptionDefinition<number>, 'allowed' | 'parse' | 'format'> {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    parse: (text) => {
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
    format: String,
  };
}

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
  epochs: { describe: 'passes over the training examples', ...wholeNumber(1, 1000) },
  batchSize: { describe: 'examples a step, for each member', ...wholeNumber(1, TRAIN_SPLIT_EXAMPLES) },
  trainExamples: { describe: 'how many training examples are used', ...wholeNumber(1, TRAIN_SPLIT_EXAMPLES) },
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
  kernels: 'weft',
  dataset: 'fashion-mnist',
} as const;

export const PRESET_DEFAULTS: Readonly<Record<Preset, TrainOptions>> = {
  quick: { preset: 'quick', ...SHARED_DEFAULTS, epochs: 3, trainExamples: 10_000 },
  notebook: { preset: 'notebook', ...SHARED_DEFAULTS, epochs: 10, trainExamples: TRAIN_SPLIT_EXAMPLES },
};

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
  const value = definition.parse(text);
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
  if (options.batchSize > options.trainExamples) {
    throw new WeftError(
      'bad-option',
      `Option batch-size is ${options.batchSize}; it must be at most train-examples, which is ${options.trainExamples}.`,
    );
  }
  return options;
}

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
