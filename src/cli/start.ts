import { Command } from 'commander';
import open from 'open';
import { parseArguments, parsePort } from './arguments';
import { runCommand } from './runCommand';
import { startServer } from './server';

const DEFAULT_PORT = '5180';

const program = new Command('npm start --')
  .description('Serves the trainer on this machine and opens it in the browser.')
  .option('--port <number>', 'the port on 127.0.0.1', DEFAULT_PORT)
  .option('--no-open', 'do not open a browser');

await runCommand(async () => {
  const options = parseArguments<{ port: string; open: boolean }>(program);
  await using server = await startServer({ port: parsePort(options.port) });
  console.log(`Weft is at ${server.url} (Ctrl-C ends it)`);
  if (options.open && hasDisplay()) {
    await open(server.url).catch(() => console.log('No browser could be opened; open the address yourself.'));
  }
  await interruption();
  return 0;
});

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
  });
}
