import { readFile } from 'node:fs/promises';
import { sampleRun } from '../src/run/testing/sampleRun';
import { expectAccessible } from './accessibility';
import { expect, test } from './fixtures';
import { replayTraining } from './replay';

test.beforeEach(({ context }) => replayTraining(context));

test('the Report view says what will be there, loads its code when asked for, and shows the last run', async ({
  page,
}) => {
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await page.goto('./?epochs=2&normalizations=raw,scale');
  await expect(page.getByTestId('train-start')).toBeEnabled();
  expect(scripts.filter((url) => url.includes('/ReportView-'))).toEqual([]);

  await page.getByTestId('view-report').click();
  await expect(page.getByTestId('report-empty')).toContainText('No run to report on yet');
  expect(scripts.filter((url) => url.includes('/ReportView-'))).not.toEqual([]);
  expect(new URL(page.url()).search).toBe('?view=report');
  await expect(page.getByTestId('report-save')).toBeDisabled();
  await expectAccessible(page);

  await page.getByTestId('view-train').click();
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('run-status')).toHaveText('finished', { timeout: 30_000 });
  await page.getByTestId('view-report').click();
  await expect(page.getByTestId('report')).toHaveAttribute('lang', 'en');
  await expect(page.getByTestId('report-source')).toContainText('This page’s run, quick (');
  await expectAccessible(page);
});

test('run files are reported on together, in both languages, and saved as a page of their own', async ({ page }) => {
  await page.goto('./?view=report');
  const files = (['notebook', 'plateau'] as const).map((preset) => ({
    name: `${preset}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(sampleRun(preset))),
  }));
  await page.getByTestId('report-open').setInputFiles(files);
  await expect(page.getByTestId('report-source')).toContainText(/notebook\.json: .*; plateau\.json: /);
  await expect(page.getByTestId('report')).toBeVisible();

  await page.getByRole('radio', { name: 'Español' }).check();
  await expect(page.getByTestId('report')).toHaveAttribute('lang', 'es');
  expect(new URL(page.url()).search).toBe('?view=report&language=es');
  await expectAccessible(page);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflowPx = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflowPx, `${width} px`).toBe(0);
  }

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('report-save').click()]);
  expect(download.suggestedFilename()).toMatch(/^weft-report-[\dT-]+\.html$/);
  const html = await readFile(await download.path(), 'utf8');
  expect(html).toContain('<html lang="es">');
  expect(html).not.toMatch(/<script|<link|src="(?!data:)/);
});

test('a file that is no run is refused in one sentence, and what was shown stays', async ({ page }) => {
  await page.goto('./?view=report');
  const open = (name: string, text: string) =>
    page.getByTestId('report-open').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await open('good.json', JSON.stringify(sampleRun('quick')));
  await expect(page.getByTestId('report')).toBeVisible();
  await open('cut.json', JSON.stringify(sampleRun('quick')).slice(0, 500));
  await expect(page.getByTestId('report-error')).toContainText('cut.json');
  await expect(page.getByTestId('report-source')).toContainText('good.json');
  await expect(page.getByTestId('report')).toBeVisible();
  await expectAccessible(page);
  await open('good.json', JSON.stringify(sampleRun('quick')));
  await expect(page.getByTestId('report-error')).toHaveCount(0);
});
