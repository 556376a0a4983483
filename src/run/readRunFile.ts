import * as v from 'valibot';
import { WeftError } from '../errors';
import { findContradiction } from './checks/findContradiction';
import { withArms } from './mistakes';
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
    throw refusal(name, describeIssue(result.issues[0]));
  }
  const run = result.output;
  const problem = findContradiction(run);
  if (problem !== undefined) {
    throw refusal(name, problem);
  }
  return withArms(run);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const isEmpty = text.trim() === '';
    throw new WeftError(
      'bad-run',
      `File ${name} is ${isEmpty ? 'empty' : 'not whole JSON'}; it must be a run file, as train writes with --json.`,
      { cause: error },
    );
  }
}

function refusal(name: string, problem: string): WeftError {
  return new WeftError('bad-run', `File ${name}: ${problem}.`);
}

type Issue = v.InferIssue<typeof runFileSchema>;

function describeIssue(issue: Issue): string {
  const path = v.getDotPath(issue);
  if (path === null || path === '') {
    return `its root is ${shorten(JSON.stringify(issue.input))}; it must be a run file, an object`;
  }
  if (issue.expected === 'never') {
    return `${path} is not a field of weft.run/1`;
  }
  const value = issue.received === 'undefined' ? 'missing' : shorten(JSON.stringify(issue.input));
  return `${path} is ${value}; it must be ${path === 'schema' ? '"weft.run/1"' : allowedBy(issue, path)}`;
}

/** What a field must be, in words. */
function allowedBy({ type, expected, requirement, message }: Issue, path: string): string {
  if (path.startsWith('config.') && type !== 'strict_object') {
    // The options' own words.
    return message;
  }
  switch (type) {
    case 'strict_object':
      // Of a field that is missing, valibot expects its name.
      return expected === 'Object' ? 'an object' : 'there, as in every run of this version';
    case 'array':
      return 'a list';
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'integer':
      return 'a whole number';
    case 'min_value':
      return `at least ${requirement}`;
    case 'max_value':
      return `at most ${requirement}`;
    case 'iso_timestamp':
      return 'a timestamp such as 2026-11-23T10:15:00.000Z';
    case 'boolean':
      return 'true or false';
    case 'picklist':
      return `one of ${String(expected).replace(/[()"]/g, '').replaceAll(' | ', ', ')}`;
    default:
      return String(expected);
  }
}

const MAX_SHOWN = 60;

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
