import { runCommand } from './runCommand';
import { parseRunsCommand } from './runs/runsCommand';
import { carryOutRuns } from './runs/runsRun';

await runCommand(async () => {
  await carryOutRuns(parseRunsCommand(process.argv.slice(2)), console.log);
  return 0;
});
