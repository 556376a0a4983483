/** What an option's text may be, and what it comes to. */
export interface OptionDefinition<T> {
  readonly describe: string;
  /** What is allowed, in words that complete "must be …". */
  readonly allowed: string;
  /** What the option means where it is named without a value: `--early-stopping`, or `?early-stopping` in a URL. */
  readonly whenBare?: string;
  readonly parse: (text: string) => T | undefined;
  readonly format: (value: T) => string;
}

/** The part of a definition that its values decide. */
type OptionValue<T> = Pick<OptionDefinition<T>, 'allowed' | 'parse' | 'format'>;

export function oneOf<T extends string>(values: readonly T[]): OptionValue<T> {
  return {
    allowed: `one of ${values.join(', ')}`,
    parse: (text) => values.find((value) => value === text),
    format: (value) => value,
  };
}

export function listOf<T>(allowed: string, parseItem: (text: string) => T | undefined): OptionValue<readonly T[]> {
  return {
    allowed,
    parse: (text) => {
      const items = text.split(',').map((item) => parseItem(item.trim()));
      const isComplete = items.every((item) => item !== undefined);
      const hasDuplicates = new Set(items).size !== items.length;
      return isComplete && !hasDuplicates ? (items as T[]) : undefined;
    },
    format: (values) => values.join(','),
  };
}

export function wholeNumber(min: number, max: number): OptionValue<number> {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    parse: (text) => {
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
    format: String,
  };
}

/** @param isAllowed of a finite number; what it allows is `range` in words, such as "above 0 and below 1". */
export function realNumber(range: string, isAllowed: (value: number) => boolean): OptionValue<number> {
  return {
    allowed: `a number ${range}`,
    parse: (text) => {
      const value = text === '' ? Number.NaN : Number(text);
      return Number.isFinite(value) && isAllowed(value) ? value : undefined;
    },
    format: String,
  };
}
