import { Command } from 'commander';
import { BENCH_OPTION_DEFINITIONS, parseBenchOptions } from '../bench/benchOptions';
import type { RawOptions } from '../training/options';
import { ADAPTER_CHOICES, type AdapterChoice, parseAdapterChoice } from './adapterChoice';
import { parseArguments } from './arguments';
import { parseRuntime, type Runtime } from './runtime';
import { requireWritable } from './writablePath';

/** What the bench command was asked to do. */
export interface BenchCommand {
  /** The bench options that were given, by name. */
  readonly raw: RawOptions;
  readonly runtime: Runtime;
  readonly adapter: AdapterChoice;
  readonly jsonPath: string | undefined;
}

/** The runtimes that the bench has; the first is the default. */
const BENCH_RUNTIMES: readonly Runtime[] = ['chrome'];

/**
 * Reads and checks the command line, before anything is built or started.
 * @throws CommandError or WeftError `bad-option`, in one sentence.
 */
export function parseBenchCommand(argv: readonly string[], env = process.env): BenchCommand {
  const { runtime, adapter, json, ...raw } = parseArguments<Record<string, string>>(createProgram(), argv);
  parseBenchOptions(raw);
  return {
    raw,
    runtime: parseRuntime(runtime, BENCH_RUNTIMES),
    adapter: parseAdapterChoice(adapter, env),
    jsonPath: requireWritable('json', json),
  };
}

function createProgram(): Command {
  const program = new Command('npm run bench --').description(
    "Measures Weft's kernels and those of its peers in headless Chrome, checks their results, and prints a table.",
  );
  for (const [name, { describe, allowed }] of Object.entries(BENCH_OPTION_DEFINITIONS)) {
    program.option(`--${name} <value>`, `${describe}: ${allowed}`);
  }
  return program
    .option('--runtime <value>', `where WebGPU comes from: ${BENCH_RUNTIMES.join(' or ')}`)
    .option('--adapter <value>', `the WebGPU adapter: one of ${ADAPTER_CHOICES.join(', ')} (WEFT_ADAPTER)`)
    .option('--json <file>', 'writes every row with all its figures (schema weft.bench/1)');
}
