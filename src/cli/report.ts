import { readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { messageOf } from '../errors';
import { readRunFile } from '../run/readRunFile';
import type { RunFile } from '../run/runFile';
import { WORDS } from '../words';
import { CommandError } from './commandError';
import { parseReportCommand } from './reportCommand';
import { requireReplaceable, writeReport } from './reportFile';
import { runCommand } from './runCommand';

await runCommand(async () => {
  const { runPaths, outPath, language } = parseReportCommand(process.argv.slice(2));
  requireReplaceable(outPath);
  writeReport(outPath, runPaths.map(readRun), language);
  const kilobytes = Math.round(statSync(outPath).size / 1000);
  console.log(WORDS[language].terminal.wroteReport(nameOf(outPath), kilobytes, runPaths.map(nameOf)));
  return 0;
});

/** @throws CommandError or WeftError `bad-run` for a file that cannot be read or is not a run file. */
function readRun(path: string): RunFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandError(`File ${nameOf(path)} cannot be read: ${messageOf(error)}.`);
  }
  return readRunFile(text, nameOf(path));
}

function nameOf(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}
