import type { Page } from 'playwright/test';
import { DATASET_FILES } from '../src/data/datasetFiles';
import { expectAccessible } from './accessibility';
import { BuiltSite } from './builtSite';
import { test as base, expect } from './fixtures';
import { buildReplayWorker } from './replay';

const test = base.extend<{ readonly site: BuiltSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures there
  site: async ({}, use) => {
    const site = await BuiltSite.create();
    await use(site);
    await site[Symbol.asyncDispose]();
  },
  baseURL: async ({ site }, use) => use(site.url),
});

test.use({
  serviceWorkers: 'allow',
  // Of requests that no server answers.
  allowedConsoleErrors: [/Failed to load resource|fetching the script/],
});

/** Trains for real, for a few steps, for which the whole dataset is loaded and checked. */
async function train(page: Page): Promise<void> {
  await page.goto('./?train-examples=512&epochs=100&normalizations=scale&diagnostics=off');
  await page.getByTestId('train-start').click({ timeout: 30_000 });
  await expect(page.getByTestId('steps')).toHaveText(/^[1-9]/, { timeout: 60_000 });
  await page.getByTestId('train-stop').click();
  await expect(page.getByTestId('run-status')).toHaveText('stopped', { timeout: 60_000 });
}

/** Waits until the page is kept, with its dataset. */
async function waitForCopy(page: Page): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const keys = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
          const { active } = (await navigator.serviceWorker.getRegistration()) ?? {};
          return [active?.state, keys.flat().filter(({ url }) => url.includes('/datasets/')).length];
        }),
      { timeout: 30_000 },
    )
    .toEqual(['activated', DATASET_FILES.length]);
}

test('the second visit needs no server: the page, its views and the dataset are kept, below any path', async ({
  page,
  site,
}) => {
  await page.goto('./');
  await waitForCopy(page);
  await site.stop();

  await train(page);
  await page.getByTestId('view-report').click();
  await expect(page.getByTestId('report-empty')).toBeVisible();
  await page.getByTestId('view-kernels').click();
  await expect(page.getByTestId('bench-start')).toBeEnabled();
  expect(new URL(page.url()).pathname).toBe('/x/y/');
});

test('a newer version is offered, waits for every tab at work, and leaves old tabs their own files', async ({
  context,
  page,
  site,
}) => {
  site.change({ replaced: { 'worker-': await buildReplayWorker() } });
  await page.goto('./');
  await waitForCopy(page);
  const busy = await context.newPage();
  await busy.goto('./?epochs=1000&normalizations=scale');
  await busy.getByTestId('train-start').click();
  await expect(busy).toHaveTitle(/^[1-9]\d* % · Weft$|^0 % · Weft$/);

  site.change({ renamed: ['ReportView-'] });
  // Chromium puts off a worker's update in a tab that lies behind another.
  await page.bringToFront();
  await page.reload();
  const offer = page.getByTestId('new-version');
  await expect(offer).toContainText('It can be loaded when no tab is training or measuring.', { timeout: 20_000 });
  await expect(page.getByTestId('load-new-version')).toBeDisabled();
  await expectAccessible(page);
  const versionOf = (of: Page) => of.locator('meta[name="weft-version"]').getAttribute('content');
  const old = await versionOf(page);
  // Whoever asks, it is the worker that does not.
  const waiting = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    registration?.waiting?.postMessage({ type: 'take-over' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    return registration?.waiting?.state;
  });
  expect(waiting).toBe('installed');
  await busy.getByTestId('train-stop').click();
  await expect(busy).toHaveTitle('Weft · trainer');

  await page.getByTestId('load-new-version').click();
  await expect(offer).toBeHidden();
  await expect.poll(() => versionOf(page).catch(() => old)).toBe(`${old}x`);
  await page.getByTestId('view-report').click();
  await expect(page.getByTestId('report-empty')).toBeVisible();

  // The other tab is what it was, with files that no server has any more, and is told.
  expect(await versionOf(busy)).toBe(old);
  await expect(busy.getByTestId('new-version')).toBeVisible();
  await busy.getByTestId('view-report').click();
  await expect(busy.getByTestId('report-empty')).toBeVisible();
  await busy.getByTestId('load-new-version').click();
  await expect.poll(() => versionOf(busy).catch(() => old)).toBe(`${old}x`);
});
