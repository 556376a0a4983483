import { resolve } from 'node:path';
import { Command } from 'commander';
import { LANGUAGES, type Language } from '../../words';
import { ADAPTER_CHOICES, type AdapterChoice, parseAdapterChoice } from '../adapterChoice';
import { parseArguments } from '../arguments';
import { FORCE_HELP, type Output, requireOutputs } from '../files/outputs';
import { parseLanguage } from '../language';
import { runsFolder } from '../runs/runFolder';
import { parseRuntime, RUNTIMES, type Runtime } from '../runtime';
import { DOCTOR_SCHEMA } from './doctorFile';

/** What the doctor was asked. */
export interface DoctorCommand {
  readonly runtime: Runtime;
  readonly adapter: AdapterChoice;
  /** Where runs are kept. */
  readonly runs: string | undefined;
  /** The JSON, where it is asked for. */
  readonly outputs: readonly Output[];
  readonly language: Language;
}

/** How the command is called, and the runtimes it has; the first is the default. */
export interface DoctorProgram {
  readonly name: string;
  readonly runtimes: readonly Runtime[];
}

const NPM_RUN_DOCTOR: DoctorProgram = { name: 'npm run doctor --', runtimes: RUNTIMES };

interface Given {
  readonly runtime?: string;
  readonly adapter?: string;
  readonly runs?: string;
  readonly json?: string;
  readonly force?: boolean;
  readonly language?: string;
}

/**
 * Reads and checks the command line, before anything is built or started.
 * @throws CommandError or WeftError `bad-option`, in one sentence.
 */
export function parseDoctorCommand(
  argv: readonly string[],
  env = process.env,
  { name, runtimes }: DoctorProgram = NPM_RUN_DOCTOR,
): DoctorCommand {
  const program = new Command(name)
    .description(
      'Says whether training works on this machine, by training for three steps beside float64, and what to do where it does not. Ends with 0 only where it works; installs no browser.',
    )
    .option('--runtime <value>', `where WebGPU comes from: ${runtimes.join(' or ')} (default: ${runtimes[0]})`)
    .option('--adapter <value>', `the WebGPU adapter: one of ${ADAPTER_CHOICES.join(', ')} (WEFT_ADAPTER)`)
    .option('--runs <folder>', 'where runs are kept (default: weft/runs in XDG_DATA_HOME or ~/.local/share)')
    .option('--json <file>', `writes everything that was found out (schema ${DOCTOR_SCHEMA})`)
    .option('--force', FORCE_HELP)
    .option('--language <value>', `of what is printed: one of ${LANGUAGES.join(', ')} (default: en)`)
    .addHelpText('after', `\nExamples:\n  ${name} --json doctor.json\n  ${name} --runtime dawn --adapter gpu`);
  const given = parseArguments<Given>(program, argv);
  const runtime = parseRuntime(given.runtime, runtimes);
  return {
    runtime,
    adapter: parseAdapterChoice(given.adapter, env, runtime),
    runs: given.runs === undefined ? runsFolder(env) : resolve(given.runs),
    outputs: requireOutputs([{ option: 'json', content: 'doctor', path: given.json }], {
      isForced: given.force === true,
    }),
    language: parseLanguage(given.language),
  };
}
