import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, relativeL2 } from './expectClose';

const EXACT = { rtol: 0, atol: 0 };
const LOOSE = { rtol: 1e3, atol: 1e3 };
const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

describe('expectClose', () => {
  it('accepts equal arrays without any tolerance, whatever they hold', () => {
    fc.assert(
      fc.property(fc.float32Array(), (values) => {
        expectClose(values, values.slice(), EXACT);
      }),
    );
  });

  it('accepts a value at the tolerance and refuses one beyond it', () => {
    expectClose([1.5], [1], { rtol: 0, atol: 0.5 });
    expectClose([-3], [-2], { rtol: 0.5, atol: 0 });
    expectClose([4], [2], { rtol: 0.5, atol: 1 });
    expect(() => expectClose([1.51], [1], { rtol: 0, atol: 0.5 })).toThrow();
    expect(() => expectClose([-3.01], [-2], { rtol: 0.5, atol: 0 })).toThrow();
    expect(() => expectClose([4.01], [2], { rtol: 0.5, atol: 1 })).toThrow();
  });

  it('takes the relative part from the expected value, not from the actual one', () => {
    expect(() => expectClose([100], [1], { rtol: 1, atol: 0 })).toThrow();
  });

  it('refuses zeros where small numbers are expected', () => {
    expect(() => expectClose([0], [1e-7], { rtol: 1e-5, atol: 1e-12 })).toThrow();
  });

  it('accepts only NaN for NaN, and only an infinity of the same sign for an infinity', () => {
    const values = [NAN, INF, -INF, 0, 1e38];
    for (const actual of values) {
      for (const expected of values.slice(0, 3)) {
        const compare = () => expectClose([actual], [expected], LOOSE);
        Object.is(actual, expected) ? compare() : expect(compare, `${actual} for ${expected}`).toThrow();
        const swapped = () => expectClose([expected], [actual], LOOSE);
        Object.is(actual, expected) ? swapped() : expect(swapped, `${expected} for ${actual}`).toThrow();
      }
    }
  });

  it('refuses arrays of different lengths', () => {
    expect(() => expectClose([1], [1, 2], LOOSE)).toThrow('1 values where 2 were expected');
    expect(() => expectClose([1, 2], [1], LOOSE)).toThrow('2 values where 1 were expected');
    expect(() => expectClose([], [1], LOOSE)).toThrow();
  });

  it('names the worst value, its index, its error and how many are wrong', () => {
    expect(() => expectClose([1, 2.5, 7, 4], [1, 2, 3, 4], { rtol: 0, atol: 0.25 })).toThrow(
      '2 of 4 values are not close, worst at index 2: 7, expected 3, off by 4 where 0.25 is allowed (rtol 0, atol 0.25).',
    );
  });

  it('takes a value that is not finite for the worst', () => {
    expect(() => expectClose([1000, NAN, 5], [1, 2, 5], EXACT)).toThrow(
      '2 of 3 values are not close, worst at index 1: NaN',
    );
  });
});

describe('relativeL2', () => {
  it('is the norm of the error over the norm of the expected values', () => {
    expect(relativeL2([3, 5], [3, 4])).toBe(0.2);
    expect(relativeL2([0, 0], [3, 4])).toBe(1);
  });

  it('is 0 for equal arrays, zeros included, and infinite for an error where zeros were expected', () => {
    expect(relativeL2([1, 2], [1, 2])).toBe(0);
    expect(relativeL2([0, 0], [0, 0])).toBe(0);
    expect(relativeL2([1, 0], [0, 0])).toBe(INF);
  });

  it('is NaN, so below no bound, when a value is not finite', () => {
    expect(relativeL2([NAN, 1], [1, 1])).toBeNaN();
    expect(relativeL2([INF, 1], [INF, 1])).toBeNaN();
  });

  it('refuses arrays of different lengths', () => {
    expect(() => relativeL2([1], [1, 2])).toThrow('1 values where 2 were expected');
  });
});
