import { badOption, type WeftError } from '../../errors';
import {
  CALLBACK_OPTIONS,
  findContradiction,
  formatOption,
  formatTrainOptions,
  OPTION_DEFINITIONS,
  OPTION_KEYS,
  type OptionKey,
  optionName,
  PRESET_DEFAULTS,
  parseOption,
  type TrainOptions,
} from '../../run/options';

/** The options as the user typed them. */
export type FormTexts = Readonly<Record<OptionKey, string>>;

/** What the texts come to: options to train with, or what is wrong with them. */
export interface CheckedForm {
  readonly options: TrainOptions | undefined;
  /** Of each field that cannot be used. */
  readonly errors: Readonly<Partial<Record<OptionKey, WeftError>>>;
}

export function textsOf(options: TrainOptions): FormTexts {
  return Object.fromEntries(OPTION_KEYS.map((key) => [key, formatOption(options, key)])) as unknown as FormTexts;
}

/**
 * Choosing a preset sets every field to its values, and switching a callback off sets that callback's, which may then
 * not say anything else; any other edit changes its own field alone.
 */
export function editField(texts: FormTexts, key: OptionKey, text: string): FormTexts {
  const preset = key === 'preset' ? OPTION_DEFINITIONS.preset.parse(text) : undefined;
  if (preset !== undefined) {
    return textsOf(PRESET_DEFAULTS[preset]);
  }
  const edited = { ...texts, [key]: text };
  const unused = text === 'off' ? CALLBACK_OPTIONS.find(([use]) => use === key)?.[1] : undefined;
  return unused === undefined ? edited : { ...edited, ...presetTexts(texts, unused) };
}

/** What the preset of a form says for some of its fields. */
function presetTexts(texts: FormTexts, keys: readonly OptionKey[]): Partial<FormTexts> {
  const defaults = PRESET_DEFAULTS[OPTION_DEFINITIONS.preset.parse(texts.preset) ?? 'quick'];
  return Object.fromEntries(keys.map((key) => [key, formatOption(defaults, key)]));
}

export function checkForm(texts: FormTexts): CheckedForm {
  const values = OPTION_KEYS.map((key) => [key, parseOption(key, texts[key].trim())] as const);
  const refused = values.filter(([, value]) => value === undefined);
  if (refused.length > 0) {
    const errors = refused.map(([key]) => {
      const { allowed } = OPTION_DEFINITIONS[key];
      return [key, badOption(optionName(key), `"${texts[key].trim()}"`, allowed)] as const;
    });
    return { options: undefined, errors: Object.fromEntries(errors) };
  }
  const options = Object.fromEntries(values) as unknown as TrainOptions;
  const contradiction = findContradiction(options);
  if (contradiction !== undefined) {
    const { key, allowed } = contradiction;
    const error = badOption(optionName(key), formatOption(options, key), allowed);
    return { options: undefined, errors: { [key]: error } };
  }
  return { options, errors: {} };
}

/** Whether anything differs from what the preset says. */
export function isPresetChanged(texts: FormTexts): boolean {
  const { options } = checkForm(texts);
  return options === undefined || Object.keys(formatTrainOptions(options)).length > 1;
}
