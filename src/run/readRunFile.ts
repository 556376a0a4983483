import * as v from 'valibot';
import { type ErrorFacts, shorten, WeftError } from '../errors';
import { findContradiction } from './checks/findContradiction';
import { oneOfNames, type Wording } from './language';
import { withArms } from './mistakes';
import { OPTION_DEFINITIONS, OPTION_KEYS } from './options';
import { OutOfBounds, parseBoundedJson } from './parseBoundedJson';
import { type RunFile, runFileSchema } from './runFile';

/**
 * Reads a run file.
 * @param text of the file.
 * @param name of the file, for refusals.
 * @throws WeftError `bad-run`, in one sentence: the file, the field, its value and what is allowed.
 */
export function readRunFile(text: string, name: string): RunFile {
  const result = v.safeParse(runFileSchema, parseJson(text, name));
  if (!result.success) {
    throw badField(result.issues[0], name);
  }
  const run = result.output;
  const problem = findContradiction(run);
  if (problem !== undefined) {
    throw refusal(name, problem, { about: 'run-contradiction', file: name, problem });
  }
  return withArms(run);
}

function parseJson(text: string, name: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch (error) {
    if (error instanceof OutOfBounds) {
      throw refusal(name, error.message, { about: 'run-out-of-bounds', file: name, bound: error.bound });
    }
    const isEmpty = text.trim() === '';
    throw new WeftError(
      'bad-run',
      `File ${name} is ${isEmpty ? 'empty' : 'not whole JSON'}; it must be a run file, as train writes with --json.`,
      { cause: error, facts: { about: 'run-not-json', file: name, isEmpty } },
    );
  }
}

function refusal(file: string, problem: string, facts: ErrorFacts): WeftError {
  return new WeftError('bad-run', `File ${file}: ${problem}.`, { facts });
}

/** Of fields of any name. */
const MOST_OF_PATH = 200;

type Issue = v.InferIssue<typeof runFileSchema>;

function badField(issue: Issue, file: string): WeftError {
  const path = shorten(v.getDotPath(issue) ?? '', MOST_OF_PATH);
  if (path !== '' && issue.expected === 'never') {
    return refusal(file, `${path} is not a field of weft.run/1`, { about: 'run-field-unknown', file, path });
  }
  const value = issue.received === 'undefined' ? undefined : shorten(showValue(issue.input));
  const allowed = path === '' ? ROOT : allowedBy(issue, path);
  return refusal(file, `${path === '' ? 'its root' : path} is ${value ?? 'missing'}; it must be ${allowed.en}`, {
    about: 'run-field',
    file,
    path,
    value,
    allowed,
  });
}

const ROOT: Wording = { en: 'a run file, an object', es: 'un archivo de ejecución, un objeto' };

/** Infinite is what JSON has a number for that is too large. */
function showValue(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** What a field must be, in words. */
function allowedBy({ type, expected, requirement, message }: Issue, path: string): Wording {
  const option = OPTION_KEYS.find((key) => path.startsWith('config.') && path.split('.')[1] === key);
  if (option !== undefined && type !== 'strict_object') {
    // The options' own words.
    return { en: message, es: OPTION_DEFINITIONS[option].allowed.es };
  }
  if (path === 'schema') {
    return { en: '"weft.run/1"', es: '"weft.run/1"' };
  }
  switch (type) {
    case 'strict_object':
      // Of a field that is missing, valibot expects its name.
      return expected === 'Object'
        ? { en: 'an object', es: 'un objeto' }
        : {
            en: 'there, as in every run of this version',
            es: 'un campo presente, como en toda ejecución de esta versión',
          };
    case 'min_value':
      return { en: `at least ${requirement}`, es: `como mínimo ${requirement}` };
    case 'max_value':
      return { en: `at most ${requirement}`, es: `como máximo ${requirement}` };
    case 'picklist':
      return oneOfNames(String(expected).replace(/[()"]/g, '').split(' | '));
    default:
      return ALLOWED[type] ?? { en: String(expected), es: String(expected) };
  }
}

const ALLOWED: Readonly<Partial<Record<string, Wording>>> = {
  array: { en: 'a list', es: 'una lista' },
  string: { en: 'text', es: 'un texto' },
  number: { en: 'a number', es: 'un número' },
  finite: { en: 'a finite number', es: 'un número finito' },
  integer: { en: 'a whole number', es: 'un número entero' },
  iso_timestamp: {
    en: 'a timestamp such as 2026-11-23T10:15:00.000Z',
    es: 'una fecha y hora como 2026-11-23T10:15:00.000Z',
  },
  boolean: { en: 'true or false', es: 'true o false' },
};
