import { asWeftError } from '../errors';
import type { Words } from './index';

/** What anything thrown says, in the language of `words`. */
export function sayError(thrown: unknown, { errors }: Words): string {
  return errors.say(asWeftError(thrown));
}
