import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findBrowser } from './src/cli/browser.ts';
import { browserFlags, testAdapter } from './src/cli/browserFlags.ts';

const GPU_TESTS = 'src/**/*.gpu.test.ts';

/** Bundled before the first test: a dependency found later would reload the page in the middle of a run. */
const BUNDLED_DEPENDENCIES = [
  '@jax-js/jax',
  '@stdlib/stats-base-dists-t-cdf',
  '@stdlib/stats-base-dists-t-quantile',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/jasmine_util.js',
  '@tensorflow/tfjs-core/dist/ops/fused/fused_mat_mul_test.js',
  '@tensorflow/tfjs-core/dist/ops/mat_mul_test.js',
  '@tensorflow/tfjs-backend-webgpu',
  'comlink',
  'd3-array',
  'fast-check',
  'idb',
  'pure-rand/distribution/uniformFloat32',
  'pure-rand/distribution/uniformInt',
  'pure-rand/generator/xoroshiro128plus',
  'valibot',
];

const JASMINE_STUB = fileURLToPath(new URL('scripts/jasmineStub.cjs', import.meta.url));

const chromium = playwright({
  launchOptions: { executablePath: await findBrowser(), args: browserFlags(testAdapter()) },
});

export default defineConfig({
  test: {
    projects: [
      {
        extends: './vite.config.ts',
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [GPU_TESTS],
          // Seconds of property tests, on a machine that may be busy.
          testTimeout: 60_000,
        },
      },
      {
        extends: './vite.config.ts',
        resolve: { alias: { 'jasmine-core/lib/jasmine-core/jasmine.js': JASMINE_STUB } },
        test: {
          // The GPU tests on Dawn, for whatever Vulkan driver the environment names: `npm run test:gpu -- --adapter …`.
          name: 'dawn',
          environment: 'node',
          include: [GPU_TESTS],
          setupFiles: ['scripts/dawnSetup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: './vite.config.ts',
        resolve: { alias: { 'jasmine-core/lib/jasmine-core/jasmine.js': JASMINE_STUB } },
        optimizeDeps: { include: BUNDLED_DEPENDENCIES },
        test: {
          name: 'gpu',
          include: [GPU_TESTS],
          setupFiles: ['scripts/requireAdapter.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // SwiftShader uses every core: two files at once would only time each other out.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            api: { host: '127.0.0.1' },
            provider: chromium,
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
