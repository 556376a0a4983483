import { asWeftError, type WeftError } from '../errors';
import type { Words } from './index';

/** What anything thrown says, in the language of `words`. */
export function sayError(thrown: unknown, { errors }: Words): string {
  return errors.say(asWeftError(thrown));
}

/** Likewise of the errors of fields. */
export function sayErrors<Name extends string>(
  thrown: Readonly<Partial<Record<Name, WeftError>>>,
  words: Words,
): Readonly<Partial<Record<Name, string>>> {
  const entries = Object.entries<WeftError | undefined>(thrown);
  return Object.fromEntries(entries.map(([name, error]) => [name, sayError(error, words)])) as Partial<
    Record<Name, string>
  >;
}
