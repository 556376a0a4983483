import { messageOf } from '../../errors';
import {
  CALLBACK_OPTIONS,
  formatOption,
  formatTrainOptions,
  OPTION_DEFINITIONS,
  OPTION_KEYS,
  optionName,
  PRESET_DEFAULTS,
  parseTrainOptions,
  type RawOptions,
  type TrainOptions,
} from '../../run/options';

export type OptionKey = keyof TrainOptions;

/** The options as the user typed them. */
export type FormTexts = Readonly<Record<OptionKey, string>>;

/** What the texts come to: options to train with, or what is wrong with them. */
export interface CheckedForm {
  readonly options: TrainOptions | undefined;
  /** One sentence a field that cannot be used. */
  readonly errors: Readonly<Partial<Record<OptionKey, string>>>;
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
  const entries = OPTION_KEYS.map((key) => [key, texts[key].trim()] as const);
  const errors: Partial<Record<OptionKey, string>> = {};
  for (const [key, text] of entries) {
    if (OPTION_DEFINITIONS[key].parse(text) === undefined) {
      errors[key] = sentenceAbout({ [optionName(key)]: text });
    }
  }
  if (Object.keys(errors).length > 0) {
    return { options: undefined, errors };
  }
  try {
    return { options: parse(Object.fromEntries(entries.map(([key, text]) => [optionName(key), text]))), errors };
  } catch (error) {
    return { options: undefined, errors: { [fieldNamedBy(messageOf(error))]: messageOf(error) } };
  }
}

/** Whether anything differs from what the preset says. */
export function isPresetChanged(texts: FormTexts): boolean {
  const { options } = checkForm(texts);
  return options === undefined || Object.keys(formatTrainOptions(options)).length > 1;
}

/** A form always says its preset, so the adapter's default never matters. */
function parse(raw: RawOptions): TrainOptions {
  return parseTrainOptions(raw, { isFallback: false });
}

function sentenceAbout(raw: RawOptions): string {
  try {
    parse(raw);
    return '';
  } catch (error) {
    return messageOf(error);
  }
}

/** The field a sentence of `parseTrainOptions` begins with: "Option batch-size is 900; …". */
function fieldNamedBy(message: string): OptionKey {
  const name = /^Option ([a-z-]+) /.exec(message)?.[1];
  return OPTION_KEYS.find((key) => optionName(key) === name) ?? 'preset';
}
