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
});
