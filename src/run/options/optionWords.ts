import type { Language } from '../language';
import { PRESETS } from './choices';
import { formatOption, OPTION_DEFINITIONS, OPTION_KEYS, type OptionKey, optionName } from './definitions';
import { OPTION_GROUPS, type OptionGroup } from './optionDefinition';
import { defaultPreset, PRESET_DEFAULTS } from './presets';

export function optionLabel(key: OptionKey, language: Language): string {
  return OPTION_DEFINITIONS[key].label[language];
}

export function optionHint(key: OptionKey, language: Language): string {
  return OPTION_DEFINITIONS[key].hint[language];
}

export function groupTitle(group: OptionGroup, language: Language): string {
  return OPTION_GROUPS[group][language];
}

/** The options of a group in their order on the page. */
export function optionsOfGroup(group: OptionGroup): readonly OptionKey[] {
  return OPTION_KEYS.filter((key) => OPTION_DEFINITIONS[key].group === group).toSorted(
    (a, b) => OPTION_DEFINITIONS[a].place - OPTION_DEFINITIONS[b].place,
  );
}

/** What tables of options and --help say of one. */
export interface OptionDescription {
  readonly key: OptionKey;
  readonly name: string;
  readonly group: OptionGroup;
  /** The group's title. */
  readonly groupTitle: string;
  readonly help: string;
  readonly allowed: string;
  /** "10", or with presets that differ "10; quick 3, plateau 20". */
  readonly defaults: string;
}

/** All options, group by group, in their order on the page. */
export function describeOptions(language: Language): readonly OptionDescription[] {
  const groups = Object.keys(OPTION_GROUPS) as OptionGroup[];
  return groups.flatMap((group) =>
    optionsOfGroup(group).map((key) => {
      const { help, allowed } = OPTION_DEFINITIONS[key];
      return {
        key,
        name: optionName(key),
        group,
        groupTitle: groupTitle(group, language),
        help: help[language],
        allowed: allowed[language],
        defaults: key === 'preset' ? describeDefaultPreset(language) : describeDefaults(key),
      };
    }),
  );
}

/** Which preset is the default depends on the adapter. */
function describeDefaultPreset(language: Language): string {
  const [gpu, software] = [false, true].map((isFallback) => defaultPreset({ isFallback }));
  return { en: `${gpu}; ${software} on a software adapter`, es: `${gpu}; ${software} en un adaptador por software` }[
    language
  ];
}

function describeDefaults(key: OptionKey): string {
  const usual = formatOption(PRESET_DEFAULTS.notebook, key);
  const others = PRESETS.flatMap((preset) => {
    const text = formatOption(PRESET_DEFAULTS[preset], key);
    return text === usual ? [] : [`${preset} ${text}`];
  });
  return others.length === 0 ? usual : `${usual}; ${others.join(', ')}`;
}
