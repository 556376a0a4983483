import { join } from 'node:path';
import { createInterruption } from './interruption';
import { PROJECT_ROOT } from './project';
import { runCommand } from './runCommand';
import { runInRuntime } from './runInRuntime';
import { createBrowserMeter, createNodeMeter } from './soak/meters';
import { parseSoakCommand } from './soak/soakCommand';
import { runSoak } from './soak/soakRun';

await runCommand(async () => {
  const command = parseSoakCommand(process.argv.slice(2));
  const { adapter, datasetFolders } = command;
  const interruption = createInterruption();
  let isSteady = false;
  await runInRuntime(command, {
    inPage: async (trainer, browser) => {
      // The page keeps its runs itself.
      isSteady = await runSoak({ trainer, measure: await createBrowserMeter(browser) }, command, interruption);
    },
    onDawn: async ({ openDawnTrainer }) => {
      const datasets = { root: join(PROJECT_ROOT, 'public'), folders: datasetFolders };
      const trainer = await openDawnTrainer({ adapter, datasets });
      const place = { trainer, measure: createNodeMeter(), keep: async () => undefined };
      isSteady = await runSoak(place, command, interruption);
    },
  });
  return interruption.exitCode || (isSteady ? 0 : 1);
});
