import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { DATASET_FILES } from '../data/datasetFiles';
import { badOption, shorten } from '../errors';
import {
  describeOptions,
  OPTION_DEFINITIONS,
  OPTION_KEYS,
  optionName,
  parseTrainOptions,
  type RawOptions,
  realNumber,
} from '../run/options';
import { LANGUAGES, type Language } from '../words';
import { ADAPTER_CHOICES, type AdapterChoice, adaptersToTry, parseAdapterChoice } from './adapterChoice';
import { parseArguments } from './arguments';
import { CommandError } from './commandError';
import { FORCE_HELP, type Output, requireOutputs } from './files/outputs';
import { parseLanguage } from './language';
import type { KeepingCommand } from './runs/keepRun';
import { runsFolder } from './runs/runFolder';
import { parseRuntime, RUNTIMES, type Runtime } from './runtime';
import { findInFolder } from './serving/findDatasetFile';

/** What the train command was asked to do. */
export interface TrainCommand {
  /** The training options that were given, by name. */
  readonly raw: RawOptions;
  readonly runtime: Runtime;
  readonly adapter: AdapterChoice;
  /** The files to be written. */
  readonly outputs: readonly Output[];
  readonly keeping: KeepingCommand;
  /** Of what is printed, and of the report. */
  readonly language: Language;
  /** Whether what developers of kernels ask is printed too. */
  readonly isVerbose: boolean;
  /** Dataset name → folder, for a dataset that was given as a path. */
  readonly datasetFolders: Readonly<Record<string, string>>;
}

/** An option named without a value is `true`. */
type Arguments = Partial<Record<string, string | true>>;

/** Options of the command itself, which all take a value. */
interface CommandArguments {
  readonly runtime?: string;
  readonly adapter?: string;
  readonly json?: string;
  readonly csv?: string;
  readonly report?: string;
  readonly force?: boolean;
  readonly language?: string;
  readonly runs?: string;
  readonly resume?: string | true;
  readonly fresh?: boolean;
  readonly testOnly?: boolean;
  readonly keepEvery?: string;
  readonly verbose?: boolean;
}

/** How the command is called, and what it has. */
export interface TrainProgram {
  readonly name: string;
  readonly description: string;
  /** The first is the default. */
  readonly runtimes: readonly Runtime[];
}

/** The command of this repository. */
const NPM_RUN_TRAIN: TrainProgram = {
  name: 'npm run train --',
  description: 'Trains the normalizations in headless Chrome, or on Dawn in Node, and prints what they reach.',
  runtimes: RUNTIMES,
};

/**
 * Reads and checks the command line, before anything is built or started.
 * @throws CommandError or WeftError `bad-option`, in one sentence.
 */
export function parseTrainCommand(
  argv: readonly string[],
  env = process.env,
  program: TrainProgram = NPM_RUN_TRAIN,
): TrainCommand {
  const given = parseArguments<CommandArguments & Arguments>(createProgram(program), argv);
  const { raw, datasetFolders } = resolveDataset(readRawOptions(given));
  const runtime = parseRuntime(given.runtime, program.runtimes);
  const adapter = parseAdapterChoice(given.adapter, env, runtime);
  // The trainer decides for the adapter it has; what no adapter could take is refused here.
  parseTrainOptions(raw, { isFallback: !adaptersToTry(adapter).includes('gpu') });
  return {
    raw,
    runtime,
    adapter,
    outputs: requireOutputs(
      [
        { option: 'json', content: 'run', path: given.json },
        { option: 'csv', content: 'csv', path: given.csv },
        { option: 'report', content: 'report', path: given.report },
      ],
      { isForced: given.force === true },
    ),
    language: parseLanguage(given.language),
    isVerbose: given.verbose === true,
    keeping: readKeeping(given, env),
    datasetFolders,
  };
}

/** Some ten days, as long as a timer can wait. */
const MOST_SECONDS = 1_000_000;
const keepEveryValue = realNumber(
  { atLeast: 0, atMost: MOST_SECONDS },
  { en: `of seconds from 0 to ${MOST_SECONDS}`, es: `de segundos de 0 a ${MOST_SECONDS}` },
);

