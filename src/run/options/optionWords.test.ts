import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../language';
import { OPTION_DEFINITIONS, OPTION_KEYS } from './definitions';
import { OPTION_GROUPS } from './optionDefinition';
import { describeOptions, groupTitle, optionHint, optionLabel, optionsOfGroup } from './optionWords';

describe.each(LANGUAGES)('the words of the options in %s', (language) => {
  it('describe every option once', () => {
    const keys = describeOptions(language).map(({ key }) => key);
    expect(keys.toSorted()).toEqual(OPTION_KEYS.toSorted());
  });

  it('are there for every option, and end no sentence', () => {
    for (const { key, help, allowed, defaults } of describeOptions(language)) {
      for (const words of [help, allowed, defaults, optionLabel(key, language), optionHint(key, language)]) {
        expect(words.trim()).toBe(words);
        expect(words).not.toBe('');
      }
      expect(`${help}${allowed}`).not.toMatch(/\.$/);
    }
  });

  it('tell the fields of a group apart', () => {
    for (const group of Object.keys(OPTION_GROUPS) as (keyof typeof OPTION_GROUPS)[]) {
      const labels = optionsOfGroup(group).map((key) => optionLabel(key, language));
      expect(new Set(labels).size).toBe(labels.length);
      expect(groupTitle(group, language)).not.toBe('');
    }
  });
});

it('differ where a language has words of its own', () => {
  const helps = OPTION_KEYS.map((key) => OPTION_DEFINITIONS[key].help);
  expect(helps.filter(({ en, es }) => en === es)).toEqual([]);
});

it('say the defaults, with the presets that have others', () => {
  const defaults = Object.fromEntries(describeOptions('en').map((option) => [option.name, option.defaults]));
  expect(defaults).toMatchObject({
    preset: 'notebook; quick on a software adapter',
    epochs: '10; quick 3, plateau 20, learning-rates 5',
    'batch-size': '128',
    'reduce-lr-on-plateau': 'off; plateau compare',
    seeds: '1; study 5',
  });
});

it('put the fields of a group in a place of their own', () => {
  for (const group of Object.keys(OPTION_GROUPS) as (keyof typeof OPTION_GROUPS)[]) {
    expect(optionsOfGroup(group).map((key) => OPTION_DEFINITIONS[key].place)).toEqual(
      optionsOfGroup(group).map((_key, index) => index + 1),
    );
  }
});
