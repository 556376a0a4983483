import * as v from 'valibot';
import { shorten } from '../errors';
import { CommandError } from './commandError';

/** Of names and values that nobody has checked. */
const MOST_SHOWN = 200;

/**
 * What a trainer or a bench handed over, checked: it came out of a page, or of another bundle.
 * @param name of what it must be, such as "weft.run/1".
 * @throws CommandError with the first field that is not as the schema has it.
 */
export function requireFile<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  name: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (!result.success) {
    const [issue] = result.issues;
    const place = shorten(v.getDotPath(issue) ?? 'its root', MOST_SHOWN);
    throw new CommandError(`What came is not a ${name}: at ${place}, ${shorten(issue.message, MOST_SHOWN)}`);
  }
  return result.output;
}
