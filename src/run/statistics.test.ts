import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/expectClose';
import { shareWithin } from '../testing/studentT';
import { correctHolm, type MeanInterval, meanInterval, pairedDifference, tMultiple } from './statistics';

const EXACT = { rtol: 1e-9, atol: 0 };

/** Half of the last digit that a source gives. */
const published = (decimals: number) => ({ rtol: 0, atol: 0.5 * 10 ** -decimals });

/** Student's own data: extra hours of sleep of ten patients with each of two drugs (R's dataset `sleep`). */
const SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

/** R's dataset `mtcars`, column mpg. */
const MILES_PER_GALLON = [
  21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9,
  21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
];

function figuresOf({ mean, low, high }: MeanInterval): number[] {
  return [mean, low, high].map(Number);
}

describe('tMultiple', () => {
  it("has the two-sided tail of Abramowitz and Stegun's sums, for all numbers of seeds and of comparisons", () => {
    for (let degreesOfFreedom = 1; degreesOfFreedom <= 60; degreesOfFreedom++) {
      for (const alpha of [0.1, 0.05, 0.01, 0.05 / 6, 0.05 / 15]) {
        const t = tMultiple(1 - alpha, degreesOfFreedom);
        expectClose([1 - shareWithin(t, degreesOfFreedom)], [alpha], EXACT);
      }
    }
  });

  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, upper critical values at 0.975.
  it.each([
    [1, 12.706],
    [4, 2.776],
    [9, 2.262],
    [30, 2.042],
    [100, 1.984],
  ])("agrees with NIST's table for %i degrees of freedom", (degreesOfFreedom, expected) => {
    expectClose([tMultiple(0.95, degreesOfFreedom)], [expected], published(3));
  });
});

describe('meanInterval', () => {
  it("agrees with R's t.test(mtcars$mpg)", () => {
    const interval = meanInterval(MILES_PER_GALLON);
    expectClose(figuresOf(interval).slice(0, 1), [20.09062], { rtol: 0, atol: 5.01e-6 });
    expectClose(figuresOf(interval).slice(1), [17.91768, 22.26357], published(5));
    // The same with 40 digits and an incomplete beta function of its own (mpmath).
    expectClose(figuresOf(interval), [20.090625, 17.9176785087462, 22.2635714912538], EXACT);
    expect(interval.n).toBe(32);
  });

  it("agrees with NIST's example of confidence limits for the mean", () => {
    // e-Handbook 1.3.5.2, ZARR13.DAT: N 195, mean 9.261460, deviation 0.022789; these 195 values have the same.
    const values = Array.from({ length: 195 }, (_, i) => 9.26146 + 0.022789 * (i === 0 ? 0 : (-1) ** i));
    // Within the last digit given: mean and deviation are rounded too.
    expectClose(figuresOf(meanInterval(values)), [9.26146, 9.258242, 9.264679], { rtol: 0, atol: 1e-6 });
  });

  it("has NIST's certified mean and deviation of NumAcc1, whose digits are many", () => {
    // Certified: mean 10000002, deviation 1. With 2 degrees of freedom t is 2(p − ½)·√(2/(4p(1 − p))).
    const t = 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025));
    const { mean, low, high } = meanInterval([10000001, 10000003, 10000002]);
    expect(mean).toBe(10000002);
    expectClose([Number(high) - 10000002, 10000002 - Number(low)], [t / Math.sqrt(3), t / Math.sqrt(3)], EXACT);
  });

  it('has the tangent for two values', () => {
    // With one degree of freedom t is tan(π(p − ½)); mean 1.5, deviation √½, its error ½.
    const margin = Math.tan(Math.PI * 0.475) / 2;
    expectClose(figuresOf(meanInterval([1, 2])), [1.5, 1.5 - margin, 1.5 + margin], EXACT);
  });

  it('gives no interval for one value, and no mean for none or for one that is not finite', () => {
    expect(meanInterval([0.88])).toEqual({ mean: 0.88, low: null, high: null, n: 1 });
    expect(meanInterval([])).toEqual({ mean: null, low: null, high: null, n: 0 });
    expect(meanInterval([1, Number.NaN])).toEqual({ mean: null, low: null, high: null, n: 2 });
  });
});

