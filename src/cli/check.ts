import { join } from 'node:path';
import { parseCheckCommand } from './check/checkCommand';
import { runCheck } from './check/checkRun';
import { torchPlace } from './check/torch';
import { createInterruption } from './interruption';
import { PROJECT_ROOT } from './project';
import { runCommand } from './runCommand';
import { runInRuntime } from './runInRuntime';

await runCommand(async () => {
  const command = parseCheckCommand(process.argv.slice(2));
  const interruption = createInterruption();
  const { adapter, datasetFolders } = command;
  const root = join(PROJECT_ROOT, 'public');
  const isGood = await runCheck(
    command,
    {
      open: (work) =>
        runInRuntime(command, {
          inPage: work,
          onDawn: async ({ openDawnCheck }) =>
            work(await openDawnCheck({ adapter, datasets: { root, folders: datasetFolders } })),
        }),
      torch: torchPlace(join(PROJECT_ROOT, 'bench/torch'), root, datasetFolders),
    },
    interruption,
  );
  return interruption.exitCode || (isGood ? 0 : 1);
});
