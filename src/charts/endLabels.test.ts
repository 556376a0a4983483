import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spreadLabels } from './endLabels';

it('leaves labels that are far enough apart where they want to be', () => {
  expect(spreadLabels([10, 80, 40], 12, 100)).toEqual([10, 80, 40]);
});

it('moves labels apart, in their order, within the axis', () => {
  expect(spreadLabels([99, 98, 97], 10, 100)).toEqual([100, 90, 80]);
  expect(spreadLabels([0, 0], 10, 100)).toEqual([0, 10]);
});

it('never lets labels overlap where there is room for all', () => {
  const wishes = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(wishes, (wanted) => {
      const placed = spreadLabels(wanted, 10, 100).toSorted((a, b) => a - b);
      expect(placed[0]).toBeGreaterThanOrEqual(-1e-9);
      expect(placed.at(-1)).toBeLessThanOrEqual(100);
      for (let index = 1; index < placed.length; index += 1) {
        expect((placed[index] ?? 0) - (placed[index - 1] ?? 0)).toBeGreaterThanOrEqual(10 - 1e-9);
      }
    }),
  );
});
