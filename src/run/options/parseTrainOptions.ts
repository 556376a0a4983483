import { badOption, shorten, WeftError } from '../../errors';
import type { Preset } from './choices';
import { findContradiction } from './contradictions';
import {
  formatOption,
  OPTION_DEFINITIONS,
  OPTION_KEYS,
  type OptionKey,
  optionName,
  type TrainOptions,
} from './definitions';
import type { OptionDefinition } from './optionDefinition';
import { defaultPreset, PRESET_DEFAULTS } from './presets';

/** Values as a URL or a command line gives them, by option name ("batch-size"). */
export type RawOptions = Readonly<Record<string, string>>;

/** What text stands for: an option that is named without a value says what its definition has for that. */
export function parseOption<K extends OptionKey>(key: K, text: string): TrainOptions[K] | undefined {
  const definition: OptionDefinition<TrainOptions[K]> = OPTION_DEFINITIONS[key];
  return definition.parse(text === '' ? (definition.whenBare ?? text) : text);
}

function requireOption<K extends OptionKey>(key: K, text: string): TrainOptions[K] {
  const value = parseOption(key, text);
  if (value === undefined) {
    throw badOption(optionName(key), `"${text}"`, OPTION_DEFINITIONS[key].allowed);
  }
  return value;
}

/**
 * Reads options by name over the defaults of their preset.
 * @throws WeftError `bad-option` with the option's name, in a sentence of its value and what is allowed.
 */
export function parseTrainOptions(raw: RawOptions, adapter: { readonly isFallback: boolean }): TrainOptions {
  const keyByName = new Map(OPTION_KEYS.map((key) => [optionName(key), key]));
  const parsed = new Map<OptionKey, TrainOptions[OptionKey]>();
  for (const [name, text] of Object.entries(raw)) {
    const key = keyByName.get(name);
    if (key === undefined) {
      throw unknownOption(name, [...keyByName.keys()]);
    }
    parsed.set(key, requireOption(key, text));
  }
  const preset = (parsed.get('preset') as Preset | undefined) ?? defaultPreset(adapter);
  return requireConsistent({ ...PRESET_DEFAULTS[preset], ...Object.fromEntries(parsed) } as TrainOptions);
}

/**
 * Options that do not come from `parseTrainOptions`, as from a program of one's own.
 * @throws WeftError `bad-option` for one that contradicts the others.
 */
export function requireConsistent(options: TrainOptions): TrainOptions {
  const contradiction = findContradiction(options);
  if (contradiction !== undefined) {
    const { key, allowed } = contradiction;
    throw badOption(optionName(key), formatOption(options, key), allowed);
  }
  return options;
}

export function unknownOption(given: string, known: readonly string[]): WeftError {
  const name = shorten(given);
  return new WeftError('bad-option', `There is no option "${name}"; known are ${known.join(', ')}.`, {
    option: name,
    facts: { about: 'unknown-option', option: name, known },
  });
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
