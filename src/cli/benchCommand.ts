import { Command } from 'commander';
import { BENCH_SCHEMA } from '../bench/benchFile';
import { BENCH_OPTION_DEFINITIONS, parseBenchOptions } from '../bench/benchOptions';
import type { RawOptions } from '../run/options';
import { LANGUAGES, type Language } from '../words';
import { ADAPTER_CHOICES, type AdapterChoice, parseAdapterChoice } from './adapterChoice';
import { parseArguments } from './arguments';
import { FORCE_HELP, type Output, requireOutputs } from './files/outputs';
import { parseLanguage } from './language';
import { parseRuntime, RUNTIMES, type Runtime } from './runtime';

/** What the bench command was asked to do. */
export interface BenchCommand {
  /** The bench options that were given, by name. */
  readonly raw: RawOptions;
  readonly runtime: Runtime;
  readonly adapter: AdapterChoice;
  /** The file to be written, if one is. */
  readonly outputs: readonly Output[];
  /** Of what is printed. */
  readonly language: Language;
}

/** How the command is called, and the runtimes it has; the first is the default. */
export interface BenchProgram {
  readonly name: string;
  readonly runtimes: readonly Runtime[];
}

/** Options of the command itself, and those of the bench. */
type BenchArguments = Readonly<Record<string, string>> & { readonly force?: true };

/** The command of this repository. */
const NPM_RUN_BENCH: BenchProgram = { name: 'npm run bench --', runtimes: RUNTIMES };

/**
 * Reads and checks the command line, before anything is built or started.
 * @throws CommandError or WeftError `bad-option`, in one sentence.
 */
export function parseBenchCommand(
  argv: readonly string[],
  env = process.env,
  program: BenchProgram = NPM_RUN_BENCH,
): BenchCommand {
  const { runtime, adapter, json, force, language, ...raw } = parseArguments<BenchArguments>(
    createProgram(program),
    argv,
  );
  parseBenchOptions(raw);
  const where = parseRuntime(runtime, program.runtimes);
  return {
    raw,
    runtime: where,
    adapter: parseAdapterChoice(adapter, env, where),
    outputs: requireOutputs([{ option: 'json', content: 'bench', path: json }], { isForced: force === true }),
    language: parseLanguage(language),
  };
}

function createProgram({ name, runtimes }: BenchProgram): Command {
  const program = new Command(name).description(
    "Measures Weft's kernels and those of its peers, checks their results, and prints a table.",
  );
  for (const [option, { describe, allowed }] of Object.entries(BENCH_OPTION_DEFINITIONS)) {
    program.option(`--${option} <value>`, `${describe}: ${allowed.en}`);
  }
  return program
    .option('--runtime <value>', `where WebGPU comes from: ${runtimes.join(' or ')}`)
    .option('--adapter <value>', `the WebGPU adapter: one of ${ADAPTER_CHOICES.join(', ')} (WEFT_ADAPTER)`)
    .option('--json <file>', `writes every row with all its figures (schema ${BENCH_SCHEMA})`)
    .option('--force', FORCE_HELP)
    .option('--language <value>', `of what is printed: one of ${LANGUAGES.join(', ')} (default: en)`);
}
