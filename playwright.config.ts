import { createServer } from 'node:net';
import { defineConfig } from 'playwright/test';
import { findBrowser } from './src/cli/browser.ts';
import { browserFlags, testAdapter } from './src/cli/browserFlags.ts';

/** Playwright reads this file once more in each worker, which must get the same port. */
process.env.WEFT_E2E_PORT ??= String(await findFreePort());
const port = process.env.WEFT_E2E_PORT;

export default defineConfig({
  testDir: 'e2e',
  timeout: 180_000,
  // SwiftShader uses every core: two trainings at once would only time each other out.
  workers: 1,
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    browserName: 'chromium',
    // Only e2e/offline.spec.ts is about copies of the page; every other test is of the page as it is served.
    serviceWorkers: 'block',
    launchOptions: { executablePath: await findBrowser(), args: browserFlags(testAdapter()) },
  },
  webServer: {
    command: `node --import tsx src/cli/start.ts --no-open --port ${port}`,
    url: `http://127.0.0.1:${port}/`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGINT', timeout: 5000 },
  },
});

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
