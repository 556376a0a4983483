import { join } from 'node:path';
import { WORDS } from '../words';
import { loadDawn } from './dawn/bundle';
import { createInterruption, type Interruption } from './interruption';
import { launchBrowser } from './launchBrowser';
import { PROJECT_ROOT } from './project';
import { runCommand } from './runCommand';
import { startServer } from './server';
import { parseTrainCommand, type TrainCommand } from './trainCommand';
import { runTraining } from './trainRun';
import { openWeftPage } from './weftPage';

await runCommand(async () => {
  const command = parseTrainCommand(process.argv.slice(2));
  const interruption = createInterruption();
  switch (command.runtime) {
    case 'chrome':
      await trainInChrome(command, interruption);
      break;
    case 'dawn':
      await trainOnDawn(command, interruption);
      break;
    default:
      command.runtime satisfies never;
  }
  return interruption.exitCode;
});

async function trainInChrome(command: TrainCommand, interruption: Interruption): Promise<void> {
  await using server = await startServer({ port: 0, datasetFolders: command.datasetFolders });
  await using browser = await launchBrowser({ headless: true, adapter: command.adapter });
  const page = await openWeftPage(browser, server.url, (text) =>
    console.error(WORDS[command.language].terminal.pageReports(text)),
  );
  await runTraining(page, command, interruption);
}

async function trainOnDawn(command: TrainCommand, interruption: Interruption): Promise<void> {
  const { openDawnTrainer } = await loadDawn(command.adapter);
  const datasets = { root: join(PROJECT_ROOT, 'public'), folders: command.datasetFolders };
  await runTraining(await openDawnTrainer({ adapter: command.adapter, datasets }), command, interruption);
}
