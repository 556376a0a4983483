import { join } from 'node:path';
import { EventLog } from '../run/diagnostic/eventLog';
import { findBrowserHere } from './browser';
import { buildsFolder } from './builds/builds';
import { CommandError } from './commandError';
import { parseDoctorCommand } from './doctor/doctorCommand';
import { runDoctor } from './doctor/doctorRun';
import { examine } from './doctor/examine';
import { createInterruption } from './interruption';
import { PROJECT_ROOT } from './project';
import { runCommand } from './runCommand';
import { runInRuntime } from './runInRuntime';
import type { PageDiagnosis } from './withWeftPage';

await runCommand(async () => {
  const command = parseDoctorCommand(process.argv.slice(2));
  const { runtime, adapter } = command;
  const interruption = createInterruption();
  const root = join(PROJECT_ROOT, 'public');
  const isWorking = await runDoctor(
    command,
    {
      needsDataset: true,
      examine: () => examine(command, { root, builds: buildsFolder() }),
      open: async (work, note) => {
        if (runtime === 'browser') {
          // Others install one where there is none: who asks what is wrong wants nothing changed.
          const browserPath = await findBrowserHere();
          if (browserPath === undefined) {
            throw new CommandError('No browser was found.', { problem: 'no-browser' });
          }
          note({ browserPath });
        }
        const diagnosis: PageDiagnosis = { log: new EventLog(), browser: undefined, isCurious: true };
        try {
          await runInRuntime(
            { ...command, diagnosis },
            {
              inPage: work,
              onDawn: async ({ openDawnTrainer }) =>
                work(await openDawnTrainer({ adapter, datasets: { root, folders: {} } })),
            },
          );
        } finally {
          note({ browser: diagnosis.browser ?? null });
        }
      },
    },
    interruption,
  );
  return interruption.exitCode || (isWorking ? 0 : 1);
});
