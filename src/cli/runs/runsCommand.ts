import { resolve } from 'node:path';
import { Command } from 'commander';
import { badOption } from '../../errors';
import { LANGUAGES, type Language } from '../../words';
import { parseArguments } from '../arguments';
import { CommandError } from '../commandError';
import { parseLanguage } from '../language';
import { requireReplaceable } from '../reportFile';
import { requireWritable } from '../writablePath';
import { runsFolder } from './runFolder';

const ACTIONS = ['list', 'show', 'export', 'delete', 'report'] as const;
export type RunsAction = (typeof ACTIONS)[number];

/** What the runs command was asked to do. */
export interface RunsCommand {
  readonly action: RunsAction;
  /** Ids of runs; none for `list` alone. */
  readonly ids: readonly string[];
  readonly folder: string;
  readonly jsonPath: string | undefined;
  readonly csvPath: string | undefined;
  readonly outPath: string | undefined;
  readonly language: Language;
}

interface Given {
  readonly runs?: string;
  readonly json?: string;
  readonly csv?: string;
  readonly out?: string;
  readonly language?: string;
}

const DESCRIPTION =
  'The runs that train keeps: lists them, shows one, writes its files, deletes some, or makes a report of some.';

/**
 * Reads and checks the command line.
 * @throws CommandError or WeftError `bad-option`, in one sentence.
 */
export function parseRunsCommand(argv: readonly string[], env = process.env, name = 'npm run runs --'): RunsCommand {
  const program = new Command(name)
    .description(DESCRIPTION)
    .argument('<action>', `what to do: one of ${ACTIONS.join(', ')}`)
    .argument('[runs...]', 'the runs, as list names them; the beginning of a name is enough')
    .option('--runs <folder>', 'where they are (default: weft/runs in XDG_DATA_HOME or ~/.local/share)')
    .option('--json <file>', 'of export: writes everything known of the run (schema weft.run/1)')
    .option('--csv <file>', 'of export: writes a row for each member and epoch')
    .option('--out <file>', 'of report: the HTML file to write')
    .option('--language <value>', `one of ${LANGUAGES.join(', ')} (default: en)`);
  const given = parseArguments<Given>(program, argv);
  const [actionText = '', ...ids] = program.args;
  const action = ACTIONS.find((known) => known === actionText);
  if (action === undefined) {
    throw badOption('action', `"${actionText}"`, {
      en: `one of ${ACTIONS.join(', ')}`,
      es: `una de estas: ${ACTIONS.join(', ')}`,
    });
  }
  const folder = given.runs === undefined ? runsFolder(env) : resolve(given.runs);
  if (folder === undefined) {
    throw new CommandError('There is no home to keep runs in; name a folder with --runs.');
  }
  if (action !== 'list' && ids.length === 0) {
    throw new CommandError(`No run was given to ${action}; name one, as list shows them.`);
  }
  if (action === 'export' && given.json === undefined && given.csv === undefined) {
    throw new CommandError('Nothing to export was named; give --json, --csv or both.');
  }
  if (action === 'report' && given.out === undefined) {
    throw new CommandError('No file for the report was named; give --out.');
  }
  const outPath = requireWritable('out', given.out);
  if (outPath !== undefined) {
    requireReplaceable(outPath);
  }
  return {
    action,
    ids,
    folder,
    jsonPath: requireWritable('json', given.json),
    csvPath: requireWritable('csv', given.csv),
    outPath,
    language: parseLanguage(given.language),
  };
}
