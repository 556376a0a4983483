import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright/test';
import { build, loadConfigFromFile, type Rolldown } from 'vite';

const REPLAY_WORKER = fileURLToPath(new URL('../src/ui/testing/replayWorker.ts', import.meta.url));

/** Gives the page a trainer whose runs are made up: twenty members in a second, for what is about the page alone. */
export async function replayTraining(context: BrowserContext): Promise<void> {
  const body = await buildReplayWorker();
  // With the headers of the page's own worker: an isolated page starts no other.
  await context.route(/\/assets\/(worker|benchWorker)-[\w-]+\.js$/, async (route) =>
    route.fulfill({ response: await route.fetch(), body }),
  );
}

/** The script of a worker whose runs are made up. */
export async function buildReplayWorker(): Promise<string> {
  const page = await loadConfigFromFile({ command: 'build', mode: 'production' });
  const [output] = (await build({
    configFile: false,
    // The same commit as the page's: it goes on with no other's runs.
    define: page?.config.define ?? {},
    logLevel: 'error',
    build: { write: false, target: 'esnext', lib: { entry: REPLAY_WORKER, formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  return output?.output[0].code ?? '';
}
