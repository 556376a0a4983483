import { HELD_OUT_MONITORS } from '../callbacks/monitor';
import type { Wording } from '../language';
import {
  examplesPerEpoch,
  formatOption,
  OPTION_DEFINITIONS,
  OPTION_KEYS,
  type OptionKey,
  optionName,
  type TrainOptions,
} from './definitions';
import { findTooManyMembers } from './mostMembers';
import type { CallbackKey } from './optionDefinition';
import { PRESET_DEFAULTS } from './presets';

/** An option whose value is allowed by itself, but not beside the others. */
export interface Contradiction {
  readonly key: OptionKey;
  /** In words that complete "must be …". */
  readonly allowed: Wording;
}

/** Each callback with the options that mean nothing while it is off. */
export const CALLBACK_OPTIONS: readonly (readonly [CallbackKey, readonly OptionKey[]])[] = (
  ['reduceLrOnPlateau', 'earlyStopping'] as const
).map((use) => [use, OPTION_KEYS.filter((key) => OPTION_DEFINITIONS[key].partOf === use)]);

const MONITORED = [
  ['reduceLrOnPlateau', 'plateauMonitor'],
  ['earlyStopping', 'stoppingMonitor'],
] as const satisfies readonly (readonly [CallbackKey, OptionKey])[];

/**
 * The first option that contradicts the others.
 * @param nameOf how other options are named where the contradiction is told.
 */
export function findContradiction(
  options: TrainOptions,
  nameOf: (key: OptionKey) => string = optionName,
): Contradiction | undefined {
  return (
    findTooManyMembers(options, nameOf) ??
    findTooMany(options, nameOf) ??
    findUnmeasured(options, nameOf) ??
    findUnused(options, nameOf)
  );
}

type Find = (options: TrainOptions, nameOf: (key: OptionKey) => string) => Contradiction | undefined;

const findTooMany: Find = (options, nameOf) => {
  const { batchSize, trainExamples, heldOutExamples } = options;
  const train = nameOf('trainExamples');
  if (heldOutExamples >= trainExamples) {
    const allowed = {
      en: `below ${train}, which is ${trainExamples}`,
      es: `menor que ${train}, que es ${trainExamples}`,
    };
    return { key: 'heldOutExamples', allowed };
  }
  const most = examplesPerEpoch(options);
  if (batchSize <= most) {
    return undefined;
  }
  const without = { en: ` without ${nameOf('heldOutExamples')}`, es: ` sin ${nameOf('heldOutExamples')}` };
  return {
    key: 'batchSize',
    allowed: {
      en: `at most ${train}${heldOutExamples === 0 ? '' : without.en}, which is ${most}`,
      es: `como máximo ${train}${heldOutExamples === 0 ? '' : without.es}, que es ${most}`,
    },
  };
};

const findUnmeasured: Find = (options, nameOf) => {
  const heldOut = nameOf('heldOutExamples');
  const pair = MONITORED.find(
    ([use, monitor]) =>
      options[use] !== 'off' && options.heldOutExamples === 0 && HELD_OUT_MONITORS.includes(options[monitor]),
  );
  return pair === undefined
    ? undefined
    : { key: pair[1], allowed: { en: `another while ${heldOut} is 0`, es: `otro mientras ${heldOut} sea 0` } };
};

const findUnused: Find = (options, nameOf) => {
  const defaults = PRESET_DEFAULTS[options.preset];
  for (const [use, keys] of CALLBACK_OPTIONS) {
    const key = keys.find((one) => formatOption(options, one) !== formatOption(defaults, one));
    if (options[use] === 'off' && key !== undefined) {
      const usual = formatOption(defaults, key);
      const allowed = {
        en: `left at ${usual} while ${nameOf(use)} is off`,
        es: `${usual}, como estaba, mientras ${nameOf(use)} sea off`,
      };
      return { key, allowed };
    }
  }
  return undefined;
};
