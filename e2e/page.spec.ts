import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import * as v from 'valibot';
import { diagnosticSchema } from '../src/run/diagnostic/diagnosticFile';
import { runFileSchema } from '../src/run/runFile';
import { expectAccessible } from './accessibility';
import { expect, test } from './fixtures';

const SMALL_RUN = '?train-examples=512&epochs=1&normalizations=scale,standardize';
/** Long enough to be paused and stopped on any adapter. */
const LONG_RUN = '?train-examples=20000&epochs=50&normalizations=scale,standardize';

const TRAINING_TIMEOUT_MS = 120_000;

async function openPage(page: Page, search = ''): Promise<void> {
  await page.goto(`./${search}`);
  await expect(page.getByTestId('adapter-badge')).toBeVisible({ timeout: TRAINING_TIMEOUT_MS });
}

async function train(page: Page): Promise<void> {
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('run-status')).toHaveText('running');
}

async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.getByTestId('run-status')).toHaveText(status, { timeout: TRAINING_TIMEOUT_MS });
}

async function readFigure(page: Page, normalization: string, column: string): Promise<number> {
  const cell = page.locator(`tr[data-normalization="${normalization}"] [data-column="${column}"]`);
  return Number((await cell.textContent())?.replaceAll(',', ''));
}

async function readStepsDone(page: Page): Promise<number> {
  const text = await page.getByTestId('steps').textContent();
  return Number(text?.split(' of ')[0]?.replaceAll(',', ''));
}

/** Waits until so many steps are done, and gives how many are. */
async function waitForSteps(page: Page, atLeast: number): Promise<number> {
  await expect
    .poll(() => readStepsDone(page).then((steps) => steps >= atLeast), { timeout: TRAINING_TIMEOUT_MS })
    .toBe(true);
  return readStepsDone(page);
}

async function expectNoHorizontalScroll(page: Page): Promise<void> {
  const overflowPx = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflowPx).toBe(0);
}

test('trains a small preset, and the table fills with figures that make sense', async ({ page }) => {
  await openPage(page, SMALL_RUN);
  await expect(page.getByTestId('results').locator('tbody tr')).toHaveCount(2);
  await expectAccessible(page);
  await train(page);
  await expect(page.getByTestId('train-start')).toBeDisabled();
  await expectStatus(page, 'finished');

  for (const normalization of ['scale', 'standardize']) {
    for (const column of ['val-accuracy', 'test-accuracy']) {
      const accuracy = await readFigure(page, normalization, column);
      expect(accuracy, `${normalization}, ${column}`).toBeGreaterThan(0.3);
      expect(accuracy, `${normalization}, ${column}`).toBeLessThan(0.95);
    }
    const loss = await readFigure(page, normalization, 'test-loss');
    expect(loss).toBeGreaterThan(0.2);
    expect(loss).toBeLessThan(2.5);
    expect(await readFigure(page, normalization, 'normalize-gb-per-second')).toBeGreaterThan(0);
  }
  await expect(page.getByTestId('chart-loss').getByRole('img', { name: 'Loss' })).toBeVisible();
  await expect(page.getByTestId('chart-accuracy')).toContainText(
    /Validation accuracy so far: scale 0\.\d+, standardize/,
  );
  await expect(page.getByTestId('train-start')).toBeEnabled();
  await expect(page.getByTestId('train-stop')).toBeDisabled();
  await expectAccessible(page);
  await expectNoHorizontalScroll(page);

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download-json').click()]);
  expect(download.suggestedFilename()).toMatch(/^weft-run-[\dT-]+\.json$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) {
    chunks.push(chunk as Buffer);
  }
  const file = v.parse(runFileSchema, JSON.parse(Buffer.concat(chunks).toString()));
  expect(file.members.map(({ normalization }) => normalization)).toEqual(['scale', 'standardize']);
});

test('pause holds the steps, resume goes on, stop leaves the page ready to train again', async ({ page }) => {
  await openPage(page, LONG_RUN);
  await train(page);
  await waitForSteps(page, 1);

  await page.getByTestId('train-pause').click();
  await expectStatus(page, 'paused');
  const held = await readStepsDone(page);
  await page.waitForTimeout(2000);
  expect(await readStepsDone(page)).toBe(held);

  await expect(page.getByTestId('train-pause')).toHaveText('Resume');
  await page.getByTestId('train-pause').click();
  await expectStatus(page, 'running');
  await waitForSteps(page, held + 1);

  await page.getByTestId('train-stop').click();
  await expectStatus(page, 'stopped');
  await expect(page.getByTestId('train-start')).toBeEnabled();
  await expect(page.getByTestId('train-pause')).toBeDisabled();
  await expect(page.getByTestId('results')).toContainText('stopped');
  await expect(page.locator('tr[data-normalization="scale"] [data-column="test-accuracy"]')).toHaveText('–');
  await expect(page.getByTestId('download-json')).toBeEnabled();
  await expect(page.getByLabel('Epochs', { exact: true })).toBeEnabled();
});

