import { join } from 'node:path';
import { createInterruption } from './interruption';
import { PROJECT_ROOT } from './project';
import { runCommand } from './runCommand';
import { runInRuntime } from './runInRuntime';
import { parseTrainCommand } from './trainCommand';
import { runTraining } from './trainRun';

await runCommand(async () => {
  const command = parseTrainCommand(process.argv.slice(2));
  const { adapter, datasetFolders } = command;
  const interruption = createInterruption();
  const datasets = { root: join(PROJECT_ROOT, 'public'), folders: datasetFolders };
  await runInRuntime(command, {
    inPage: (page) => runTraining(page, command, interruption),
    onDawn: async ({ openDawnTrainer }) =>
      runTraining(await openDawnTrainer({ adapter, datasets }), command, interruption),
  });
  return interruption.exitCode;
});
