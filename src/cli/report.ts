import { relative } from 'node:path';
import { messageOf } from '../errors';
import { renderReportHtml } from '../report/renderReportHtml';
import { readRunFile } from '../run/readRunFile';
import type { RunFile } from '../run/runFile';
import { WORDS } from '../words';
import { CommandError } from './commandError';
import { readBoundedText } from './files/readBounded';
import { writeOutputs } from './files/writeOutputs';
import { parseReportCommand } from './reportCommand';
import { runCommand } from './runCommand';

await runCommand(async () => {
  const { runPaths, outputs, language } = parseReportCommand(process.argv.slice(2));
  const runs = runPaths.map(readRun);
  for (const { path, bytes } of await writeOutputs(outputs, { report: () => renderReportHtml(runs, language) })) {
    console.log(WORDS[language].terminal.wroteReport(nameOf(path), Math.round(bytes / 1000), runPaths.map(nameOf)));
  }
  return 0;
});

/** @throws CommandError or WeftError `bad-run` for a file that cannot be read or is not a run file. */
function readRun(path: string): RunFile {
  let text: string;
  try {
    text = readBoundedText(path);
  } catch (error) {
    throw new CommandError(`File ${nameOf(path)} cannot be read: ${messageOf(error)}.`);
  }
  return readRunFile(text, nameOf(path));
}

function nameOf(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}
