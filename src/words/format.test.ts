import { describe, expect, it } from 'vitest';
import { formatAccuracy, formatCount, formatDuration, formatLoss, formatQuantity, formatRate } from './format';

describe('the figures of the page', () => {
  it('tell "not known yet" from "not finite"', () => {
    expect(formatAccuracy(undefined)).toBe('–');
    expect(formatLoss(undefined)).toBe('–');
    expect(formatAccuracy(null)).toBe('not finite');
    expect(formatLoss(Number.NaN)).toBe('not finite');
    expect(formatLoss(Number.POSITIVE_INFINITY)).toBe('not finite');
  });

  it('keep losses short whatever their size', () => {
    expect(formatLoss(0.34567)).toBe('0.3457');
    expect(formatLoss(9.99999)).toBe('10.0000');
    expect(formatLoss(12.345)).toBe('12.35');
    expect(formatLoss(123456)).toBe('1.23e+5');
  });

  it('give rates three figures or whole numbers', () => {
    expect(formatRate(0.012345)).toBe('0.0123');
    expect(formatRate(1.5)).toBe('1.50');
    expect(formatRate(1234.5)).toBe('1,235');
    expect(formatRate(0)).toBe('–');
    expect(formatRate(undefined)).toBe('–');
  });

  it('give durations in two units at most', () => {
    expect(formatDuration(undefined)).toBe('–');
    expect(formatDuration(Number.POSITIVE_INFINITY)).toBe('–');
    expect(formatDuration(7.6)).toBe('8 s');
    expect(formatDuration(59.7)).toBe('1 min 00 s');
    expect(formatDuration(125)).toBe('2 min 05 s');
    expect(formatDuration(3720)).toBe('1 h 02 min');
  });

  it('group thousands and count in words', () => {
    expect(formatCount(1234567)).toBe('1,234,567');
    expect(formatQuantity(1, 'network')).toBe('1 network');
    expect(formatQuantity(4, 'network')).toBe('4 networks');
  });
});
