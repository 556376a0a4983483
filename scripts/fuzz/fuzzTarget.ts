import type fc from 'fast-check';
import { WeftError, type WeftErrorCode } from '../../src/errors';
import { LANGUAGES, WORDS } from '../../src/words';
import { sayError } from '../../src/words/sayError';

/** What is given odd input. */
export const FUZZ_KINDS = [
  'idx',
  'gzip',
  'run',
  'checkpoint',
  'tuning',
  'kept',
  'diagnostic',
  'bench',
  'address',
  'request',
  'options',
] as const;
export type FuzzKind = (typeof FUZZ_KINDS)[number];

/** What became of a case: read and right, or refused with a typed error that names the place. */
export type Outcome = 'taken' | 'refused';

/** A reader, the cases it is given, and what is right of it. */
export interface FuzzTarget<Case = unknown> {
  /** Plain data, so that a case can be printed and tried again. */
  readonly cases: fc.Arbitrary<Case>;
  /** @throws anything where the reader does what it must not. */
  tryCase(one: Case): Outcome | Promise<Outcome>;
  /** Removes what it has put on the disk. */
  dispose(): void;
}

export interface Refusals {
  readonly codes: readonly WeftErrorCode[];
  /** The file, field or option: its sentence must have one of them. */
  readonly places: readonly string[];
  /** Whether a command's own error may come. */
  readonly allowsCommandError?: boolean;
}

/** The longest lists every case of the bench. */
const MOST_CHARACTERS = 3000;

/**
 * Does work that may refuse its input.
 * @returns its result, or `undefined` where it refused as it should.
 * @throws what was thrown instead, or what is wrong with the refusal.
 */
export async function tryWork<T>(
  work: () => T | Promise<T>,
  { codes, places, allowsCommandError = false }: Refusals,
): Promise<{ readonly result: T } | undefined> {
  try {
    return { result: await work() };
  } catch (error) {
    const isCommandError = allowsCommandError && error instanceof Error && error.name === 'CommandError';
    if (!(error instanceof WeftError && codes.includes(error.code)) && !isCommandError) {
      throw error;
    }
    const { message } = error;
    if (!places.some((place) => message.includes(place))) {
      throw new Error(`The refusal names none of ${places.join(', ')}: ${message.slice(0, 300)}`);
    }
    for (const language of LANGUAGES) {
      const said = sayError(error, WORDS[language]);
      requireThat(said.length <= MOST_CHARACTERS, `The refusal has ${said.length} characters: ${said.slice(0, 300)}`);
    }
    return undefined;
  }
}

/** @throws Error with `problem` where it is not so. */
export function requireThat(isSo: boolean, problem: string): void {
  if (!isSo) {
    throw new Error(problem);
  }
}

/** @throws Error where two values differ in what JSON says of them. */
export function requireSame(found: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  requireThat(a === b, `${what} differs: ${a?.slice(0, 300)} is not ${b?.slice(0, 300)}`);
}
