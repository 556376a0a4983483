import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { OPTION_DEFINITIONS, OPTION_KEYS, type OptionKey, type TrainOptions } from './definitions';
import { trainOptionsSchema } from './optionsSchema';
import { parseOption, parseTrainOptions } from './parseTrainOptions';
import { PRESET_DEFAULTS } from './presets';

/** What is refused of the notebook's options with one of them replaced: its path and what is allowed instead. */
function refusalOf(changes: Partial<Record<OptionKey, unknown>>): string | undefined {
  const result = v.safeParse(trainOptionsSchema, { ...PRESET_DEFAULTS.notebook, ...changes });
  const [issue] = result.issues ?? [];
  return issue && `${v.getDotPath(issue)}: ${issue.message}`;
}

describe('trainOptionsSchema', () => {
  it.each(Object.entries(PRESET_DEFAULTS))('takes what the preset %s says, and gives it back', (_name, options) => {
    expect(v.parse(trainOptionsSchema, options)).toEqual(options);
  });

  it.each<[Partial<Record<OptionKey, unknown>>, string]>([
    [{ epochs: 0 }, 'epochs: a whole number from 1 to 1000'],
    [{ epochs: 2.5 }, 'epochs: a whole number from 1 to 1000'],
    [{ epochs: '3' }, 'epochs: a whole number from 1 to 1000'],
    [{ seeds: 1001 }, 'seeds: a whole number from 1 to 1000'],
    [{ normalizations: [] }, 'normalizations: a list, each once, of raw, scale, center,'],
    [{ normalizations: ['raw', 'raw'] }, 'normalizations: a list, each once, of raw,'],
    [{ normalizations: ['sphere'] }, 'normalizations.0: one of raw, scale,'],
    [{ learningRates: [0.1, 0] }, 'learningRates.1: a number above 0 and up to 100'],
    [{ learningRates: [101] }, 'learningRates.0: a number above 0 and up to 100'],
    [{ learningRates: 0.1 }, 'learningRates: a list, each once, of numbers above 0 and up to 100'],
    [{ plateauFactor: 1 }, 'plateauFactor: a number above 0 and below 1'],
    [{ plateauMinDelta: -1 }, 'plateauMinDelta: a number of at least 0'],
    [{ plateauMinDelta: Number.POSITIVE_INFINITY }, 'plateauMinDelta: a number of at least 0'],
    [{ plateauMinLr: 101 }, 'plateauMinLr: a number from 0 to 100'],
    [{ preset: 'fast' }, 'preset: one of quick, notebook, plateau, learning-rates, study'],
    [{ dataset: '../secret' }, 'dataset: a name of letters, digits, "." and "-"'],
    [{ trainExamples: 100 }, 'batchSize: at most config.trainExamples, which is 100'],
    [
      { trainExamples: 200, heldOutExamples: 100 },
      'batchSize: at most config.trainExamples without config.heldOutExamples, which is 100',
    ],
    [{ trainExamples: 200, heldOutExamples: 200 }, 'heldOutExamples: below config.trainExamples, which is 200'],
    [
      { earlyStopping: 'on', stoppingMonitor: 'held_out_loss' },
      'stoppingMonitor: another while config.heldOutExamples is 0',
    ],
    [{ plateauPatience: 7 }, 'plateauPatience: left at 2 while config.reduceLrOnPlateau is off'],
  ])('refuses %j by its field, with what is allowed', (changes, refusal) => {
    expect(refusalOf(changes)?.slice(0, refusal.length)).toBe(refusal);
  });

  it('refuses fields that are missing or unknown', () => {
    const { seeds: _seeds, ...others } = PRESET_DEFAULTS.notebook;
    expect(v.is(trainOptionsSchema, others)).toBe(false);
    expect(v.is(trainOptionsSchema, { ...PRESET_DEFAULTS.notebook, mood: 'good' })).toBe(false);
  });

  it('allows a number where its text is allowed, and nowhere else', () => {
    const numbers = fc.oneof(fc.double(), fc.double({ min: -1, max: 101 }), fc.integer({ min: -2, max: 60_000 }));
    const keys = OPTION_KEYS.filter((key) => typeof PRESET_DEFAULTS.notebook[key] === 'number');
    fc.assert(
      fc.property(fc.constantFrom(...keys), numbers, (key, number) => {
        const isAllowed = v.is(OPTION_DEFINITIONS[key].schema, number);
        expect(isAllowed).toBe(parseOption(key, String(number)) !== undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes all that parsing gives', () => {
    const raw = { 'early-stopping': '', 'held-out-examples': '100', 'stopping-monitor': 'held_out_accuracy' };
    const options: TrainOptions = parseTrainOptions(raw, { isFallback: true });
    expect(v.parse(trainOptionsSchema, JSON.parse(JSON.stringify(options)))).toEqual(options);
  });
});
