// The program of the packed folder: the commands without a browser, a server or npm.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchProgram, parseBenchCommand } from '../benchCommand';
import { benchDiagnosisOf, runBenchCommand } from '../benchRun';
import { type CheckProgram, parseCheckCommand } from '../check/checkCommand';
import { runCheck } from '../check/checkRun';
import { torchPlace } from '../check/torch';
import { CommandError } from '../commandError';
import { withDiagnosis } from '../diagnosis/diagnosis';
import { type DoctorProgram, parseDoctorCommand } from '../doctor/doctorCommand';
import { runDoctor } from '../doctor/doctorRun';
import { examine } from '../doctor/examine';
import { createInterruption } from '../interruption';
import { runCommand } from '../runCommand';
import { parseRunsCommand } from '../runs/runsCommand';
import { carryOutRuns } from '../runs/runsRun';
import { parseTrainCommand, type TrainProgram } from '../trainCommand';
import { diagnosisOf, runTraining } from '../trainRun';
import { openDawnBench } from './dawnBench';
import { openDawnCheck } from './dawnCheck';
import { openDawnTrainer } from './dawnTrainer';

/** The folder that has the launcher and, unless it was left out, `datasets/`. */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const TRAIN: TrainProgram = {
  name: 'weft train',
  description: 'Trains the normalizations on the GPU and prints what they reach.',
  runtimes: ['dawn'],
};

const BENCH: BenchProgram = { name: 'weft bench', runtimes: ['dawn'] };

const CHECK: CheckProgram = { name: 'weft check', runtimes: ['dawn'] };

const DOCTOR: DoctorProgram = { name: 'weft doctor', runtimes: ['dawn'] };

/** Each takes its arguments and returns its exit code. */
const COMMANDS: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  train: async (argv) => {
    const command = parseTrainCommand(argv, process.env, TRAIN);
    const interruption = createInterruption();
    const datasets = { root: ROOT, folders: command.datasetFolders };
    await withDiagnosis(diagnosisOf(command), async (diagnosis) =>
      runTraining(await openDawnTrainer({ adapter: command.adapter, datasets }), command, interruption, diagnosis),
    );
    return interruption.exitCode;
  },
  runs: async (argv) => {
    await carryOutRuns(parseRunsCommand(argv, process.env, 'weft runs'), console.log);
    return 0;
  },
  bench: async (argv) => {
    const command = parseBenchCommand(argv, process.env, BENCH);
    const interruption = createInterruption();
    await withDiagnosis(benchDiagnosisOf(command), async (diagnosis) =>
      runBenchCommand(await openDawnBench(command.adapter), command, interruption, diagnosis),
    );
    return interruption.exitCode;
  },
  check: async (argv) => {
    const command = parseCheckCommand(argv, process.env, CHECK);
    const interruption = createInterruption();
    const datasets = { root: ROOT, folders: command.datasetFolders };
    const isGood = await runCheck(
      command,
      {
        open: async (work) => work(await openDawnCheck({ adapter: command.adapter, datasets })),
        torch: torchPlace(join(ROOT, 'lib'), ROOT, command.datasetFolders),
      },
      interruption,
    );
    return interruption.exitCode || (isGood ? 0 : 1);
  },
  doctor: async (argv) => {
    const command = parseDoctorCommand(argv, process.env, DOCTOR);
    const interruption = createInterruption();
    const isWorking = await runDoctor(
      command,
      {
        needsDataset: false,
        examine: () => examine(command, { root: ROOT, builds: undefined }),
        open: async (work) =>
          work(await openDawnTrainer({ adapter: command.adapter, datasets: { root: ROOT, folders: {} } })),
      },
      interruption,
    );
    return interruption.exitCode || (isWorking ? 0 : 1);
  },
};

await runCommand(async () => {
  const [name = '', ...argv] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (command === undefined) {
    throw new CommandError(
      `${name === '' ? 'No command is given' : `There is no command "${name}"`}; known are ${Object.keys(COMMANDS).join(', ')}, and --help after one lists its options.`,
    );
  }
  return command(argv);
});
