import type { Wording } from '../language';
import type { Preset } from './choices';
import type { Control, OptionValue } from './optionValues';

/** Where options stand together, on the page and in --help; `callbacks` holds `plateau` and `stopping`. */
export const OPTION_GROUPS = {
  training: { en: 'What to train', es: 'Qué entrenar' },
  plateau: { en: 'ReduceLROnPlateau', es: 'ReduceLROnPlateau' },
  stopping: { en: 'EarlyStopping', es: 'EarlyStopping' },
  callbacks: { en: 'Callbacks', es: 'Callbacks' },
  more: { en: 'More options', es: 'Más opciones' },
} as const satisfies Readonly<Record<string, Wording>>;
export type OptionGroup = keyof typeof OPTION_GROUPS;

/** The options that say whether members have a callback. */
export type CallbackKey = 'reduceLrOnPlateau' | 'earlyStopping';

/** What the commands, the page and the library know of an option, beside what its values may be. */
interface OptionFacts<T> {
  /** That of every preset that says nothing else. */
  readonly usual: T;
  readonly presets?: Readonly<Partial<Record<Preset, T>>>;
  /** What the option means where it is named without a value: `--early-stopping`, or `?early-stopping` in a URL. */
  readonly whenBare?: string;
  /** The callback without which the option means nothing. */
  readonly partOf?: CallbackKey;
  readonly group: OptionGroup;
  /** Its place in the group on the page, from 1. */
  readonly place: number;
  /** Where the page asks in another way than for other values of this kind. */
  readonly control?: Control;
  /** Of its field on the page. */
  readonly label: Wording;
  /** A few words beside the label. */
  readonly hint: Wording;
  /** What it means, for --help and tables of options. */
  readonly help: Wording;
}

export type OptionDefinition<T> = OptionValue<T> & OptionFacts<T> & { readonly control: Control };

export function defineOption<T>(value: OptionValue<T>, facts: OptionFacts<NoInfer<T>>): OptionDefinition<T> {
  return { ...value, ...facts, control: facts.control ?? value.control };
}

/** The same words in every language: names that are never translated. */
export function inEvery(words: string): Wording {
  return { en: words, es: words };
}
