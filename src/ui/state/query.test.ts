import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatQuery, readQuery } from './query';

it('reads back what it wrote', () => {
  const names = fc.stringMatching(/^[a-z-]{1,12}$/);
  fc.assert(
    fc.property(fc.dictionary(names, fc.string(), { noNullPrototype: true }), (raw) => {
      expect(readQuery(formatQuery(raw))).toEqual(raw);
    }),
  );
});

it('keeps lists readable', () => {
  expect(formatQuery({ preset: 'quick', normalizations: 'raw,scale' })).toBe('?preset=quick&normalizations=raw,scale');
  expect(formatQuery({})).toBe('');
});

it('refuses an option given twice', () => {
  expect(() => readQuery('?epochs=1&epochs=2')).toThrow(
    'Option epochs is given 2 times (1; 2); it must be given once.',
  );
  const many = 'epochs=1&'.repeat(1000);
  expect(() => readQuery(`?${many}`)).toThrow(
    'Option epochs is given 1000 times (1; 1; 1; 1; 1; …); it must be given once.',
  );
});

it('reads as many options as an address can hold in no time', () => {
  const search = `?${Array.from({ length: 100_000 }, (_, at) => `n${at}=`).join('&')}`;
  const startedAtMs = performance.now();
  expect(Object.keys(readQuery(search))).toHaveLength(100_000);
  expect(performance.now() - startedAtMs).toBeLessThan(1000);
});