function readKeeping(
  { runs, resume, testOnly = false, fresh = false, keepEvery }: CommandArguments,
  env: NodeJS.ProcessEnv,
): KeepingCommand {
  const everySeconds = keepEvery === undefined ? undefined : keepEveryValue.parse(keepEvery);
  if (keepEvery !== undefined && everySeconds === undefined) {
    throw badOption('keep-every', `"${keepEvery}"`, keepEveryValue.allowed);
  }
  if (testOnly && resume === undefined) {
    throw new CommandError('Option test-only needs a run that was stopped; name it with --resume.');
  }
  return {
    folder: runs === undefined ? runsFolder(env) : resolve(runs),
    resume,
    isFresh: fresh,
    isOver: testOnly,
    everySeconds,
  };
}

function createProgram({ name, description, runtimes }: TrainProgram): Command {
  const program = new Command(name).description(description);
  for (const option of describeOptions('en')) {
    const { whenBare } = OPTION_DEFINITIONS[option.key];
    const allowed =
      option.key === 'dataset'
        ? `${option.allowed}, or a path to a folder with the four IDX .gz files`
        : option.allowed;
    const bare = whenBare === undefined ? '' : `; without a value ${whenBare}`;
    const flags = `--${option.name} ${whenBare === undefined ? '<value>' : '[value]'}`;
    const text = `${option.help}: ${allowed}${bare} (default: ${option.defaults})`;
    program.addOption(new Option(flags, text).helpGroup(`${option.groupTitle}:`));
  }
  return program
    .optionsGroup('The command itself:')
    .helpOption('-h, --help', 'shows this')
    .option('--runtime <value>', `where WebGPU comes from: ${runtimes.join(' or ')} (default: ${runtimes[0]})`)
    .option('--adapter <value>', `the WebGPU adapter: one of ${ADAPTER_CHOICES.join(', ')} (WEFT_ADAPTER)`)
    .option('--json <file>', 'writes everything known of the run (schema weft.run/1)')
    .option('--csv <file>', 'writes a row for each member and epoch')
    .option('--report <file>', 'writes the report, one HTML file')
    .option('--force', FORCE_HELP)
    .option(
      '--runs <folder>',
      'where runs are kept while they train (default: weft/runs in XDG_DATA_HOME or ~/.local/share)',
    )
    .option('--resume [run]', 'goes on with a run that was interrupted: the newest, or the one named, with its options')
    .option('--test-only', 'with --resume: trains no more, and tests the run as it is')
    .option('--fresh', 'starts anew also where the same run was interrupted; else that one goes on')
    .option(
      '--keep-every <seconds>',
      'least time between two checkpoints within an epoch, whatever they cost (default: 30, and 2 % of training at most)',
    )
    .option('--verbose', 'prints every column, and of a step: its time, calls and memory')
    .option('--language <value>', `of what is printed and of the report: one of ${LANGUAGES.join(', ')}`, 'en');
}

function readRawOptions(given: Arguments): RawOptions {
  const entries = OPTION_KEYS.flatMap((key) => {
    const text = given[key] === true ? OPTION_DEFINITIONS[key].whenBare : given[key];
    return text === undefined ? [] : [[optionName(key), text] as const];
  });
  return Object.fromEntries(entries);
}

/** Of a path, in a sentence. */
const MOST_OF_PATH = 300;

/**
 * A dataset given as a path gets a name under which the server offers its folder to the page.
 * @throws CommandError where one of its files is missing.
 */
export function resolveDataset(raw: RawOptions): Pick<TrainCommand, 'raw' | 'datasetFolders'> {
  const { dataset } = raw;
  if (dataset === undefined || !/^\.|[\\/]/.test(dataset)) {
    return { raw, datasetFolders: {} };
  }
  const folder = resolve(dataset);
  const missing = DATASET_FILES.find((file) => findInFolder(folder, file) === undefined);
  if (missing !== undefined) {
    const fault = existsSync(join(folder, missing)) ? 'no file of its own' : 'missing';
    throw new CommandError(
      `Option dataset is "${shorten(dataset, MOST_OF_PATH)}", where ${missing} is ${fault}; it must be a folder with ${DATASET_FILES.join(', ')}.`,
    );
  }
  const name = `local-${basename(folder).replace(/[^a-z0-9.-]/gi, '-')}`;
  return { raw: { ...raw, dataset: name }, datasetFolders: { [name]: folder } };
}
