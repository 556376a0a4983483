import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { REPORT_FILE_START, renderReportHtml } from '../report/renderReportHtml';
import type { RunFile } from '../run/runFile';
import type { Language } from '../words';
import { CommandError } from './commandError';

/**
 * Writes the report of runs as an HTML file.
 * @param runs at least one.
 * @throws CommandError where the path holds a file that is not such a report.
 */
export function writeReport(path: string, runs: readonly RunFile[], language: Language): void {
  requireReplaceable(path);
  writeFileSync(path, renderReportHtml(runs, language));
}

/** @throws CommandError where a report would overwrite something else: a run, a page, whatever a slip of the hand names. */
export function requireReplaceable(path: string): void {
  const start = readStart(path, REPORT_FILE_START.length);
  if (start !== undefined && start !== '' && start !== REPORT_FILE_START) {
    throw new CommandError(`File ${path} is there and is not a report of Weft; name another one, or remove it first.`);
  }
}

/** The first bytes of a file; `undefined` where there is none. */
function readStart(path: string, byteCount: number): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  try {
    const buffer = Buffer.alloc(byteCount);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, byteCount, 0));
  } finally {
    closeSync(file);
  }
}
