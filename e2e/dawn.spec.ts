import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { expect, test } from 'playwright/test';
import { encodeIdxImages, encodeIdxLabels } from '../src/data/idxFixtures';
import { readRunFile } from '../src/run/readRunFile';
import type { RunFile } from '../src/run/runFile';
import { runTrain, startTrain } from './trainProcess';

// Dawn reaches SwiftShader as a Vulkan driver, on Linux: the one that comes with the browser of these tests. Where there is
// none these tests fail, since skipped they would look passed.

const TRAIN_EXAMPLES = 256;
const TEST_EXAMPLES = 128;
const VALIDATION_EXAMPLES = 10_000;
const DATASET = 'public/datasets/fashion-mnist';
const SMALL_RUN = ['--preset', 'quick', '--epochs', '1', '--train-examples', String(TRAIN_EXAMPLES)];

async function readRun(path: string): Promise<RunFile> {
  return readRunFile(await readFile(path, 'utf8'), path);
}

/** The first images of Fashion-MNIST, so that the test pass is short. */
async function writeShortDataset(): Promise<string> {
  const folder = test.info().outputPath('short');
  await mkdir(folder, { recursive: true });
  const shorten = async (file: string, headerBytes: number, exampleBytes: number, count: number) => {
    const content = await promisify(gunzip)(await readFile(join(DATASET, file)));
    const examples = content.subarray(headerBytes, headerBytes + exampleBytes * count);
    const bytes = exampleBytes === 1 ? encodeIdxLabels(examples) : encodeIdxImages(examples);
    await writeFile(join(folder, file), await promisify(gzip)(bytes, { level: 1 }));
  };
  for (const [prefix, count] of [
    ['train', VALIDATION_EXAMPLES + TRAIN_EXAMPLES],
    ['t10k', TEST_EXAMPLES],
  ] as const) {
    await shorten(`${prefix}-images-idx3-ubyte.gz`, 16, 784, count);
    await shorten(`${prefix}-labels-idx1-ubyte.gz`, 8, 1, count);
  }
  return folder;
}

/** Every figure that training gives, in one order. */
function figuresOf({ members }: RunFile): (number | null)[] {
  return members.flatMap(({ history, test }) => [
    ...history.flatMap(({ trainLoss, trainAccuracy, valLoss, valAccuracy }) => [
      trainLoss,
      trainAccuracy,
      valLoss,
      valAccuracy,
    ]),
    test?.loss ?? null,
    test?.accuracy ?? null,
  ]);
}

test('train on Dawn gives the run that Chrome gives', async () => {
  const dataset = ['--dataset', await writeShortDataset()];
  const runs: RunFile[] = [];
  for (const runtime of ['dawn', 'browser']) {
    const json = test.info().outputPath(`${runtime}.json`);
    const options = ['--runtime', runtime, '--normalizations', 'scale', '--json', json];
    const { exitCode, stdout, stderr } = await runTrain([...SMALL_RUN, ...dataset, ...options]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/normalization.*test accuracy.*test loss.*normalize GB\/s/);
    runs.push(await readRun(json));
  }
  const [dawn, browser] = runs as [RunFile, RunFile];
  expect(dawn.adapter).toMatchObject({ runtime: 'dawn', isFallback: browser.adapter.isFallback });
  expect(dawn.adapter.runtimeVersion).toMatch(/^Dawn \(webgpu [\d.]+\), Node [\d.]+$/);
  expect(dawn.config).toEqual(browser.config);
  // The same kernels on the same adapter: the same bits, unless Dawn's versions differ in how they compile.
  const expected = figuresOf(browser);
  expect(expected).toHaveLength(6);
  figuresOf(dawn).forEach((figure, index) => {
    expect(Math.abs((figure as number) - (expected[index] as number))).toBeLessThan(1e-6);
  });
});

test('an interrupted run on Dawn still prints and writes what it has', async () => {
  const json = test.info().outputPath('run.json');
  const options = ['--preset', 'notebook', '--normalizations', 'scale', '--json', json];
  const train = startTrain(['--runtime', 'dawn', ...options]);
  await train.printed('Training, epoch 1');
  train.interrupt();
  const { exitCode, stdout } = await train.ended;
  expect(exitCode).toBe(130);
  expect(stdout).toContain('normalize GB/s');
  expect((await readRun(json)).status).toBe('stopped');
});

test('train on Dawn says the remedy where there is no adapter', async () => {
  const { exitCode, stderr } = await runTrain(['--runtime', 'dawn'], { VK_ICD_FILENAMES: '/no/such/driver.json' });
  expect(stderr.trim()).toMatch(
    /\nWebGPU found no adapter; install a Vulkan driver, or set VK_ICD_FILENAMES .*\.\nDiagnostic file, .*\/diagnostics\/.*\.json \(.*\)\.$/,
  );
  expect(exitCode).toBe(1);
});

test('train refuses an unknown runtime before anything starts', async () => {
  const { exitCode, stdout, stderr } = await runTrain(['--runtime', 'deno']);
  expect(stderr.trim()).toBe('Option runtime is "deno"; it must be one of browser, dawn.');
  expect(stdout).toBe('');
  expect(exitCode).toBe(1);
});
