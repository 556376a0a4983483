import { WORDS } from '../words';
import { type BenchCommand, parseBenchCommand } from './benchCommand';
import { runBenchCommand } from './benchRun';
import { loadDawn } from './dawn/bundle';
import { createInterruption, type Interruption } from './interruption';
import { launchBrowser } from './launchBrowser';
import { runCommand } from './runCommand';
import { startServer } from './server';
import { openWeftPage } from './weftPage';

await runCommand(async () => {
  const command = parseBenchCommand(process.argv.slice(2));
  const interruption = createInterruption();
  switch (command.runtime) {
    case 'chrome':
      await benchInChrome(command, interruption);
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

async function benchInChrome(command: BenchCommand, interruption: Interruption): Promise<void> {
  await using server = await startServer({ port: 0 });
  await using browser = await launchBrowser({ headless: true, adapter: command.adapter });
  const page = await openWeftPage(browser, server.url, (text) =>
    console.error(WORDS[command.language].terminal.pageReports(text)),
  );
  await runBenchCommand(page, command, interruption);
}
