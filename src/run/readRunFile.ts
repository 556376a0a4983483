import * as v from 'valibot';
import { WeftError } from '../errors';
import { CLASSES, FEATURES } from './network';
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
  return run;
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

/** What each field allows, but all together cannot be: a file edited by hand. */
function findContradiction(run: RunFile): string | undefined {
  return findBadMember(run) ?? findBadSummary(run) ?? findBadMistake(run);
}

function findBadMember({ config, members }: RunFile): string | undefined {
  if (members.length === 0) {
    return 'members is []; there must be at least one';
  }
  for (const [index, member] of members.entries()) {
    const path = `members.${index}`;
    const last = config.epochs;
    if (member.history.length > last) {
      return `${path}.history has ${member.history.length} epochs; there must be at most config.epochs, which is ${last}`;
    }
    const skipped = member.history.findIndex(({ epoch }, place) => epoch !== place + 1);
    if (skipped !== -1) {
      return `${path}.history.${skipped}.epoch is ${member.history[skipped]?.epoch}; it must be ${skipped + 1}, since epochs follow one another from 1`;
    }
    const unknown = (['bestEpoch', 'restoredEpoch'] as const).find((key) => (member[key] ?? 0) > member.history.length);
    if (unknown !== undefined) {
      return `${path}.${unknown} is ${member[unknown]}; it must be at most ${member.history.length}, the last epoch of the history`;
    }
    const problem = findBadDiagnostics(member, path) ?? findBadConfusion(member, path);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}

type RunMember = RunFile['members'][number];

function findBadDiagnostics({ diagnostics, history }: RunMember, path: string): string | undefined {
  const index = diagnostics.findIndex(
    ({ epoch }, place) => epoch > history.length || (place > 0 && epoch <= (diagnostics[place - 1]?.epoch ?? 0)),
  );
  return index === -1
    ? undefined
    : `${path}.diagnostics.${index}.epoch is ${diagnostics[index]?.epoch}; epochs must increase, up to ${history.length}`;
}

/** Summed counts and the accuracy that goes with them may differ by rounding in float32 alone. */
const ACCURACY_TOLERANCE = 1e-5;

function findBadConfusion({ test }: RunMember, path: string): string | undefined {
  if (test === null) {
    return undefined;
  }
  const { confusion, accuracy } = test;
  const where = `${path}.test.confusion`;
  const shape = `${confusion.length} rows of ${[...new Set(confusion.map((row) => row.length))].join(' or ')} counts`;
  if (confusion.length !== CLASSES || confusion.some((row) => row.length !== CLASSES)) {
    return `${where} has ${shape}; there must be ${CLASSES} rows of ${CLASSES}`;
  }
  const examples = confusion.flat().reduce((sum, count) => sum + count, 0);
  const hits = confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  if (examples === 0) {
    return `${where} counts no examples; there must be at least one`;
  }
  return accuracy !== null && Math.abs(hits / examples - accuracy) > ACCURACY_TOLERANCE
    ? `${path}.test.accuracy is ${accuracy}; it must be ${hits / examples}, which its confusion matrix gives`
    : undefined;
}

function findBadSummary({ members, summary }: RunFile): string | undefined {
  const stranger = summary.findIndex((row) => !members.some((member) => member.normalization === row.normalization));
  return stranger === -1
    ? undefined
    : `summary.${stranger}.normalization is "${summary[stranger]?.normalization}"; it must be that of a member`;
}

function findBadMistake({ mistakes }: RunFile): string | undefined {
  for (const [group, { mistakes: entries }] of mistakes.entries()) {
    for (const [index, { label, predicted, pixels }] of entries.entries()) {
      const path = `mistakes.${group}.mistakes.${index}`;
      const wrong = Object.entries({ label, predicted }).find(([, value]) => value >= CLASSES);
      if (wrong !== undefined) {
        return `${path}.${wrong[0]} is ${wrong[1]}; it must be a class from 0 to ${CLASSES - 1}`;
      }
      const bytes = countBytes(pixels);
      if (bytes !== FEATURES) {
        return `${path}.pixels is ${bytes === undefined ? 'not base64' : `${bytes} bytes`}; it must be ${FEATURES} bytes in base64`;
      }
    }
  }
  return undefined;
}

function countBytes(base64: string): number | undefined {
  try {
    return atob(base64).length;
  } catch {
    return undefined;
  }
}
