import { join } from 'node:path';
import { loadDawn } from './dawn/bundle';
import { createInterruption, type Interruption } from './interruption';
import { PROJECT_ROOT } from './project';
import { runCommand } from './runCommand';
import { parseTrainCommand, type TrainCommand } from './trainCommand';
import { runTraining } from './trainRun';
import { withWeftPage } from './withWeftPage';

await runCommand(async () => {
  const command = parseTrainCommand(process.argv.slice(2));
  const interruption = createInterruption();
  switch (command.runtime) {
    case 'chrome':
      await withWeftPage(command, (page) => runTraining(page, command, interruption));
      break;
    case 'dawn':
      await trainOnDawn(command, interruption);
      break;
    default:
      command.runtime satisfies never;
  }
  return interruption.exitCode;
});

async function trainOnDawn(command: TrainCommand, interruption: Interruption): Promise<void> {
  const { openDawnTrainer } = await loadDawn(command.adapter);
  const datasets = { root: join(PROJECT_ROOT, 'public'), folders: command.datasetFolders };
  await runTraining(await openDawnTrainer({ adapter: command.adapter, datasets }), command, interruption);
}
