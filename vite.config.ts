import { execFileSync } from 'node:child_process';
import { defineConfig } from 'vite';
import { closedServer } from './src/cli/serving/closedServer.ts';
import { offlineBuild } from './src/cli/serving/offlineBuild.ts';
import { pageStyles } from './src/ui/pageStyles.ts';

function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

export default defineConfig({
  base: './',
  // A missing dataset is a 404, not the page again.
  appType: 'mpa',
  // The browser tests have a page of Vitest's own, with scripts of its own.
  plugins: [...(process.env.VITEST ? [] : [closedServer(), offlineBuild()]), pageStyles()],
  server: { host: '127.0.0.1', cors: false },
  define: { __WEFT_COMMIT__: JSON.stringify(currentCommit()) },
  // tfjs keeps its kernels and backends in module state: a second copy would be an empty one.
  resolve: { dedupe: ['@tensorflow/tfjs-core'] },
  worker: { format: 'es' },
  // The bundle is mostly tfjs, loaded once from this machine.
  build: { target: 'esnext', chunkSizeWarningLimit: 4000 },
});
