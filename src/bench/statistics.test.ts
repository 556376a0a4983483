import { expect, it } from 'vitest';
import { pairedRatio, spreadOf } from './statistics';

it('gives median, p10 and p90, interpolated', () => {
  expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, p10: 1.4, p90: 4.6 });
  expect(spreadOf([2, 1])).toEqual({ median: 1.5, p10: 1.1, p90: 1.9 });
  expect(spreadOf([7])).toEqual({ median: 7, p10: 7, p90: 7 });
});

it('has no spread of nothing', () => {
  expect(spreadOf([])).toBeUndefined();
});

it('compares round by round, so that a slow minute of the machine does not count', () => {
  const own = [1, 10, 2];
  expect(pairedRatio(own, [4, 40, 8])).toEqual({ median: 4, p10: 4, p90: 4 });
  expect(pairedRatio(own, [4, 10, 8])).toEqual({ median: 4, p10: 1.6, p90: 4 });
  expect(pairedRatio(own, [4, 40])).toBeUndefined();
  expect(pairedRatio([], [])).toBeUndefined();
});
