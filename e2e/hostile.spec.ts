import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright/test';
import { renderReportHtml } from '../src/report/renderReportHtml';
import type { RunFile } from '../src/run/runFile';
import { sampleRun } from '../src/run/testing/sampleRun';
import { LANGUAGES } from '../src/words';
import { expect, test } from './fixtures';
import { replayTraining } from './replay';

// Texts from files, addresses and names stay texts, on the page and in the report.

const HOSTILE = `"'><img src=x onerror="globalThis.isHacked=1"><script>globalThis.isHacked=1</script></style></title>&lt;`;
const HARMLESS = 'harmless';

/** A run with a text in every place that takes any. */
function runWith(text: string): RunFile {
  const run = sampleRun('study');
  const { adapter } = run;
  const texts = { vendor: text, architecture: text, device: text, description: text, runtimeVersion: text };
  return {
    ...run,
    name: text,
    commit: text,
    adapter: { ...adapter, ...texts, features: [text], limits: { [text]: 1 } },
  };
}

/** Every element of a document with the names of its attributes, as a browser reads it. */
async function readStructure(page: Page, html: string): Promise<readonly string[]> {
  return page.evaluate(
    (text) =>
      [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('*')].map((element) =>
        [element.localName, ...element.getAttributeNames().sort()].join(' '),
      ),
    html,
  );
}

/** Nothing on the page came from a text, and nothing of it ran. */
async function expectTextsAlone(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    isHacked: 'isHacked' in globalThis,
    elements: [...document.querySelectorAll('*')]
      .filter(
        (element) =>
          element.getAttributeNames().some((name) => name.startsWith('on')) ||
          (element.localName === 'img' && !element.getAttribute('src')?.startsWith('data:image/png;base64,')) ||
          (element.localName === 'script' && element.textContent !== ''),
      )
      .map(({ outerHTML }) => outerHTML.slice(0, 200)),
  }));
  expect(found).toEqual({ isHacked: false, elements: [] });
}

test.beforeEach(({ context }) => replayTraining(context));

test('a report has the same elements, whatever its texts hold', async ({ page }) => {
  await page.goto('about:blank');
  for (const language of LANGUAGES) {
    const [hostile, harmless] = await Promise.all(
      [HOSTILE, HARMLESS].map(async (text) =>
        renderReportHtml([runWith(text), { ...runWith(text), name: `${text}2` }], language),
      ),
    );
    expect(hostile).toContain('&lt;img src=x');
    expect(await readStructure(page, hostile ?? '')).toEqual(await readStructure(page, harmless ?? ''));
  }
});

test('names of runs and files, what is in files, and the address are shown as they are', async ({ page }) => {
  const hostile = encodeURIComponent(HOSTILE);
  for (const search of [`?dataset=${hostile}`, `?${hostile}=1`, `?epochs=${hostile}&language=es`]) {
    await page.goto(`./${search}`);
    await expect(page.getByTestId('options-error')).toContainText('<img src=x');
    await expectTextsAlone(page);
  }
  await page.goto('./?view=runs&language=en');
  const buffer = Buffer.from(JSON.stringify(runWith(HOSTILE)));
  const files = [
    { name: `${HOSTILE}.json`, mimeType: 'application/json', buffer },
    {
      name: `${HOSTILE}.json`,
      mimeType: 'application/json',
      buffer: Buffer.from(`{"schema":${JSON.stringify(HOSTILE)}}`),
    },
  ];
  await page.getByTestId('runs-import').setInputFiles(files);
  await expect(page.getByTestId('run-name')).toHaveText(HOSTILE);
  await expect(page.getByTestId('runs-problem')).toContainText('<script>');
  await page.getByTestId('run-rename').click();
  await expect(page.getByTestId('new-name')).toHaveValue(HOSTILE);
  await page.getByTestId('new-name').fill(`${HOSTILE}!`);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('run-name')).toHaveText(`${HOSTILE}!`);
  await page.getByTestId('choose-all').check();
  await expectTextsAlone(page);
  await page.getByTestId('run-open').click();
  await expect(page.getByTestId('run-status')).toHaveText('finished');
  await expectTextsAlone(page);
  await page.getByTestId('view-report').click();
  await page.getByTestId('report-open').setInputFiles(files.slice(0, 1));
  await expect(page.getByTestId('report-source')).toContainText('<img src=x');
  await expect(page.getByTestId('report')).toContainText('<img src=x');
  await expectTextsAlone(page);

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('report-save').click()]);
  const path = test.info().outputPath('report.html');
  await download.saveAs(path);
  expect(await readFile(path, 'utf8')).toContain('Content-Security-Policy');
  await page.goto(pathToFileURL(path).href);
  await expect(page.getByTestId('report')).toContainText('<img src=x');
  await expectTextsAlone(page);

  await page.goto('./?view=runs');
  await page.getByTestId('run-delete').click();
  await expect(page.getByTestId('removed')).toContainText('<script>');
  await expectTextsAlone(page);
});

test.describe('a report that was tampered with', () => {
  test.use({ allowedConsoleErrors: [/Content Security Policy/] });

  test('runs no script, takes no style and asks for nothing', async ({ page }) => {
    const path = test.info().outputPath('tampered.html');
    const html = await renderReportHtml([sampleRun('quick')], 'en');
    await mkdir(test.info().outputDir, { recursive: true });
    await writeFile(
      test.info().outputPath('picture.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    );
    const added = [
      '<img id="picture" src="picture.svg">',
      '<img src=x onerror="globalThis.isHacked=1"><script>globalThis.isHacked=1</script>',
      '<style>main{display:none}</style><p style="display:none" id="shown">shown</p>',
    ];
    await writeFile(path, html.replace('<main>', `<main>${added.join('')}`));
    await page.goto(pathToFileURL(path).href);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText('shown', { exact: true })).toBeVisible();
    expect(
      await page.evaluate(() => ({
        isHacked: 'isHacked' in globalThis,
        pictureWidth: document.querySelector<HTMLImageElement>('#picture')?.naturalWidth,
      })),
    ).toEqual({ isHacked: false, pictureWidth: 0 });
  });
});
