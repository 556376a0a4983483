import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { badOption, messageOf, shorten, WeftError } from '../../errors';
import { REPORT_FILE_START } from '../../report/renderReportHtml';
import { CSV_FILE_START } from '../../run/runCsv';
import { isFolder, isSameFile, pathKind, targetPath } from './targetPath';

/** Of the option that sets `isForced`. */
export const FORCE_HELP = 'replaces also files that Weft did not write';

/** What commands write. */
export type OutputContent = 'run' | 'csv' | 'report' | 'bench' | 'check' | 'checkText' | 'doctor' | 'soak';

/** A file to be written. */
export interface Output {
  /** Which option named it, for refusals. */
  readonly option: string;
  readonly content: OutputContent;
  /** Absolute. */
  readonly path: string;
  /** Whether what Weft did not write may be replaced. */
  readonly isForced: boolean;
}

/** What the command line says of a file; without a path it is not asked for. */
export type AskedOutput = Pick<Output, 'option' | 'content'> & { readonly path: string | undefined };

export interface OutputRules {
  readonly isForced: boolean;
  /** Files that the command reads, which no output may replace. */
  readonly inputs?: readonly string[];
}

/**
 * The files to be written, checked before there is anything to write.
 * @throws WeftError `bad-option` where one cannot be written, is another file than Weft's, or is named twice.
 */
export function requireOutputs(
  asked: readonly AskedOutput[],
  { isForced, inputs = [] }: OutputRules,
): readonly Output[] {
  const outputs = asked.flatMap(({ option, content, path }) =>
    path === undefined ? [] : [{ option, content, path: requirePath(option, path), isForced }],
  );
  for (const [i, output] of outputs.entries()) {
    const { option, path } = output;
    const other = outputs.slice(0, i).find((earlier) => isSameFile(earlier.path, path));
    if (other !== undefined) {
      throw new WeftError(
        'bad-option',
        `Options ${other.option} and ${option} lead to one file, ${path}; each needs its own.`,
        { option, facts: { about: 'same-file', option, other: other.option, path } },
      );
    }
    if (inputs.some((input) => isInput(input, path))) {
      throw new WeftError('bad-option', `Option ${option} is "${path}", a file that is read; name another one.`, {
        option,
        facts: { about: 'writes-over-input', option, path },
      });
    }
    requireReplaceable(output);
  }
  return outputs;
}

/** Of an input that cannot be looked at its reader says why. */
function isInput(input: string, path: string): boolean {
  try {
    return pathKind(input) !== 'nothing' && isSameFile(input, path);
  } catch {
    return false;
  }
}

/** @throws WeftError `bad-option` where the file would replace one that Weft did not write as such. */
export function requireReplaceable({ option, content, path, isForced }: Output): void {
  if (isForced || pathKind(path) !== 'file') {
    return;
  }
  const { start, name } = CONTENTS[content];
  const found = readStart(path);
  if (found.trim() !== '' && !start.test(found)) {
    throw new WeftError(
      'bad-option',
      `File ${path} is there and is not ${name} of Weft; name another one, or replace it with --force.`,
      { option, facts: { about: 'not-ours', option, path, content } },
    );
  }
}

/** How files of Weft begin; schemas stand first in JSON, of every version. */
const CONTENTS: Readonly<Record<OutputContent, { readonly start: RegExp; readonly name: string }>> = {
  run: { start: /^\s*\{\s*"schema"\s*:\s*"weft\.run\/\d/, name: 'a run' },
  bench: { start: /^\s*\{\s*"schema"\s*:\s*"weft\.bench\/\d/, name: 'a bench' },
  check: { start: /^\s*\{\s*"schema"\s*:\s*"weft\.check\/\d/, name: 'a check' },
  soak: { start: /^\s*\{\s*"schema"\s*:\s*"weft\.soak\/\d/, name: 'a soak' },
  checkText: { start: /^(Weft check|Comprobación de Weft), /, name: 'the text of a check' },
  doctor: { start: /^\s*\{\s*"schema"\s*:\s*"weft\.doctor\/\d/, name: "a doctor's file" },
  csv: { start: new RegExp(`^${CSV_FILE_START}`), name: 'a CSV' },
  report: { start: new RegExp(`^${REPORT_FILE_START}`), name: 'a report' },
};

/** Of a path, in a sentence: systems take no longer names. */
const MOST_OF_PATH = 300;

function requirePath(option: string, text: string): string {
  const path = resolve(text);
  const given = shorten(text, MOST_OF_PATH);
  try {
    checkPath(option, text, path);
    return path;
  } catch (error) {
    if (error instanceof WeftError) {
      throw error;
    }
    const reason = shorten(messageOf(error), MOST_OF_PATH);
    throw new WeftError('bad-option', `Option ${option} is "${given}", which cannot be written: ${reason}.`, {
      option,
      facts: { about: 'not-writable', option, path: given, reason },
    });
  }
}

function checkPath(option: string, text: string, path: string): void {
  const given = shorten(text, MOST_OF_PATH);
  const folder = dirname(path);
  if (!isFolder(folder)) {
    throw new WeftError(
      'bad-option',
      `Option ${option} is "${given}", but there is no folder ${shorten(folder, MOST_OF_PATH)}; create it first.`,
      { option, facts: { about: 'no-folder', option, path: given, folder: shorten(folder, MOST_OF_PATH) } },
    );
  }
  if (text === '' || /[\\/]$/.test(text) || pathKind(path) === 'folder') {
    throw badOption(option, `"${given}"`, { en: 'the path of a file', es: 'la ruta de un archivo' });
  }
  requireAccess(path);
}

/** A file is put beside its place first, so its folder must take new ones; one that is protected stays. */
function requireAccess(path: string): void {
  if (pathKind(path) === 'stream') {
    accessSync(path, constants.W_OK);
    return;
  }
  const target = targetPath(path);
  accessSync(dirname(target), constants.W_OK | constants.X_OK);
  if (pathKind(target) === 'file') {
    accessSync(target, constants.W_OK);
  }
}

/** More than any mark of ours. */
const START_BYTES = 256;

function readStart(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(START_BYTES);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, START_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
