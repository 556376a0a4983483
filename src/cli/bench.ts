import { parseBenchCommand } from './benchCommand';
import { runBenchCommand } from './benchRun';
import { createInterruption } from './interruption';
import { runCommand } from './runCommand';
import { runInRuntime } from './runInRuntime';

await runCommand(async () => {
  const command = parseBenchCommand(process.argv.slice(2));
  const interruption = createInterruption();
  await runInRuntime(command, {
    inPage: (page) => runBenchCommand(page, command, interruption),
    onDawn: async ({ openDawnBench }) => runBenchCommand(await openDawnBench(command.adapter), command, interruption),
  });
  return interruption.exitCode;
});
