import { basename } from 'node:path';
import { renderReportHtml } from '../../report/renderReportHtml';
import { bestAccuracy, type KeptRun } from '../../run/keptRun';
import type { RunFile } from '../../run/runFile';
import { WORDS, type Words } from '../../words';
import { NO_FIGURE } from '../../words/numbers';
import { CommandError } from '../commandError';
import { runContents } from '../files/runContents';
import { tellWritten, writeOutputs } from '../files/writeOutputs';
import { printable } from '../printable';
import { formatTable, outputWidth } from '../textTable';
import { formatSummary } from '../trainSummary';
import { RunFolder } from './runFolder';
import type { RunsCommand } from './runsCommand';

/**
 * Does what the command line asks of the runs that are kept.
 * @param print prints lines.
 * @throws CommandError where there is no such run, or nothing of it to show yet.
 */
export async function carryOutRuns(command: RunsCommand, print: (text: string) => void): Promise<void> {
  // Names and failures are whatever a file says.
  const say = (text: string) => print(printable(text));
  const words = WORDS[command.language];
  const { kept } = words.terminal;
  const folder = new RunFolder(command.folder);
  const runs = command.ids.map((id) => requireRun(folder, id, words));
  switch (command.action) {
    case 'list': {
      const listed = folder.list();
      say(listed.length === 0 ? kept.none(command.folder) : formatRuns(listed, folder, words));
      return;
    }
    case 'show':
      for (const run of runs) {
        const result = await findRecords(folder, run);
        say(formatRuns([run], folder, words));
        say(result === undefined ? kept.noResult(run.id) : formatSummary(result, words));
        sayDiagnostic(folder.diagnosticPath(run), words, say);
      }
      return;
    case 'export':
      for (const run of runs.slice(0, 1)) {
        tellWritten(
          await writeOutputs(command.outputs, runContents(await requireRecords(folder, run, words), command.language)),
          words,
        );
      }
      return;
    case 'delete':
      for (const run of runs) {
        const held = await folder.hold(run);
        if (held === undefined) {
          throw new CommandError(kept.inUse(run.id));
        }
        await folder.delete(run);
        say(kept.deleted(run.id));
      }
      return;
    case 'report': {
      const results = await Promise.all(runs.map((run) => requireRecords(folder, run, words)));
      const contents = { report: () => renderReportHtml(results, command.language) };
      for (const { path, bytes } of await writeOutputs(command.outputs, contents)) {
        const kilobytes = Math.round(bytes / 1000);
        say(words.terminal.wroteReport(basename(path), kilobytes, command.ids));
      }
      return;
    }
    default:
      command.action satisfies never;
  }
}

function sayDiagnostic(path: string | undefined, { terminal }: Words, say: (text: string) => void): void {
  if (path !== undefined) {
    say(terminal.diagnostic.written(path));
  }
}

/** By its id, or the beginning of one. */
function requireRun(folder: RunFolder, id: string, { terminal: { kept } }: Words): KeptRun {
  const matching = folder.list().filter((run) => run.id.startsWith(id));
  const [found] = matching.filter((run) => run.id === id).concat(matching);
  if (found === undefined || (matching.length > 1 && found.id !== id)) {
    throw new CommandError(kept.unknown(id, matching.length));
  }
  return found;
}

async function requireRecords(folder: RunFolder, run: KeptRun, { terminal: { kept } }: Words): Promise<RunFile> {
  const result = await folder.readRun(run);
  if (result === undefined) {
    throw new CommandError(kept.noResult(run.id));
  }
  return result;
}

async function findRecords(folder: RunFolder, run: KeptRun): Promise<RunFile | undefined> {
  return folder.readRun(run).catch(() => undefined);
}

/** A list goes on past a run file that is damaged. */
function findResult(folder: RunFolder, run: KeptRun): RunFile | undefined {
  try {
    return folder.readResult(run);
  } catch {
    return undefined;
  }
}

function formatRuns(runs: readonly KeptRun[], folder: RunFolder, { numbers, terminal: { kept } }: Words): string {
  const { columns } = kept;
  const rows = runs.map((run) => {
    const result = findResult(folder, run);
    const best = result && bestAccuracy(result);
    const bytes = folder.checkpointBytes(run);
    return [
      run.id,
      kept.states[run.state],
      best === undefined ? NO_FIGURE : numbers.percent(best),
      run.name,
      bytes === undefined ? NO_FIGURE : `${numbers.figure(bytes / 1e6)} MB`,
    ];
  });
  return formatTable(
    {
      columns: [
        { head: columns.run, isNumber: false },
        { head: columns.state, isNumber: false },
        { head: columns.accuracy, isNumber: true },
        { head: columns.name, isNumber: false },
        { head: columns.checkpoint, isNumber: true, leaveOut: 1 },
      ],
      rows,
    },
    outputWidth(),
  );
}
