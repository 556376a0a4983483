import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WORDS } from '../words';
import { epochAxis, linearAxis, logAxis, logTicks } from './axes';

const { en } = WORDS;

describe('axes', () => {
  test('logarithmic ticks are as dense as the axis is short', () => {
    expect(logTicks([1e-5, 1])).toEqual([1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]);
    expect(logTicks([0.2, 30])).toEqual([0.2, 0.5, 1, 2, 5, 10, 20]);
    expect(logTicks([0.3, 1.2])).toEqual([0.3, 0.4, 0.5, 0.6, 0.8, 1]);
    expect(logTicks([0.34, 0.4])).toEqual([0.34, 0.35, 0.36, 0.37, 0.38, 0.39, 0.4]);
  });

  test('a logarithmic axis holds its values, has ticks and is never a point', () => {
    const value = fc.double({ min: 1e-12, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const { domain, ticks = [] } = logAxis('loss', values, String);
        expect(domain[0]).toBeGreaterThan(0);
        expect(domain[1] / domain[0]).toBeGreaterThan(1.1);
        expect(values.every((each) => domain[0] <= each && each <= domain[1])).toBe(true);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(20);
        expect(ticks.every((tick) => domain[0] <= tick && tick <= domain[1])).toBe(true);
      }),
    );
  });

  test('axes of nothing can still be drawn', () => {
    expect(logAxis('loss', [], String).domain).toEqual([0.1, 10]);
    expect(linearAxis('share', [], String, { bounds: [0, 1] }).domain).toEqual([0, 1]);
  });

  test('a linear axis keeps to its bounds and is never a point', () => {
    const { domain } = linearAxis('share', [1, 1], String, { bounds: [0, 1] });
    expect(domain[1]).toBe(1);
    expect(domain[0]).toBeLessThan(1);
  });

  test('epochs have whole ticks, the first one always', () => {
    expect(epochAxis(1, 10, en).ticks).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(epochAxis(1, 20, en).ticks).toEqual([1, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
    expect(epochAxis(0, 30, en).ticks).toEqual([0, 5, 10, 15, 20, 25, 30]);
    expect(epochAxis(1, 1, en).domain).toEqual([1, 2]);
  });
});