describe('pairedDifference', () => {
  it("agrees with R's t.test(extra ~ group, data = sleep, paired = TRUE)", () => {
    const { difference, t, p } = pairedDifference(SLEEP_1, SLEEP_2);
    expectClose(figuresOf(difference), [-1.58, -2.4598858, -0.7001142], published(7));
    expectClose([Number(t)], [-4.0621], published(4));
    expectClose([Number(p)], [0.002833], published(6));
    expect(difference.n).toBe(10);
    // The same with 40 digits and an incomplete beta function of its own (mpmath), and p by a finite sum.
    expectClose(figuresOf(difference), [-1.58, -2.459885763276983, -0.7001142367230172], EXACT);
    expectClose([Number(t), Number(p)], [-4.062127683382036, 0.002832890197384273], EXACT);
    expectClose([Number(p)], [1 - shareWithin(4.062127683382036, 9)], EXACT);
  });

  it('leaves out pairs that lack a value', () => {
    const lacking = { first: [...SLEEP_1, Number.NaN, 3], second: [...SLEEP_2, 1, Number.POSITIVE_INFINITY] };
    expect(pairedDifference(lacking.first, lacking.second)).toEqual(pairedDifference(SLEEP_1, SLEEP_2));
    expect(pairedDifference([...SLEEP_1, 5], SLEEP_2)).toEqual(pairedDifference(SLEEP_1, SLEEP_2));
  });

  it('has neither interval nor p for one pair, for none, or where all differ by the same but for rounding', () => {
    const nothing = { standardError: null, t: null, p: null };
    expect(pairedDifference([0.5], [0.25])).toEqual({
      difference: { mean: 0.25, low: null, high: null, n: 1 },
      ...nothing,
    });
    expect(pairedDifference([], [])).toEqual({ difference: { mean: null, low: null, high: null, n: 0 }, ...nothing });
    const rounded = pairedDifference([0.886, 0.776], [0.8851, 0.7751]);
    expect(rounded).toMatchObject({ difference: { low: null, high: null, n: 2 }, ...nothing });
    expect(pairedDifference([1, 2, 3], [1, 2, 3])).toMatchObject({ difference: { mean: 0, low: null }, ...nothing });
  });
});

describe('correctHolm', () => {
  const adjusted = (pValues: readonly number[]) => correctHolm(pValues).map(({ pAdjusted }) => pAdjusted);

  it.each([
    // stdlib's documentation of padjust, method "holm".
    { pValues: [0.319, 0.201, 0.4, 0.374, 0.113], expected: [0.957, 0.804, 0.957, 0.957, 0.565] },
    // The example of Wikipedia's "Holm–Bonferroni method", multiplied out.
    { pValues: [0.01, 0.04, 0.03, 0.005], expected: [0.03, 0.06, 0.06, 0.02] },
    // R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm").
    { pValues: [0.01, 0.02, 0.03, 0.04, 0.05], expected: [0.05, 0.08, 0.09, 0.09, 0.09] },
    { pValues: [0.6, 0.5], expected: [1, 1] },
    { pValues: [0.04], expected: [0.04] },
    { pValues: [], expected: [] },
  ])('adjusts $pValues to $expected', ({ pValues, expected }) => {
    expectClose(adjusted(pValues), expected, EXACT);
  });

  it('rejects the same as the step-down example of HDLSSkST', () => {
    // Holm(c(0.50, 0.01, 0.001, 0.69, 0.02, 0.05, 0.0025), 0.05) is 0 0 1 0 0 0 1.
    const rejected = adjusted([0.5, 0.01, 0.001, 0.69, 0.02, 0.05, 0.0025]).map((p) => p < 0.05);
    expect(rejected).toEqual([false, false, true, false, false, false, true]);
  });

  it('divides α by what a p-value was multiplied with, from 1 to the number of p-values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (pValues) => {
        for (const [index, { pAdjusted, divisor }] of correctHolm(pValues).entries()) {
          expect(divisor).toBeGreaterThanOrEqual(1);
          expect(divisor).toBeLessThanOrEqual(pValues.length * (1 + 1e-12));
          expectClose([Math.min(1, (pValues[index] as number) * divisor)], [pAdjusted], { rtol: 1e-12, atol: 1e-300 });
        }
      }),
    );
  });
});
