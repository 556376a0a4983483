import { describe, expect, it } from 'vitest';
import { NORMALIZATIONS } from '../../data/normalization';
import { WeftError } from '../../errors';
import { parseTrainOptions, requireConsistent } from './parseTrainOptions';
import { countMembers, PRESET_DEFAULTS } from './presets';

const rates = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) / 1e6);
const MANY = {
  ...PRESET_DEFAULTS.quick,
  normalizations: NORMALIZATIONS,
  seeds: 1000,
  reduceLrOnPlateau: 'compare',
  earlyStopping: 'compare',
} as const;

function refusalOf(options: typeof PRESET_DEFAULTS.quick): WeftError {
  try {
    requireConsistent(options);
  } catch (error) {
    if (error instanceof WeftError) {
      return error;
    }
  }
  throw new Error('Nothing was refused.');
}

describe('a run of more members than its file could hold', () => {
  it('is refused at once, with the largest number that fits', () => {
    const options = { ...MANY, learningRates: rates(500) };
    expect(countMembers(options)).toBe(12_000_000);
    const startedAtMs = performance.now();
    const { message, option, facts } = refusalOf(options);
    expect(performance.now() - startedAtMs).toBeLessThan(100);
    expect(option).toBe('seeds');
    expect(message).toBe(
      'Option seeds is 1000; it must be at most 3: of 12,000,000 members, the results of 36,000 fit into one run file.',
    );
    expect(facts).toMatchObject({ allowed: { es: expect.stringContaining('12.000.000 redes') } });
    expect(requireConsistent({ ...options, seeds: 3 }).seeds).toBe(3);
  });

  it('is refused by its learning rates where one seed is too many', () => {
    const { message, option } = refusalOf({ ...MANY, learningRates: rates(50_000) });
    expect(option).toBe('learning-rates');
    const [, most = ''] = /at most (\d+) values with seeds 1/.exec(message) ?? [];
    expect(requireConsistent({ ...MANY, seeds: 1, learningRates: rates(Number(most)) }).seeds).toBe(1);
    expect(() => requireConsistent({ ...MANY, seeds: 1, learningRates: rates(Number(most) + 1) })).toThrow();
    // Not the list of all.
    expect(message.length).toBeLessThan(300);
  });

  it('is none of a thousand seeds, nor of as many epochs as there may be of eight hundred members', () => {
    const study = { preset: 'study', seeds: '1000', normalizations: NORMALIZATIONS.join() };
    expect(countMembers(parseTrainOptions(study, { isFallback: false }))).toBe(6000);
    expect(parseTrainOptions({ seeds: '200', epochs: '300' }, { isFallback: true }).epochs).toBe(300);
  });
});
