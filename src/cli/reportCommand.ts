import { parse, resolve } from 'node:path';
import { Command } from 'commander';
import { LANGUAGES, type Language } from '../words';
import { parseArguments } from './arguments';
import { CommandError } from './commandError';
import { FORCE_HELP, type Output, requireOutputs } from './files/outputs';
import { parseLanguage } from './language';

/** What the report command was asked to do. */
export interface ReportCommand {
  /** Absolute paths of run files, at least one. */
  readonly runPaths: readonly string[];
  /** The one file to be written. */
  readonly outputs: readonly Output[];
  readonly language: Language;
}

const DESCRIPTION =
  'Makes a self-contained HTML report from one run or several: every question is answered by the run that answers it best.';

/**
 * Reads and checks the command line.
 * @throws CommandError in one sentence.
 */
export function parseReportCommand(argv: readonly string[]): ReportCommand {
  const program = new Command('npm run report --')
    .description(DESCRIPTION)
    .argument('<runs...>', 'run files, as train writes with --json')
    .option('--out <file>', 'the HTML file to write (default: the first run with .html)')
    .option('--force', FORCE_HELP)
    .option('--language <value>', `one of ${LANGUAGES.join(', ')} (default: en)`);
  const { out, force, language } = parseArguments<{ out?: string; force?: boolean; language?: string }>(program, argv);
  const [first, ...others] = program.args;
  if (first === undefined) {
    throw new CommandError('No run was given; name at least one JSON file that train wrote with --json.');
  }
  const runPaths = [first, ...others].map((path) => resolve(path));
  const outputs = requireOutputs([{ option: 'out', content: 'report', path: out ?? besideRun(first) }], {
    isForced: force === true,
    inputs: runPaths,
  });
  return { runPaths, outputs, language: parseLanguage(language) };
}

/** "runs/study.json" → "runs/study.html" */
function besideRun(runPath: string): string {
  const { dir, name } = parse(resolve(runPath));
  return resolve(dir, `${name}.html`);
}
