import { execFileSync } from 'node:child_process';
import { defineConfig } from 'vite';
import { serveDatasets } from './src/cli/serveDatasets.ts';
import { pageColors } from './src/ui/pageColors.ts';

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
  plugins: [serveDatasets(), pageColors()],
  define: { __WEFT_COMMIT__: JSON.stringify(currentCommit()) },
  // tfjs keeps its kernels and backends in module state: a second copy would be an empty one.
  resolve: { dedupe: ['@tensorflow/tfjs-core'] },
  worker: { format: 'es' },
  // The bundle is mostly tfjs, loaded once from this machine.
  build: { target: 'esnext', chunkSizeWarningLimit: 4000 },
});
