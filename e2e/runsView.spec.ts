import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { expectAccessible } from './accessibility';
import { expect, test, watchForeignRequests } from './fixtures';
import { replayTraining } from './replay';

// The runs that are kept, made up: how the page lists them, not how they train.

test.beforeEach(({ context }) => replayTraining(context));

async function train(page: Page, search: string): Promise<void> {
  await page.goto(`./${search}`);
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('run-status')).toHaveText('finished', { timeout: 30_000 });
}

async function expectNoHorizontalScroll(page: Page): Promise<void> {
  const overflowPx = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflowPx).toBe(0);
}

test('runs are listed with what tells them apart, drawn together, compared, renamed, exported, deleted and brought back', async ({
  page,
}) => {
  await train(page, '?epochs=2&normalizations=scale');
  await train(page, '?epochs=4&normalizations=scale');
  await page.goto('./?view=runs');
  const rows = page.getByTestId('run');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(/1 network · Epochs 4/);
  await expect(rows.first().getByTestId('run-state')).toHaveText('finished');
  await expect(rows.first().getByTestId('run-best')).toHaveText(/^0\.\d{4}$/);

  await rows.last().getByTestId('run-rename').click();
  await page.getByTestId('new-name').fill('Two epochs');
  await page.keyboard.press('Enter');
  await expect(rows.last().getByTestId('run-name')).toHaveText('Two epochs');

  await page.getByTestId('choose-all').check();
  await expect(page.getByTestId('chart-accuracy')).toContainText(/Validation accuracy so far: A · scale .*B · scale/);
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download', (file) => file.suggestedFilename().includes('Two-epochs')),
    page.getByTestId('runs-json').click(),
  ]);
  const exported = await readFile(await download.path());
  await page.getByTestId('runs-compare').click();
  await expect(page.getByTestId('report-source')).toContainText(/quick \(.*Two epochs: quick/);

  await page.getByTestId('view-runs').click();
  await rows.last().getByTestId('run-delete').click();
  await expect(rows).toHaveCount(1);
  await page.getByTestId('undo').click();
  await expect(rows).toHaveCount(2);
  await rows.last().getByTestId('run-delete').click();
  await expect(rows).toHaveCount(1);
  const file = { name: 'run.json', mimeType: 'application/json', buffer: exported };
  await page.getByTestId('runs-import').setInputFiles([file, { ...file, name: 'again.json' }]);
  await expect(page.getByTestId('imported')).toHaveText('1 run imported.');
  await expect(rows.last().getByTestId('run-name')).toHaveText('Two epochs');

  await page.setViewportSize({ width: 360, height: 800 });
  await page.getByRole('radio', { name: 'Español' }).check();
  await expect(rows.first().getByTestId('run-state')).toHaveText('terminada');
  await expectNoHorizontalScroll(page);
  await rows.last().getByTestId('run-open').click();
  await expect(page.getByTestId('run-status')).toHaveText('terminada');
  await expect(page.getByTestId('results')).toContainText(/0,\d{4}/);
});

test('what a crashed tab leaves is offered in the next, goes on with its figures, and can be stopped and gone on with', async ({
  context,
  page,
}) => {
  await page.goto('./?epochs=60&normalizations=scale');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('phase-message')).toHaveText(/Training, epoch [2-9] of 60/, { timeout: 30_000 });
  const next = await context.newPage();
  await next.goto('./');
  await expect(next.getByTestId('train-start')).toBeEnabled();
  await expect(next.getByTestId('offers')).toBeHidden();
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await expect(next.getByTestId('offers')).toContainText(/was interrupted after \d+ of 60 epochs\./);
  await expectAccessible(next);
  await next.getByTestId('offer-resume').click();
  await expect(next.getByTestId('run-news')).toContainText(/Goes on after \d+ of 60 epochs/);
  await next.getByTestId('train-stop').click();
  await next.getByTestId('go-on-resume').click();
  await expect(next.getByTestId('run-status')).toHaveText('finished', { timeout: 30_000 });
  await next.getByTestId('view-runs').click();
  await expect(next.getByTestId('run')).toHaveCount(1);
  await expect(next.getByTestId('run-state')).toHaveText('finished');
});

test('a run goes on where nothing can be kept, and the page says so', async ({ browser, baseURL, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      value: {
        open: () => {
          throw new DOMException('Storage is off.', 'SecurityError');
        },
      },
    });
  });
  await train(page, '?epochs=2&normalizations=scale');
  await expect(page.getByTestId('not-kept')).toContainText(/the browser refuses to store it.*Storage is off/);
  await page.getByTestId('view-runs').click();
  await expect(page.getByText('No run is kept yet.')).toBeVisible();

  // As full as can be.
  const context = await browser.newContext();
  const foreign = watchForeignRequests(context, baseURL);
  await replayTraining(context);
  const full = await context.newPage();
  const session = await context.newCDPSession(full);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(baseURL ?? '').origin, quotaSize: 1 });
  await full.goto(`${baseURL}?epochs=2&normalizations=scale`);
  await full.getByTestId('train-start').click();
  await expect(full.getByTestId('run-status')).toHaveText('finished', { timeout: 30_000 });
  await expect(full.getByTestId('not-kept')).toContainText('the browser has no room left for it');
  await context.close();
  expect(foreign).toEqual([]);
});