test('stop ends a paused run too', async ({ page }) => {
  await openPage(page, LONG_RUN);
  await train(page);
  await waitForSteps(page, 1);
  await page.getByTestId('train-pause').click();
  await expectStatus(page, 'paused');
  await page.getByTestId('train-stop').click();
  await expectStatus(page, 'stopped');
  await expect(page.getByTestId('train-start')).toBeEnabled();
});

const REFUSED: readonly (readonly [search: string, sentence: string])[] = [
  ['?epochs=0', 'Option epochs is "0"; it must be a whole number from 1 to 1000.'],
  ['?normalizations=scale,sphere', 'Option normalizations is "scale,sphere"; it must be a comma-separated list'],
  ['?batch-size=513&train-examples=512', 'Option batch-size is 513; it must be at most train-examples, which is 512.'],
  ['?learning-rates=NaN', 'Option learning-rates is "NaN"; it must be'],
  ['?colour=red', 'There is no option "colour"; known are preset,'],
];

for (const [search, sentence] of REFUSED) {
  test(`an address with ${search} gets one sentence and the defaults`, async ({ page }) => {
    await openPage(page, search);
    await expect(page.getByTestId('options-error')).toContainText(sentence);
    await expect(page.getByTestId('train-start')).toBeEnabled();
    await page.getByLabel('Epochs', { exact: true }).fill('2');
    await expect(page.getByTestId('options-error')).toHaveCount(0);
    expect(new URL(page.url()).searchParams.get('epochs')).toBe('2');
  });
}

test('an option that cannot be used is explained beside its field, and nothing can be started', async ({ page }) => {
  await openPage(page);
  await page.getByLabel('Batch size').fill('0');
  await expect(page.getByTestId('error-batch-size')).toHaveText(
    'Option batch-size is "0"; it must be a whole number from 1 to 50000.',
  );
  await expect(page.getByLabel('Batch size')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('train-start')).toBeDisabled();
  await expectAccessible(page);
  await page.getByLabel('Batch size').fill('64');
  await expect(page.getByTestId('error-batch-size')).toBeEmpty();
  await expect(page.getByTestId('train-start')).toBeEnabled();
});

test('a run that fails says why, and the page can train again', async ({ page, context }) => {
  await context.route('**/datasets/no-such-dataset/**', (route) => route.fulfill({ status: 200, body: 'not gzip' }));
  await openPage(page, `${SMALL_RUN}&dataset=no-such-dataset`);
  await page.getByTestId('train-start').click();
  await expectStatus(page, 'failed');
  await expect(page.getByTestId('run-error')).toContainText(/no-such-dataset|gzip/);
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByTestId('save-diagnostic').click();
  const diagnostic = v.parse(diagnosticSchema, JSON.parse(await readFile(await (await download).path(), 'utf8')));
  expect(diagnostic).toMatchObject({
    work: 'page',
    config: { dataset: 'no-such-dataset' },
    adapter: { runtime: 'browser' },
  });
  expect(diagnostic.errors[0]?.code).toBe('bad-dataset');
  expect(diagnostic.log.at(-1)?.what).toBe('failed');
  await page.getByLabel('Dataset').fill('fashion-mnist');
  await train(page);
  await expectStatus(page, 'finished');
  await expect(page.getByTestId('run-error')).toHaveCount(0);
});

test('the page drives and shows a run started through globalThis.weft', async ({ page }) => {
  await openPage(page);
  const outcome = await page.evaluate(async () => {
    const types = new Set<string>();
    const raw = { 'train-examples': '512', epochs: '1', normalizations: 'scale' };
    const file = await globalThis.weft.train(raw, (event) => types.add(event.type));
    const refusal = await globalThis.weft.train({ epochs: '0' }).catch((error: Error) => error.message);
    return { status: file.status, types: [...types], refusal };
  });
  expect(outcome.status).toBe('finished');
  expect(outcome.types).toEqual(expect.arrayContaining(['runStarted', 'progressed', 'epochEnded', 'memberTested']));
  expect(outcome.refusal).toContain('Option epochs is "0"');
  expect(await readFigure(page, 'scale', 'test-accuracy')).toBeGreaterThan(0.3);
});

test('without WebGPU the page says so and what to do, in light and dark', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'gpu');
  });
  await page.goto('./');
  await expect(page.getByTestId('no-webgpu')).toContainText('Weft needs WebGPU, and this browser has none');
  await expect(page.getByTestId('no-webgpu')).toContainText('chrome://gpu');
  await expect(page.getByTestId('train-start')).toHaveCount(0);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 640 });
  await expectNoHorizontalScroll(page);
});

for (const width of [360, 768, 1600]) {
  test(`the page fits a window ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await openPage(page, '?normalizations=raw,scale,center,standardize,scale-center,pixel-standardize&seeds=3');
    await expectNoHorizontalScroll(page);
  });
}
