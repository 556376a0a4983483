import { describe, expect, test } from 'vitest';
import { formatOrNone, NO_FIGURE, numbersOf } from './numbers';

const en = numbersOf('en-GB', 'not finite');
const es = numbersOf('es-ES', 'no finita');

describe('numbers in two languages', () => {
  test('counts and shares have each language’s separators', () => {
    expect([en.count(50_000), es.count(50_000)]).toEqual(['50,000', '50.000']);
    expect([en.share(0.886), es.share(0.886)]).toEqual(['0.8860', '0,8860']);
    expect([en.percent(0.1234), es.percent(0.1234)]).toEqual(['12.3\u00a0%', '12,3\u00a0%']);
  });

  test('losses have powers of ten where they are absurd', () => {
    expect(en.loss(0.33207)).toBe('0.3321');
    expect(en.loss(41.2)).toBe('41.20');
    expect(en.loss(1.234e12)).toBe('1.23\u00a0×\u00a010¹²');
  });

  test('what is not finite says so', () => {
    expect(en.share(null)).toBe('not finite');
    expect(es.loss(Number.NaN)).toBe('no finita');
    expect(formatOrNone(null, en.share)).toBe(NO_FIGURE);
    expect(formatOrNone(undefined, en.share)).toBe(NO_FIGURE);
  });

  test('what is not known yet is not what is not finite', () => {
    for (const format of [en.share, en.percent, en.loss, en.figure]) {
      expect(format(undefined)).toBe(NO_FIGURE);
      expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(format)).toEqual(Array(3).fill('not finite'));
    }
    expect([undefined, null, Number.NaN, 0, -1].map(en.rate)).toEqual(Array(5).fill(NO_FIGURE));
    expect([undefined, Number.NaN, Number.POSITIVE_INFINITY, -1].map(en.duration)).toEqual(Array(4).fill(NO_FIGURE));
  });

  test('a speed is written like any figure, with three digits', () => {
    expect([0.012345, 1.5, 99.95, 1234.5].map(en.rate)).toEqual(['0.0123', '1.50', '100', '1,230']);
    expect([0.012345, 1.5, 1234.5].map(en.rate)).toEqual([0.012345, 1.5, 1234.5].map(en.figure));
  });

  test('numbers for each step are whole where they are', () => {
    expect([12, 1, 0.0128205, 3.5].map(en.amount)).toEqual(['12', '1', '0.0128', '3.50']);
    expect(es.amount(0.0128205)).toBe('0,0128');
  });

  test('learning rates are as they were given, or powers of ten', () => {
    expect([1, 0.316, 0.001, 0.00316].map(en.learningRate)).toEqual(['1', '0.316', '0.001', '0.00316']);
    expect([3.16e-4, 1e-5].map(es.learningRate)).toEqual(['3,16\u00a0×\u00a010⁻⁴', '10⁻⁵']);
  });

  test('a difference has the decimals that tell it from zero, and zero has no sign', () => {
    expect(en.difference(0.03, 0.02)).toBe('0.0300');
    expect(en.difference(-688_317_245_087, 2e11)).toBe('−6.88\u00a0×\u00a010¹¹');
    expect(en.signed(2.5e9)).toBe('+2.50\u00a0×\u00a010⁹');
    expect(en.difference(-0.000012, 0.000012)).toBe('−0.000012');
    expect(en.signed(0.0123)).toBe('+0.0123');
    expect(en.signed(-0.0123)).toBe('−0.0123');
    expect(en.signed(-0.00001)).toBe('0.0000');
  });

  test('neither probabilities nor confidences round to certainty', () => {
    expect(en.probability(1e-9)).toBe('<\u00a00.0001');
    expect(en.confidence(0.99999)).toBe('>\u00a099.99\u00a0%');
    expect(en.confidence(0.5)).toBe('50.00\u00a0%');
  });

  test('durations and instants', () => {
    expect([400, 8000, 125_000, 4_320_000].map(en.duration)).toEqual(['< 1 s', '8 s', '2 min 05 s', '1 h 12 min']);
    expect([59_700, 3_720_000].map(en.duration)).toEqual(['1 min 00 s', '1 h 02 min']);
    expect(en.instant('2026-11-23T10:15:00.000Z')).toBe('23 November 2026 at 10:15 UTC');
    expect(es.instant('2026-11-23T10:15:00.000Z')).toMatch(/^23 de noviembre de 2026.*10:15 UTC$/);
  });
});
