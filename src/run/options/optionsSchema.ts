import * as v from 'valibot';
import { findContradiction } from './contradictions';
import { OPTION_DEFINITIONS, OPTION_KEYS, type OptionKey, type TrainOptions } from './definitions';

type OptionSchemas = { readonly [K in OptionKey]: v.GenericSchema<TrainOptions[K]> };

const entries = Object.fromEntries(
  OPTION_KEYS.map((key) => [key, OPTION_DEFINITIONS[key].schema]),
) as unknown as OptionSchemas;

/**
 * A run file's `config`: what `parseTrainOptions` could have given, and nothing else.
 * The messages say what is allowed, in words that complete "must be …".
 */
export const trainOptionsSchema = v.pipe(
  v.strictObject(entries),
  v.rawCheck(({ dataset, addIssue }) => {
    const contradiction = dataset.typed ? findContradiction(dataset.value, (key) => `config.${key}`) : undefined;
    if (dataset.typed && contradiction !== undefined) {
      const { key, allowed } = contradiction;
      const { value: input } = dataset;
      const path: [v.ObjectPathItem] = [{ type: 'object', origin: 'value', input, key, value: input[key] }];
      addIssue({ message: allowed.en, input: input[key], path });
    }
  }),
);
