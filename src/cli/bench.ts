import { parseBenchCommand } from './benchCommand';
import { runBenchCommand } from './benchRun';
import { loadDawn } from './dawn/bundle';
import { createInterruption } from './interruption';
import { runCommand } from './runCommand';
import { withWeftPage } from './withWeftPage';

await runCommand(async () => {
  const command = parseBenchCommand(process.argv.slice(2));
  const interruption = createInterruption();
  switch (command.runtime) {
    case 'chrome':
      await withWeftPage(command, (page) => runBenchCommand(page, command, interruption));
      break;
    case 'dawn': {
      const { openDawnBench } = await loadDawn(command.adapter);
      await runBenchCommand(await openDawnBench(command.adapter), command, interruption);
      break;
    }
    default:
      command.runtime satisfies never;
  }
  return interruption.exitCode;
});
