import { parseBenchCommand } from './benchCommand';
import { runBenchCommand } from './benchRun';
import { createInterruption } from './interruption';
import { launchBrowser } from './launchBrowser';
import { runCommand } from './runCommand';
import { startServer } from './server';
import { openWeftPage } from './weftPage';

await runCommand(async () => {
  const command = parseBenchCommand(process.argv.slice(2));
  const interruption = createInterruption();
  await using server = await startServer({ port: 0 });
  await using browser = await launchBrowser({ headless: true, adapter: command.adapter });
  const page = await openWeftPage(browser, server.url, (text) => console.error(`The page reports: ${text}`));
  await runBenchCommand(page, command, interruption);
  return interruption.exitCode;
});
