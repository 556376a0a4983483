import { describeBadOption } from '../errors';
import type { Language } from '../run/language';

/** What the page says around the options; their own words stand in their definitions. */
export interface OptionsPanelWords {
  readonly title: string;
  readonly backToPreset: string;
  readonly addressRefused: string;
  /** Of a callback's options, for screen readers. */
  readonly settingsOf: (callback: string) => string;
  /** No callback is on, and nothing is held out. */
  readonly allOff: string;
  readonly isOn: (callback: string) => string;
  readonly isCompared: (callback: string) => string;
  readonly heldOut: string;
  /** Why a value cannot be used. @param value as it is shown, text in quotes. */
  readonly refusal: (option: string, value: string, allowed: string) => string;
}

export const OPTIONS_PANEL_WORDS: Readonly<Record<Language, OptionsPanelWords>> = {
  en: {
    title: 'Options',
    backToPreset: 'Back to the preset',
    addressRefused: 'The address holds an option that cannot be used, so these are the defaults.',
    settingsOf: (callback) => `Settings of ${callback}`,
    allOff: 'off',
    isOn: (callback) => `${callback} on`,
    isCompared: (callback) => `${callback} compared`,
    heldOut: 'examples held out',
    refusal: describeBadOption,
  },
  es: {
    title: 'Opciones',
    backToPreset: 'Volver al preset',
    addressRefused: 'La dirección contiene una opción que no se puede usar, así que estos son los valores por defecto.',
    settingsOf: (callback) => `Ajustes de ${callback}`,
    allOff: 'desactivados',
    isOn: (callback) => `con ${callback}`,
    isCompared: (callback) => `con y sin ${callback}`,
    heldOut: 'ejemplos apartados',
    refusal: (option, value, allowed) => `La opción ${option} es ${value}; debe ser ${allowed}.`,
  },
};
