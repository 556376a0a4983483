import type { Language, Wording } from '../language';
import { type CallbackUse, PRESETS, type Preset } from './choices';
import { OPTION_DEFINITIONS, OPTION_KEYS, type OptionKey, type TrainOptions } from './definitions';

/** What each preset answers, in one line; what it sets stands with each option. */
export const PRESET_QUESTIONS: Readonly<Record<Preset, Wording>> = {
  quick: {
    en: 'Does normalizing help? A first answer in minutes.',
    es: '¿Ayuda normalizar? Una primera respuesta en minutos.',
  },
  notebook: {
    en: 'Which normalization learns best, in one full run each?',
    es: '¿Qué normalización aprende mejor, con un entrenamiento completo de cada una?',
  },
  plateau: {
    en: 'What does lowering the rate on a plateau bring?',
    es: '¿Qué aporta bajar la tasa en una meseta?',
  },
  'learning-rates': {
    en: 'Which learning rates are too low, good, too high?',
    es: '¿Qué tasas de aprendizaje son demasiado bajas, buenas o demasiado altas?',
  },
  study: {
    en: 'Which normalization is best, and is that more than luck?',
    es: '¿Qué normalización es la mejor, y es algo más que suerte?',
  },
};

export const PRESET_DEFAULTS = Object.fromEntries(
  PRESETS.map((preset) => [preset, Object.fromEntries(OPTION_KEYS.map((key) => [key, defaultOf(key, preset)]))]),
) as unknown as Readonly<Record<Preset, TrainOptions>>;

function defaultOf(key: OptionKey, preset: Preset): unknown {
  const { usual, presets } = OPTION_DEFINITIONS[key];
  return presets?.[preset] ?? usual;
}

/** The full run on a GPU; on a software adapter the one that ends in minutes. */
export function defaultPreset(adapter: { readonly isFallback: boolean }): Preset {
  return adapter.isFallback ? 'quick' : 'notebook';
}

const MEMBERS_EACH: Readonly<Record<CallbackUse, number>> = { off: 1, on: 1, compare: 2 };

/** How many members options come to, without listing them. */
export function countMembers(options: TrainOptions): number {
  const { normalizations, seeds, learningRates, reduceLrOnPlateau, earlyStopping } = options;
  const arms = normalizations.length * learningRates.length;
  return seeds * arms * MEMBERS_EACH[reduceLrOnPlateau] * MEMBERS_EACH[earlyStopping];
}

/** "20 members × 10 epochs"; every preset has more than one of each. */
export function presetSize(preset: Preset, language: Language): string {
  const options = PRESET_DEFAULTS[preset];
  const [members, epochs] = { en: ['members', 'epochs'], es: ['redes', 'épocas'] }[language];
  return `${countMembers(options)} ${members} × ${options.epochs} ${epochs}`;
}
