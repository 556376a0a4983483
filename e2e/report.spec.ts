import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright/test';
import { sampleRun } from '../src/run/testing/sampleRun';
import { expectAccessible } from './accessibility';
import { expect, test } from './fixtures';
import { runReport } from './trainProcess';

const STUDY = sampleRun('study');
const MAX_OPEN_MS = 1000;
const MAX_BYTES = 3_000_000;

async function writeRun(name: string, run: unknown): Promise<string> {
  const path = test.info().outputPath(name);
  await mkdir(test.info().outputDir, { recursive: true });
  await writeFile(path, typeof run === 'string' ? run : JSON.stringify(run));
  return path;
}

async function makeReport(args: readonly string[] = []): Promise<string> {
  const path = test.info().outputPath('report.html');
  const runs = [
    await writeRun('study.json', STUDY),
    await writeRun('rates.json', sampleRun('learning-rates')),
    await writeRun('plateau.json', sampleRun('plateau', { seeds: 2 })),
  ];
  const { exitCode, stdout, stderr } = await runReport([...runs, '--out', path, ...args]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    args.includes('es')
      ? /^Escrito .*report\.html, \d+ kB, de .*study\.json, .*rates\.json.* .*plateau\.json\.$/m
      : /^Wrote .*report\.html, \d+ kB, of .*study\.json, .*rates\.json, .*plateau\.json\.$/m,
  );
  return path;
}

function open(page: Page, path: string) {
  return page.goto(pathToFileURL(path).href);
}

test('report makes a file that opens at once, stays small and asks for nothing', async ({ page }) => {
  const study = await writeRun('study.json', STUDY);
  const path = test.info().outputPath('study.html');
  const { exitCode } = await runReport([study]);
  expect(exitCode).toBe(0);
  expect((await readFile(path)).byteLength).toBeLessThan(MAX_BYTES);

  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  // The browser's own start is not the report's.
  await page.goto('about:blank');
  await open(page, path);
  const openMs = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return navigation?.loadEventEnd;
  });
  expect(openMs).toBeGreaterThan(0);
  expect(openMs).toBeLessThan(MAX_OPEN_MS);
  expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(path).href]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/which input normalization is best/);
});

test('the report is accessible, and its charts are images with names', async ({ page }) => {
  await open(page, await makeReport());
  await expectAccessible(page);
  await expect(page.getByRole('img', { name: 'Test accuracy', exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Learning rate', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Which one gives the best result?' }).click();
  await expect(page.getByRole('heading', { name: 'Which one gives the best result?' })).toBeInViewport();
});

test('in Spanish, on a telephone and on paper, nothing is wider than the page', async ({ page }) => {
  const path = await makeReport(['--language', 'es']);
  const overflowPx = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, path);
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('heading', { name: '¿Con cuál se obtiene el mejor resultado?' })).toBeVisible();
  expect(await overflowPx()).toBe(0);
  // A4 without its margins.
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  expect(await overflowPx()).toBe(0);
});

test('report refuses a broken run in one sentence and writes nothing', async () => {
  const text = JSON.stringify(STUDY);
  const cut = await writeRun('cut.json', text.slice(0, text.length / 2));
  const foreign = await writeRun('foreign.json', { schema: 'weft.bench/1' });
  const edited = structuredClone(STUDY);
  const [member] = edited.members;
  if (member?.test != null) {
    member.test.accuracy = 0.99;
  }
  const nonsense = await writeRun('nonsense.json', edited);
  const refused: readonly (readonly [string, RegExp])[] = [
    [cut, /^File .*cut\.json is not whole JSON; .*\.$/],
    [foreign, /^File .*foreign\.json: schema is "weft\.bench\/1"; it must be "weft\.run\/1"\.$/],
    [nonsense, /^File .*nonsense\.json: members\.0\.test\.accuracy is 0\.99; it must be .*\.$/],
    [test.info().outputPath('missing.json'), /^File .*missing\.json cannot be read: .*\.$/],
  ];
  for (const [path, sentence] of refused) {
    const { exitCode, stdout, stderr } = await runReport([path]);
    expect(stderr.trim()).toMatch(sentence);
    expect(stdout).toBe('');
    expect(exitCode).toBe(1);
    await expect(readFile(path.replace('.json', '.html'))).rejects.toThrow('ENOENT');
  }
});

test('report never overwrites a run, nor another file that is not a report', async () => {
  const run = await writeRun('study.json', STUDY);
  const page = await writeRun('page.html', '<!doctype html><p>Mine.</p>');
  for (const [out, refusal] of [
    [run, /^Option out is ".*study\.json", a file that is read; name another one\.$/],
    [page, /^File .* is there and is not a report of Weft; .*\.$/],
  ] as const) {
    const before = await readFile(out, 'utf8');
    const { exitCode, stderr } = await runReport([run, '--out', out]);
    expect(stderr.trim()).toMatch(refusal);
    expect(exitCode).toBe(1);
    expect(await readFile(out, 'utf8')).toBe(before);
  }
});
