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
