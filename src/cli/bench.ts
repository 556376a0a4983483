import { parseBenchCommand } from './benchCommand';
import { benchDiagnosisOf, runBenchCommand } from './benchRun';
import { withDiagnosis } from './diagnosis/diagnosis';
import { createInterruption } from './interruption';
import { runCommand } from './runCommand';
import { runInRuntime } from './runInRuntime';

await runCommand(async () => {
  const command = parseBenchCommand(process.argv.slice(2));
  const interruption = createInterruption();
  await withDiagnosis(benchDiagnosisOf(command), (diagnosis) =>
    runInRuntime(
      { ...command, diagnosis },
      {
        inPage: (page) => runBenchCommand(page, command, interruption, diagnosis),
        onDawn: async ({ openDawnBench }) =>
          runBenchCommand(await openDawnBench(command.adapter), command, interruption, diagnosis),
      },
    ),
  );
  return interruption.exitCode;
});
