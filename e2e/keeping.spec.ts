import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { runTrain, startTrain } from './trainProcess';

/** `npm run interrupt` tries many more moments and ways, and compares weights too. */
const SMALL_RUN = [
  ...['--train-examples', '512', '--batch-size', '64', '--epochs', '2', '--normalizations', 'scale'],
  ...['--early-stopping', '--stopping-patience', '1', '--stopping-min-delta', '1', '--keep-every', '1'],
];

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-runs-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** All that a run file says but when the run was, how long it took, and in how much memory. */
function bitsOf(path: string) {
  const { startedAt: _, throughput: __, wallMs: ___, memory: ____, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  return rest;
}

for (const runtime of ['dawn', 'browser']) {
  test(`a run in the ${runtime} that is killed goes on when it is started again, and ends the same`, async () => {
    const args = [...SMALL_RUN, '--runtime', runtime, '--runs', join(folder, 'runs')];
    const [whole, resumed] = [join(folder, 'whole.json'), join(folder, 'resumed.json')];
    await runTrain([...args, '--runs', join(folder, 'others'), '--json', whole]);
    const { printed, kill, ended } = startTrain(args);
    await printed('Training, epoch 2 of 2');
    await new Promise((resolve) => setTimeout(resolve, 500));
    kill();
    await ended;
    const { exitCode, stdout } = await runTrain([...args, '--json', resumed]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Going on with run [\w-]+ \(.*\); --fresh starts anew\.\n/);
    expect(stdout).toContain('It goes on after ');
    expect(bitsOf(resumed)).toEqual(bitsOf(whole));
    const [run = ''] = readdirSync(join(folder, 'runs'));
    expect(readdirSync(join(folder, 'runs', run)).sort()).toEqual(['about.json', 'run.json']);
  });
}
