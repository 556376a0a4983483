import { copyFile, mkdir, readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import * as v from 'valibot';
import { runFileSchema } from '../src/run/runFile';
import { runTrain, startTrain } from './trainProcess';

const SMALL_RUN = ['--preset', 'quick', '--train-examples', '512', '--epochs', '1'];
const DATASET = 'public/datasets/fashion-mnist';

async function readRun(path: string) {
  return v.parse(runFileSchema, JSON.parse(await readFile(path, 'utf8')));
}

async function copyDataset(): Promise<string> {
  const folder = test.info().outputPath('my dataset');
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(DATASET)) {
    await copyFile(join(DATASET, file), join(folder, file));
  }
  return folder;
}

const REFUSED: readonly (readonly [args: string[], sentence: RegExp])[] = [
  [['--batch-size', '0'], /^Option batch-size is "0"; it must be a whole number from 1 to 50000\.$/],
  [['--batch-size', '513', '--train-examples', '512'], /^Option batch-size is 513; .* train-examples, which is 512\.$/],
  [['--epochs', '0'], /^Option epochs is "0"; it must be a whole number from 1 to 1000\.$/],
  [['--normalizations', 'scale,sphere'], /^Option normalizations is "scale,sphere"; .* scale, center, .*\.$/],
  [['--learning-rates', 'NaN'], /^Option learning-rates is "NaN"; .* numbers above 0 .*\.$/],
  [['--reduce-lr-on-plateau', '--plateau-factor', '1'], /^Option plateau-factor is "1"; .* above 0 and below 1\.$/],
  [['--early-stopping', '--stopping-patience', '-1'], /^Option stopping-patience is "-1"; .* from 0 to 1000\.$/],
  [['--stopping-patience', '1'], /^Option stopping-patience is 1; it must be left at 3 while early-stopping is off\.$/],
  [['--early-stopping', '--stopping-monitor', 'val_los'], /^Option stopping-monitor is "val_los"; .* val_loss, .*\.$/],
  [['--epoch', '3'], /^Unknown option '--epoch' .*--epochs.*\.$/],
  [['--epochs'], /^Option '--epochs <value>' argument missing; .*\.$/],
  [['--json', 'no/such/folder/run.json'], /^Option json is "no\/such\/folder\/run\.json".* no folder .*\.$/],
  [['--adapter', 'abacus'], /^Option adapter is "abacus"; it must be one of auto, swiftshader, lavapipe, gpu\.$/],
  [
    ['--dataset', './no-such-folder'],
    /^Option dataset is "\.\/no-such-folder", where train-images.* is missing; .*\.$/,
  ],
];

for (const [args, sentence] of REFUSED) {
  test(`train ${args.join(' ')} is refused in one sentence before anything starts`, async () => {
    const { exitCode, stdout, stderr } = await runTrain(args);
    expect(stderr.trim()).toMatch(sentence);
    expect(stdout).toBe('');
    expect(exitCode).toBe(1);
  });
}

test('train prints the table and writes JSON and CSV', async () => {
  const json = test.info().outputPath('run.json');
  const csv = test.info().outputPath('run.csv');
  const files = ['--json', json, '--csv', csv];
  const { exitCode, stdout, stderr } = await runTrain([
    ...SMALL_RUN,
    '--normalizations',
    'scale,standardize',
    ...files,
  ]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/normalization.*test accuracy.*test loss.*normalize GB\/s/);

  const run = await readRun(json);
  expect(run.status).toBe('finished');
  expect(run.config).toMatchObject({ normalizations: ['scale', 'standardize'], trainExamples: 512, epochs: 1 });
  expect(run.members.map((member) => member.history.length)).toEqual([1, 1]);
  expect(run.summary.map((row) => row.normalization)).toEqual(['scale', 'standardize']);
  expect(run.throughput.imagesPerSecond).toBeGreaterThan(0);

  expect(stdout).toContain(`Wrote ${json}.\nWrote ${csv}.\n`);
  expect(
    stdout
      .split('\n')
      .filter((line) => line.includes('─'))
      .every(({ length }) => length <= 80),
  ).toBe(true);

  const rows = (await readFile(csv, 'utf8')).trim().split('\r\n');
  expect(rows.map((row) => row.split(',')[0])).toEqual(['normalization', 'scale', 'standardize']);
});

test('train stops and slows down members by the callbacks it is told to use, and says so', async () => {
  const json = test.info().outputPath('run.json');
  const { exitCode, stdout, stderr } = await runTrain([
    ...[...SMALL_RUN.slice(0, -1), '3', '--normalizations', 'scale', '--held-out-examples', '128', '--json', json],
    // Nothing improves by so much.
    ...['--early-stopping', '--stopping-min-delta', '100', '--stopping-patience', '2'],
    ...['--reduce-lr-on-plateau', '--plateau-min-delta', '100', '--plateau-patience', '1'],
  ]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 member, 3 epochs of 384 examples, 128 more held out.');
  expect(stdout).toContain('scale, seed 1: learning rate reduced to 5\u00a0×\u00a010⁻⁴ after epoch 2.');
  expect(stdout).toContain('One seed allows no interval');
  const { members } = await readRun(json);
  expect(members[0]).toMatchObject({
    reduceLrOnPlateau: true,
    earlyStopping: true,
    status: 'finished',
    restoredEpoch: 1,
  });
  expect(members[0]?.history.map(({ learningRate }) => learningRate)).toEqual([0.001, 0.001, 0.0005]);
});

test('train takes a dataset from a folder', async () => {
  const json = test.info().outputPath('run.json');
  const folder = await copyDataset();
  const dataset = ['--dataset', folder, '--normalizations', 'scale', '--json', json];
  const { exitCode, stderr } = await runTrain([...SMALL_RUN, ...dataset]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect((await readRun(json)).config.dataset).toBe('local-my-dataset');
});

test('train refuses a truncated dataset file by its name', async () => {
  const folder = await copyDataset();
  await truncate(join(folder, 'train-images-idx3-ubyte.gz'), 100_000);
  const { exitCode, stderr } = await runTrain([...SMALL_RUN, '--dataset', folder]);
  expect(stderr.trim()).toMatch(/^File local-my-dataset\/train-images-idx3-ubyte\.gz .*\.$/);
  expect(exitCode).toBe(1);
});

test('an interrupted train run still prints and writes what it has', async () => {
  const json = test.info().outputPath('run.json');
  const train = startTrain(['--preset', 'notebook', '--normalizations', 'scale', '--json', json]);
  await train.printed('images/s');
  train.interrupt();
  const { exitCode, stdout } = await train.ended;
  expect(exitCode).toBe(130);
  expect(stdout).toContain('normalize GB/s');
  expect((await readRun(json)).status).toBe('stopped');
});
