import * as v from 'valibot';
import { oneOfNames, type Wording } from '../language';

/** How the page asks for a value. */
export type Control =
  /** One of the choices. */
  | { readonly kind: 'select'; readonly choices: readonly string[] }
  /** `inputMode`: which keyboard a phone shows. */
  | { readonly kind: 'text'; readonly inputMode?: 'numeric' | 'decimal' }
  /** The presets side by side, each with its question. */
  | { readonly kind: 'presets' }
  /** The normalizations side by side, each with its formula. */
  | { readonly kind: 'normalizations' };

/** What an option's value may be, as it is and as text. */
export interface OptionValue<T> {
  /** Its messages say what is allowed, in words that complete "must be …". */
  readonly schema: v.GenericSchema<T>;
  /** What text is allowed, in words that complete "must be …". */
  readonly allowed: Wording;
  /** `undefined` for text that is not allowed. */
  readonly parse: (text: string) => T | undefined;
  readonly format: (value: T) => string;
  readonly control: Control;
}

/** What differs between the kinds of values: `read` turns text into what `schema` then judges. */
interface ValueKind<T> extends Omit<OptionValue<T>, 'parse'> {
  readonly read: (text: string) => unknown;
}

function createValue<T>({ read, ...kind }: ValueKind<T>): OptionValue<T> {
  return {
    ...kind,
    parse: (text) => {
      const result = v.safeParse(kind.schema, read(text));
      return result.success ? result.output : undefined;
    },
  };
}

export function oneOf<const T extends string>(choices: readonly T[]): OptionValue<T> {
  const allowed = oneOfNames(choices);
  return createValue<T>({
    schema: v.picklist(choices, allowed.en),
    allowed,
    read: (text) => text,
    format: (value) => value,
    control: { kind: 'select', choices },
  });
}

/** At least one, each once. @param items what they are, in words that complete "a list, each once, of …". */
export function listOf<T extends string | number>(item: OptionValue<T>, items: Wording): OptionValue<readonly T[]> {
  const list = `a list, each once, of ${items.en}`;
  return createValue<readonly T[]>({
    schema: v.pipe(
      v.array(item.schema, list),
      v.minLength(1, list),
      v.check((values) => new Set(values).size === values.length, list),
    ),
    allowed: {
      en: `a comma-separated list, each once, of ${items.en}`,
      es: `una lista separada por comas, cada valor una sola vez, de ${items.es}`,
    },
    // What is no item stays text, which the schema refuses.
    read: (text) => text.split(',').map((part) => item.parse(part.trim()) ?? { text: part }),
    format: (values) => values.map(item.format).join(','),
    control: { kind: 'text' },
  });
}

/** Those of a few names. */
export function listOfNames<const T extends string>(names: readonly T[]): OptionValue<readonly T[]> {
  return listOf(oneOf(names), { en: names.join(', '), es: names.join(', ') });
}

export function wholeNumber(min: number, max: number): OptionValue<number> {
  const allowed = { en: `a whole number from ${min} to ${max}`, es: `un número entero de ${min} a ${max}` };
  return createValue({
    schema: v.pipe(
      v.number(allowed.en),
      v.integer(allowed.en),
      v.minValue(min, allowed.en),
      v.maxValue(max, allowed.en),
    ),
    allowed,
    read: (text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN),
    format: String,
    control: { kind: 'text', inputMode: 'numeric' },
  });
}

/** One lower bound, and one upper bound or none. */
type Bounds = ({ readonly above: number } | { readonly atLeast: number }) &
  ({ readonly below?: number } | { readonly atMost: number });

/** `Number` takes more: an empty text for 0, and other bases. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite number. @param range the bounds in words that complete "a number …". */
export function realNumber(bounds: Bounds, range: Wording): OptionValue<number> {
  const allowed = { en: `a number ${range.en}`, es: `un número ${range.es}` };
  return createValue({
    schema: boundedNumber(bounds, allowed.en),
    allowed,
    read: (text) => (DECIMAL.test(text) ? Number(text) : Number.NaN),
    format: String,
    control: { kind: 'text', inputMode: 'decimal' },
  });
}

function boundedNumber(bounds: Bounds, allowed: string): v.GenericSchema<number> {
  const finite = v.pipe(v.number(allowed), v.finite(allowed));
  const from = v.pipe(
    finite,
    'above' in bounds ? v.gtValue(bounds.above, allowed) : v.minValue(bounds.atLeast, allowed),
  );
  if ('atMost' in bounds) {
    return v.pipe(from, v.maxValue(bounds.atMost, allowed));
  }
  return bounds.below === undefined ? from : v.pipe(from, v.ltValue(bounds.below, allowed));
}

export function textMatching(pattern: RegExp, allowed: Wording): OptionValue<string> {
  return createValue({
    schema: v.pipe(v.string(allowed.en), v.regex(pattern, allowed.en)),
    allowed,
    read: (text) => text,
    format: (value) => value,
    control: { kind: 'text' },
  });
}
