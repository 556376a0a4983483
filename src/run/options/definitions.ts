import type * as v from 'valibot';
import { MORE_OPTIONS } from './moreOptions';
import type { OptionDefinition } from './optionDefinition';
import { PLATEAU_OPTIONS } from './plateauOptions';
import { STOPPING_OPTIONS } from './stoppingOptions';
import { TRAINING_OPTIONS } from './trainingOptions';

const DEFINITIONS = { ...TRAINING_OPTIONS, ...PLATEAU_OPTIONS, ...STOPPING_OPTIONS, ...MORE_OPTIONS };

export type OptionKey = keyof typeof DEFINITIONS;

/** What a training run needs to know. Members are normalizations × seeds × learning rates × uses of callbacks. */
export type TrainOptions = {
  readonly [K in OptionKey]: v.InferOutput<(typeof DEFINITIONS)[K]['schema']>;
};

/** The one place that knows the options: their names, meaning, defaults, place on the page, and what is allowed. */
export const OPTION_DEFINITIONS: { readonly [K in OptionKey]: OptionDefinition<TrainOptions[K]> } = DEFINITIONS;

export const OPTION_KEYS = Object.keys(DEFINITIONS) as OptionKey[];

/** "batchSize" → "batch-size", the name in URLs and on command lines. */
export function optionName(key: OptionKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** One option's value as URLs and command lines write it. */
export function formatOption<K extends OptionKey>(options: TrainOptions, key: K): string {
  const definition: OptionDefinition<TrainOptions[K]> = OPTION_DEFINITIONS[key];
  return definition.format(options[key]);
}

/** How many examples a member is trained on in an epoch. */
export function examplesPerEpoch({
  trainExamples,
  heldOutExamples,
}: Pick<TrainOptions, 'trainExamples' | 'heldOutExamples'>): number {
  return trainExamples - heldOutExamples;
}
