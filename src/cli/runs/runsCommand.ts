import { resolve } from 'node:path';
import { Command } from 'commander';
import { badOption } from '../../errors';
import { LANGUAGES, type Language } from '../../words';
import { parseArguments } from '../arguments';
import { CommandError } from '../commandError';
import { FORCE_HELP, type Output, requireOutputs } from '../files/outputs';
import { parseLanguage } from '../language';
import { runsFolder } from './runFolder';

const ACTIONS = ['list', 'show', 'export', 'delete', 'report'] as const;
export type RunsAction = (typeof ACTIONS)[number];

/** What the runs command was asked to do. */
export interface RunsCommand {
  readonly action: RunsAction;
  /** Ids of runs; none for `list` alone. */
  readonly ids: readonly string[];
  readonly folder: string;
  /** The files to be written. */
  readonly outputs: readonly Output[];
  readonly language: Language;
}

interface Given {
  readonly runs?: string;
  readonly json?: string;
  readonly csv?: string;
  readonly out?: string;
  readonly force?: boolean;
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
    .option('--force', FORCE_HELP)
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
  if (action === 'export' && ids.length > 1) {
    throw new CommandError(`${ids.length} runs were given to export, which writes the files of one; name one.`);
  }
  if (action === 'export' && given.json === undefined && given.csv === undefined) {
    throw new CommandError('Nothing to export was named; give --json, --csv or both.');
  }
  if (action === 'report' && given.out === undefined) {
    throw new CommandError('No file for the report was named; give --out.');
  }
  return {
    action,
    ids,
    folder,
    outputs: requireOutputs(
      [
        { option: 'json', content: 'run', path: given.json },
        { option: 'csv', content: 'csv', path: given.csv },
        { option: 'out', content: 'report', path: given.out },
      ],
      { isForced: given.force === true },
    ),
    language: parseLanguage(given.language),
  };
}
