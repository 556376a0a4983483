import { join } from 'node:path';
import { withDiagnosis } from './diagnosis/diagnosis';
import { createInterruption } from './interruption';
import { PROJECT_ROOT } from './project';
import { runCommand } from './runCommand';
import { runInRuntime } from './runInRuntime';
import { parseTrainCommand } from './trainCommand';
import { diagnosisOf, runTraining } from './trainRun';

await runCommand(async () => {
  const command = parseTrainCommand(process.argv.slice(2));
  const { adapter, datasetFolders } = command;
  const interruption = createInterruption();
  const datasets = { root: join(PROJECT_ROOT, 'public'), folders: datasetFolders };
  await withDiagnosis(diagnosisOf(command), (diagnosis) =>
    runInRuntime(
      { ...command, diagnosis },
      {
        inPage: (page) => runTraining(page, command, interruption, diagnosis),
        onDawn: async ({ openDawnTrainer }) =>
          runTraining(await openDawnTrainer({ adapter, datasets }), command, interruption, diagnosis),
      },
    ),
  );
  return interruption.exitCode;
});
