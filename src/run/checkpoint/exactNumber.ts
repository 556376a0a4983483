import * as v from 'valibot';

/** Numbers that JSON cannot say, by the text that stands for them. */
const UNSAYABLE: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

/** Any float64, read back as exactly the same value. */
export const exactNumber = v.union([
  v.pipe(v.number(), v.finite()),
  v.pipe(
    v.picklist([...UNSAYABLE.keys()]),
    v.transform((text) => UNSAYABLE.get(text) as number),
  ),
]);

/** Parsed JSON with each `-0` that it has as a number as 0: `stringifyExactly` writes none, and would read it back as text. */
export function withoutNegativeZeros(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNegativeZeros);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutNegativeZeros(entry)]));
  }
  return Object.is(value, -0) ? 0 : value;
}

/** JSON in which every number can be read back by `exactNumber`; other numbers are finite and stay numbers. */
export function stringifyExactly(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'number' ? sayNumber(entry) : entry));
}

function sayNumber(value: number): number | string {
  if (Object.is(value, -0)) {
    return '-0';
  }
  return Number.isFinite(value) ? value : String(value);
}
