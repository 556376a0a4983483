import { WeftError } from '../../errors';
import type { RawOptions } from '../../run/options';

/**
 * The options a page address carries, by name, as text.
 * @throws WeftError `bad-option` where one is given more than once.
 */
export function readQuery(search: string): RawOptions {
  const parameters = new URLSearchParams(search);
  for (const name of parameters.keys()) {
    const values = parameters.getAll(name);
    if (values.length > 1) {
      throw new WeftError(
        'bad-option',
        `Option ${name} is given ${values.length} times (${values.join('; ')}); it must be given once.`,
        { option: name, facts: { about: 'repeated-option', option: name, values } },
      );
    }
  }
  return Object.fromEntries(parameters);
}

/** "?preset=quick&normalizations=scale,standardize": commas stay readable. */
export function formatQuery(raw: RawOptions): string {
  const text = new URLSearchParams(raw).toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}
