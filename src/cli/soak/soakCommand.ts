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
import { SOAK_SCHEMA } from './soakFile';

/** What the soak command was asked to do. */
export interface SoakCommand {
  readonly runtime: Runtime;
  readonly adapter: AdapterChoice;
  readonly epochs: number;
  /** The run's options. */
  readonly raw: RawOptions;
  readonly outputs: readonly Output[];
  readonly language: Language;
  readonly datasetFolders: Readonly<Record<string, string>>;
}

const DEFAULT_STEPS = 20_000;
/** Two samples a tenth at least. */
const MIN_STEPS = 4000;
export const STEPS_PER_EPOCH = 200;
const MAX_EPOCHS = 1000;
const stepsValue = wholeNumber(MIN_STEPS, STEPS_PER_EPOCH * MAX_EPOCHS);

/** A step of so few takes milliseconds on SwiftShader, and asks the GPU for as many things as any other. */
const BATCH_SIZE = 4;

interface Given {
  readonly steps?: string;
  readonly runtime?: string;
  readonly adapter?: string;
  readonly dataset?: string;
  readonly json?: string;
  readonly force?: boolean;
  readonly language?: string;
}

/**
 * Reads and checks the command line, before anything is built or started.
 * @throws CommandError or WeftError `bad-option`, in one sentence.
 */
export function parseSoakCommand(argv: readonly string[], env = process.env): SoakCommand {
  const program = new Command('npm run soak --')
    .description('Trains for many steps, with callbacks, evaluations and checkpoints, and says whether anything grows.')
    .option('--steps <value>', `how many: ${stepsValue.allowed.en} (default: ${DEFAULT_STEPS})`)
    .option('--runtime <value>', `where WebGPU comes from: ${RUNTIMES.join(' or ')}`)
    .option('--adapter <value>', `the WebGPU adapter: one of ${ADAPTER_CHOICES.join(', ')} (WEFT_ADAPTER)`)
    .option('--dataset <value>', 'a dataset that is there, or a path to a folder with the four IDX .gz files')
    .option('--json <file>', `writes every sample (schema ${SOAK_SCHEMA})`)
    .option('--force', FORCE_HELP)
    .option('--language <value>', `of what is printed: one of ${LANGUAGES.join(', ')} (default: en)`);
  const given = parseArguments<Given>(program, argv);
  const runtime = parseRuntime(given.runtime);
  const { raw, datasetFolders } = resolveDataset(given.dataset === undefined ? {} : { dataset: given.dataset });
  const epochs = Math.ceil(parseSteps(given.steps) / STEPS_PER_EPOCH);
  return {
    runtime,
    adapter: parseAdapterChoice(given.adapter, env, runtime),
    epochs,
    raw: { ...raw, ...runOptions(epochs) },
    outputs: requireOutputs([{ option: 'json', content: 'soak', path: given.json }], {
      isForced: given.force === true,
    }),
    language: parseLanguage(given.language),
    datasetFolders,
  };
}

/** Both callbacks watch, keep and restore weights, and neither ends the run. */
function runOptions(epochs: number): RawOptions {
  return {
    preset: 'quick',
    normalizations: 'standardize',
    epochs: String(epochs),
    'batch-size': String(BATCH_SIZE),
    'train-examples': String(STEPS_PER_EPOCH * BATCH_SIZE),
    'reduce-lr-on-plateau': 'on',
    'plateau-patience': '5',
    'early-stopping': 'on',
    'stopping-patience': String(epochs),
    'restore-best-weights': 'on',
    diagnostics: 'on',
  };
}

function parseSteps(text: string | undefined): number {
  const steps = text === undefined ? DEFAULT_STEPS : stepsValue.parse(text);
  if (steps === undefined) {
    throw badOption('steps', `"${text}"`, stepsValue.allowed);
  }
  return steps;
}
