import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import * as v from 'valibot';
import { benchFileSchema } from '../src/bench/benchFile';
import { expectAccessible } from './accessibility';
import { expect, test } from './fixtures';
import { runBench } from './trainProcess';

const BENCH_TIMEOUT_MS = 120_000;

test('bench prints its table and writes rows that validate', async () => {
  const json = test.info().outputPath('bench.json');
  const { exitCode, stdout, stderr } = await runBench([
    ...['--suite', 'matmul,loss', '--cases', 'loss/1x,matmul/128x512x10/forward-3'],
    ...['--peers', 'tfjs', '--json', json],
  ]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Multiply-add peak: [\d.,]+ GFLOP\/s/);
  expect(stdout).toMatch(/weft .* one dispatch/);

  const file = v.parse(benchFileSchema, JSON.parse(await readFile(json, 'utf8')));
  expect(file.status).toBe('finished');
  const measured = file.rows.filter(({ status }) => status === 'ok');
  expect(measured.map(({ case: id, implementation }) => `${id} ${implementation}`)).toEqual(
    expect.arrayContaining([
      'loss/1x128x10/softmax-cross-entropy weft',
      'loss/1x128x10/softmax-cross-entropy tfjs',
      'matmul/128x512x10/forward-3 weft-in-tfjs',
    ]),
  );
  for (const row of measured) {
    expect(row.samples).toBeGreaterThanOrEqual(10);
    expect(row.maxRelativeError).not.toBeNull();
  }
  expect(file.ratios.map(({ weft, against }) => `${weft} against ${against}`)).toEqual([
    'weft-in-tfjs, tf.fused.matMul, kernels installed against tfjs, tf.fused.matMul',
  ]);
  expect(file.ratios[0]?.weftSpeedup).toBeGreaterThan(0);
});

test('bench refuses an unknown suite before anything starts', async () => {
  const { exitCode, stdout, stderr } = await runBench(['--suite', 'conv']);
  expect(stderr.trim()).toMatch(/^Option suite is "conv"; .* matmul, normalize, loss, adam, train, evaluate, other\.$/);
  expect(stdout).toBe('');
  expect(exitCode).toBe(1);
});

async function openKernels(page: Page, search: string): Promise<void> {
  await page.goto(`./?view=kernels${search}`);
  await expect(page.getByTestId('bench-start')).toBeVisible({ timeout: BENCH_TIMEOUT_MS });
}

test('the Kernels view measures a small case and shows its row, roofs and bars', async ({ page }) => {
  await openKernels(page, '&suite=matmul&cases=matmul/128x512x10/forward-3&peers=tfjs');
  await expectAccessible(page);
  await page.getByTestId('bench-start').click();
  await expect(page.getByTestId('bench-status')).toHaveText('running');
  await page.getByTestId('view-train').click();
  await expect(page.getByTestId('train-start')).toBeDisabled();
  await page.getByTestId('view-kernels').click();
  await expect(page.getByTestId('bench-status')).toHaveText('finished', { timeout: BENCH_TIMEOUT_MS });

  const rows = page.locator('tbody[data-case="matmul/128x512x10/forward-3"] tr[data-status="ok"]');
  await expect(rows).toHaveCount(3);
  await expect(rows.first().locator('[data-column="error"]')).toHaveText(/^(\d\.\d\d\s×\s10⁻\p{No}|0\.\d+)$/u);
  await expect(rows.last().locator('[data-column="ratio"]')).toHaveText(/^[\d.]+× \([\d.]+–[\d.]+\)$/);
  await expect(page.getByTestId('chart-roofline').getByRole('img', { name: 'Roofline' })).toBeVisible();
  await expect(page.getByTestId('chart-speedups').getByRole('img')).toBeVisible();
  await expect(page.getByTestId('chart-scaling')).toContainText('Lines appear here once steps of several members');
  await expectAccessible(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('bench-download-json').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^weft-bench-[\d-]+T[\d-]+\.json$/);
});

test('the Kernels view stops a bench, and the address keeps what is chosen', async ({ page }) => {
  await openKernels(page, '');
  await page.getByRole('checkbox', { name: /^normalize/ }).uncheck();
  await page.getByRole('checkbox', { name: /^train/ }).uncheck();
  await page.getByRole('checkbox', { name: /^evaluate/ }).uncheck();
  await page.getByRole('checkbox', { name: /^other/ }).uncheck();
  await page.getByRole('checkbox', { name: /^jax-js/ }).check();
  expect(new URL(page.url()).search).toBe('?view=kernels&suite=matmul,loss,adam&peers=tfjs,jax-js');
  await page.getByTestId('bench-start').click();
  await expect(page.getByTestId('bench-status')).toHaveText('running');
  await page.getByTestId('bench-stop').click();
  await expect(page.getByTestId('bench-status')).toHaveText('stopped', { timeout: BENCH_TIMEOUT_MS });
  await expect(page.getByTestId('bench-start')).toBeEnabled();
});
