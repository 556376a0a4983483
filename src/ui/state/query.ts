import { shorten, WeftError } from '../../errors';
import type { RawOptions } from '../../run/options';

/**
 * The options a page address carries, by name, as text.
 * @throws WeftError `bad-option` where one is given more than once.
 */
export function readQuery(search: string): RawOptions {
  const parameters = new URLSearchParams(search);
  const seen = new Set<string>();
  for (const name of parameters.keys()) {
    if (seen.has(name)) {
      throw repeated(name, parameters.getAll(name));
    }
    seen.add(name);
  }
  return Object.fromEntries(parameters);
}

/** Of how many values a refusal tells. */
const MOST_VALUES = 5;

function repeated(name: string, given: readonly string[]): WeftError {
  const option = shorten(name);
  const times = given.length;
  const values = given.slice(0, MOST_VALUES).map((value) => shorten(value));
  const list = [...values, ...(times > MOST_VALUES ? ['…'] : [])].join('; ');
  return new WeftError('bad-option', `Option ${option} is given ${times} times (${list}); it must be given once.`, {
    option,
    facts: { about: 'repeated-option', option, times, list },
  });
}

/** "?preset=quick&normalizations=scale,standardize": commas stay readable. */
export function formatQuery(raw: RawOptions): string {
  const text = new URLSearchParams(raw).toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}
