import { spawnSync } from 'node:child_process';
import { findBrowser } from '../src/cli/browser';
import { runCommand } from '../src/cli/runCommand';

/** The scripts of package.json that make up `npm test`, fastest first. */
const STEPS = ['typecheck', 'lint', 'test:unit', 'test:gpu', 'test:e2e'];

await runCommand(async () => {
  const startMs = performance.now();
  const browser = await findBrowser();
  console.log(`Browser: ${browser}`);
  for (const step of STEPS) {
    const exitCode = runStep(step, { ...process.env, WEFT_BROWSER: browser });
    if (exitCode !== 0) {
      console.error(`\n${step} failed after ${secondsSince(startMs)}.`);
      return exitCode;
    }
  }
  console.log(`\nAll tests passed in ${secondsSince(startMs)}.`);
  return 0;
});

function runStep(step: string, env: NodeJS.ProcessEnv): number {
  const startMs = performance.now();
  console.log(`\n── ${step} ──`);
  const { status } = spawnSync('npm', ['run', '--silent', step], {
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  console.log(`── ${step}: ${status === 0 ? 'passed' : 'failed'} in ${secondsSince(startMs)}`);
  return status ?? 1;
}

function secondsSince(startMs: number): string {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
}
