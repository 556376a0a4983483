import { defineConfig } from 'playwright/test';
import { findBrowser } from './src/cli/browser.ts';
import { browserFlags, testAdapter } from './src/cli/browserFlags.ts';
export default defineConfig({ testDir: 'e2e', outputDir: '/tmp/rep/pw', workers: 1, reporter: 'list', use: { browserName: 'chromium', launchOptions: { executablePath: await findBrowser(), args: browserFlags(testAdapter()) } } });
