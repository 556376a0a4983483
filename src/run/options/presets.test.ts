import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../language';
import { expandMembers } from '../members';
import { PRESETS } from './choices';
import { countMembers, PRESET_DEFAULTS, PRESET_QUESTIONS, presetSize } from './presets';

describe('countMembers', () => {
  it.each(PRESETS)('is as many as %s expands to', (preset) => {
    const options = { ...PRESET_DEFAULTS[preset], seeds: 3, earlyStopping: 'compare' } as const;
    expect(countMembers(options)).toBe(expandMembers(options).length);
  });
});

describe('presetSize', () => {
  it('says how many members train for how long', () => {
    expect(PRESETS.map((preset) => presetSize(preset, 'en'))).toEqual([
      '4 members × 3 epochs',
      '4 members × 10 epochs',
      '2 members × 20 epochs',
      '11 members × 5 epochs',
      '20 members × 10 epochs',
    ]);
    expect(presetSize('study', 'es')).toBe('20 redes × 10 épocas');
  });
});

it('asks a question for every preset in every language', () => {
  for (const preset of PRESETS) {
    const questions = LANGUAGES.map((language) => PRESET_QUESTIONS[preset][language]);
    expect(new Set(questions).size).toBe(LANGUAGES.length);
    expect(questions.every((question) => question.includes('?'))).toBe(true);
  }
});
