import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseEntries, chooseTileEntries } from './sampling';

const size = fc.integer({ min: 1, max: 900 });

it('takes 1,024 different entries of the output, or all of a smaller one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), size, size, (batch, m, n) => {
      const length = batch * m * n;
      const entries = chooseEntries({ batch, m, n });
      expect(entries).toHaveLength(Math.min(1024, length));
      expect(new Set(entries).size).toBe(entries.length);
      expect(entries.every((entry) => Number.isInteger(entry) && entry >= 0 && entry < length)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it('leaves out no row, no column and no product where there are at most 1,024 of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), size, size, (batch, m, n) => {
      const entries = chooseEntries({ batch, m, n });
      expect(new Set(entries.map((entry) => entry % n)).size).toBe(n);
      expect(new Set(entries.map((entry) => Math.floor(entry / n) % m)).size).toBe(m);
      expect(new Set(entries.map((entry) => Math.floor(entry / (m * n)))).size).toBe(batch);
    }),
    { numRuns: 50 },
  );
});

it('takes an entry at every place of a tile that the output has', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), size, size, (batch, m, n) => {
      const [rows, cols] = [32, 24];
      const entries = chooseTileEntries({ batch, m, n }, { rows, cols });
      expect(entries.every((entry) => Number.isInteger(entry) && entry >= 0 && entry < batch * m * n)).toBe(true);
      const places = new Set(
        entries.map((entry) => ((Math.floor(entry / n) % m) % rows) * cols + ((entry % n) % cols)),
      );
      expect(places.size).toBe(Math.min(rows, m) * Math.min(cols, n));
    }),
    { numRuns: 50 },
  );
});

it('takes other entries each time', () => {
  const shape = { batch: 1, m: 512, n: 512 };
  expect(new Set(chooseEntries(shape))).not.toEqual(new Set(chooseEntries(shape)));
});
