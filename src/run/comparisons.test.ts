import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/expectClose';
import { type ComparedValues, type Comparison, comparePairs, jointCoverage } from './comparisons';
import { correctHolm, meanInterval, pairedDifference, tMultiple } from './statistics';

const SCALE = { of: 'scale', values: [0.8863, 0.8841, 0.8852, 0.8874, 0.8839] };
const STANDARDIZE = { of: 'standardize', values: [0.8858, 0.8849, 0.8845, 0.8869, 0.885] };
const RAW = { of: 'raw', values: [0.8351, 0.8272, 0.8404, 0.8311, 0.8367] };

function outcomesOf(comparisons: readonly Comparison<string>[]): string[] {
  return comparisons.map(({ first, second, outcome }) => `${first}, ${second}: ${outcome}`);
}

describe('comparePairs', () => {
  it('compares each two, and shows a difference only where there is one', () => {
    expect(outcomesOf(comparePairs([SCALE, STANDARDIZE, RAW]))).toEqual([
      'scale, standardize: no-difference-shown',
      'scale, raw: first-higher',
      'standardize, raw: first-higher',
    ]);
    expect(outcomesOf(comparePairs([RAW, SCALE]))).toEqual(['raw, scale: second-higher']);
  });

  it('corrects each interval as it does its p-value', () => {
    const comparisons = comparePairs([SCALE, STANDARDIZE, RAW]);
    for (const { difference, standardError, corrected, p, pAdjusted } of comparisons) {
      const margin = tMultiple(1 - (0.05 * Number(p)) / Number(pAdjusted), 4) * Number(standardError);
      const bounds = [Number(difference.mean) - margin, Number(difference.mean) + margin];
      expectClose([Number(corrected?.low), Number(corrected?.high)], bounds, { rtol: 1e-9, atol: 0 });
    }
    const pValues = comparisons.map(({ p }) => Number(p));
    const expected = correctHolm(pValues).map(({ pAdjusted }) => pAdjusted);
    expect(comparisons.map(({ pAdjusted }) => pAdjusted)).toEqual(expected);
  });

  it('is the uncorrected paired comparison for one pair', () => {
    const [comparison] = comparePairs([SCALE, RAW]);
    const { difference, p } = pairedDifference(SCALE.values, RAW.values);
    expect(comparison).toMatchObject({ difference, p, pAdjusted: p, comparisons: 1 });
    const bounds = [Number(difference.low), Number(difference.high)];
    expectClose([Number(comparison?.corrected?.low), Number(comparison?.corrected?.high)], bounds, {
      rtol: 1e-12,
      atol: 0,
    });
  });

  it('pairs by seed: a small difference shows that is drowned in the spread over seeds', () => {
    const high = { of: 'high', values: RAW.values.map((value, seed) => value + 0.002 + 0.0001 * seed) };
    expect(outcomesOf(comparePairs([RAW, high]))).toEqual(['raw, high: second-higher']);
    expect(Number(meanInterval(RAW.values).high)).toBeGreaterThan(Number(meanInterval(high.values).low));
  });

  it('shows a difference exactly where the corrected p is below α and the corrected interval misses zero', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    const named = fc
      .integer({ min: 2, max: 6 })
      .chain((seeds) => fc.array(fc.array(value, { minLength: seeds, maxLength: seeds }), { maxLength: 5 }));
    fc.assert(
      fc.property(named, (groups) => {
        for (const { corrected, pAdjusted, outcome } of comparePairs(
          groups.map((values, index): ComparedValues<string> => ({ of: `${index}`, values })),
        )) {
          if (corrected !== null && Math.abs(Number(pAdjusted) - 0.05) > 1e-9) {
            const isShown = outcome === 'first-higher' || outcome === 'second-higher';
            expect(isShown).toBe(Number(pAdjusted) < 0.05);
            expect(isShown).toBe(corrected.low > 0 || corrected.high < 0);
          }
        }
      }),
    );
  });

  it('neither tests nor counts pairs that have no spread', () => {
    const once = { of: 'once', values: [0.5, Number.NaN, Number.NaN, Number.NaN, Number.NaN] };
    const diverged = { of: 'diverged', values: RAW.values.map(() => Number.NaN) };
    const comparisons = comparePairs([SCALE, RAW, once, diverged, { ...SCALE, of: 'again' }]);
    expect(outcomesOf(comparisons)).toEqual([
      'scale, raw: first-higher',
      'scale, once: too-few-seeds',
      'scale, diverged: too-few-seeds',
      'scale, again: same-difference',
      'raw, once: too-few-seeds',
      'raw, diverged: too-few-seeds',
      'raw, again: second-higher',
      'once, diverged: too-few-seeds',
      'once, again: too-few-seeds',
      'diverged, again: too-few-seeds',
    ]);
    expect(comparisons[0]?.comparisons).toBe(2);
  });
});

describe('jointCoverage', () => {
  it('is 1 − Σ α/divisor of the intervals: less than each has by itself', () => {
    const comparisons = comparePairs([SCALE, STANDARDIZE, RAW]);
    const levels = correctHolm(comparisons.map(({ p }) => Number(p))).map(({ divisor }) => 1 - 0.05 / divisor);
    expect(comparisons.map(({ corrected }) => corrected?.level)).toEqual(levels);
    expect(jointCoverage(comparisons)).toBeCloseTo(1 - levels.reduce((sum, level) => sum + 1 - level, 0), 12);
    expect(jointCoverage(comparisons)).toBeLessThan(0.95);
    expect(jointCoverage([])).toBe(1);
  });
});
