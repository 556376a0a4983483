import { Command } from 'commander';
import { badOption } from '../../errors';
import { type RawOptions, wholeNumber } from '../../run/options';
import { LANGUAGES, type Language } from '../../words';
import { ADAPTER_CHOICES, type AdapterChoice, parseAdapterChoice } from '../adapterChoice';
import { parseArguments } from '../arguments';
import { FORCE_HELP, type Output, requireOutputs } from '../files/outputs';
import { parseLanguage } from '../language';
import { parseRuntime, RUNTIMES, type Runtime } from '../runtime';
import { resolveDataset } from '../trainCommand';
import { CHECK_SCHEMA } from './checkFile';

/** What the check command was asked to do. */
export interface CheckCommand {
  readonly runtime: Runtime;
  readonly adapter: AdapterChoice;
  readonly budgetSeconds: number;
  readonly hasTorch: boolean;
  /** The JSON and the text. */
  readonly outputs: readonly Output[];
  /** Of what is printed, and of the text. */
  readonly language: Language;
  /** The option `dataset`, where one was given. */
  readonly dataset: RawOptions;
  readonly datasetFolders: Readonly<Record<string, string>>;
}

/** How the command is called, and the runtimes it has; the first is the default. */
export interface CheckProgram {
  readonly name: string;
  readonly runtimes: readonly Runtime[];
}

const NPM_RUN_CHECK: CheckProgram = { name: 'npm run check --', runtimes: RUNTIMES };

const DEFAULT_BUDGET_SECONDS = 480;
const MAX_BUDGET_SECONDS = 86_400;

interface CheckArguments {
  readonly runtime?: string;
  readonly adapter?: string;
  readonly budget?: string;
  readonly torch?: boolean;
  readonly json: string;
  readonly text: string;
  readonly force?: boolean;
  readonly dataset?: string;
  readonly language?: string;
}

/**
 * Reads and checks the command line, before anything is built or started.
 * @throws CommandError or WeftError `bad-option`, in one sentence.
 */
export function parseCheckCommand(
  argv: readonly string[],
  env = process.env,
  { name, runtimes }: CheckProgram = NPM_RUN_CHECK,
): CheckCommand {
  const program = new Command(name)
    .description(
      "Says what the adapter is, whether Weft's kernels are right on it, and how fast beside others: one JSON and a page of text.",
    )
    .option('--runtime <value>', `where WebGPU comes from: ${runtimes.join(' or ')}`)
    .option('--adapter <value>', `the WebGPU adapter: one of ${ADAPTER_CHOICES.join(', ')} (WEFT_ADAPTER)`)
    .option('--budget <value>', `seconds for all of it (default: ${DEFAULT_BUDGET_SECONDS})`)
    .option('--torch', 'trains the same network on PyTorch too, where Python has it')
    .option('--json <file>', `everything that was measured (schema ${CHECK_SCHEMA})`, 'weft-check.json')
    .option('--text <file>', 'the same as a page of text', 'weft-check.txt')
    .option('--force', FORCE_HELP)
    .option('--dataset <value>', 'a dataset that is there, or a path to a folder with the four IDX .gz files')
    .option('--language <value>', `of what is printed: one of ${LANGUAGES.join(', ')} (default: en)`);
  const given = parseArguments<CheckArguments>(program, argv);
  const runtime = parseRuntime(given.runtime, runtimes);
  const { raw, datasetFolders } = resolveDataset(given.dataset === undefined ? {} : { dataset: given.dataset });
  return {
    runtime,
    adapter: parseAdapterChoice(given.adapter, env, runtime),
    budgetSeconds: parseBudget(given.budget),
    hasTorch: given.torch === true,
    outputs: requireOutputs(
      [
        { option: 'json', content: 'check', path: given.json },
        { option: 'text', content: 'checkText', path: given.text },
      ],
      { isForced: given.force === true },
    ),
    language: parseLanguage(given.language),
    dataset: raw,
    datasetFolders,
  };
}

const budgetValue = wholeNumber(1, MAX_BUDGET_SECONDS);

function parseBudget(text: string | undefined): number {
  const seconds = text === undefined ? DEFAULT_BUDGET_SECONDS : budgetValue.parse(text);
  if (seconds === undefined) {
    throw badOption('budget', `"${text}"`, budgetValue.allowed);
  }
  return seconds;
}
