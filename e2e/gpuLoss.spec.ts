// The browser's GPU process ends while a run trains: the run goes on, as long as the browser lets it.
import { type Browser, chromium, type Page } from 'playwright/test';
import { findBrowser } from '../src/cli/browser';
import { browserFlags, testAdapter } from '../src/cli/browserFlags';
import type { TrainingEvent } from '../src/run/events';
import { expect, test, watchForeignRequests } from './fixtures';

const RUN = {
  ...{ 'train-examples': '1024', 'batch-size': '64', epochs: '2', normalizations: 'scale', seeds: '1' },
  diagnostics: 'off',
};
/** What a run may take to train again, compiling included. */
const RECOVERY_MS = 10_000;

interface Heard {
  readonly type: TrainingEvent['type'];
  readonly epochPosition: number | undefined;
  readonly atMs: number;
}

declare global {
  var heardEvents: Heard[] | undefined;
}

let browser: Browser;
let page: Page;
let foreign: readonly string[];

test.beforeEach(async ({ baseURL }) => {
  // As a user's browser is: it keeps pages from a GPU process that has ended twice.
  const args = browserFlags(testAdapter()).filter((flag) => !/crash-limit|domain-blocking/.test(flag));
  browser = await chromium.launch({ executablePath: await findBrowser(), args });
  const context = await browser.newContext({ serviceWorkers: 'block' });
  foreign = watchForeignRequests(context, baseURL);
  page = await context.newPage();
  await page.goto(baseURL ?? '');
});
test.afterEach(async () => {
  await browser.close();
  expect(foreign).toEqual([]);
});

async function endGpuProcess(): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await session.detach();
}

/** Begins a run; its failure is on the page. */
async function train(): Promise<void> {
  await page.evaluate((raw) => {
    globalThis.heardEvents = [];
    globalThis.weft
      .train(raw, (event) => {
        const epochPosition = event.type === 'metricsRead' ? event.epochPosition : undefined;
        globalThis.heardEvents?.push({ type: event.type, epochPosition, atMs: performance.now() });
      })
      .catch(() => undefined);
  }, RUN);
}

const heard = () => page.evaluate(() => globalThis.heardEvents ?? []);
const metricsAfter = (events: readonly Heard[], type: Heard['type']) => {
  const from = events.findLastIndex((event) => event.type === type);
  return from < 0 ? undefined : events.slice(from).find((event) => event.type === 'metricsRead');
};
const untilSecondEpoch = () =>
  expect
    .poll(async () => (await heard()).some(({ epochPosition = 0 }) => epochPosition > 1), { timeout: 60_000 })
    .toBe(true);

test('a run goes on within seconds when the GPU process ends, says what to do when the browser gives no other, and goes on from there', async () => {
  await train();
  await untilSecondEpoch();
  await endGpuProcess();
  await expect.poll(async () => metricsAfter(await heard(), 'deviceLost'), { timeout: 60_000 }).toBeDefined();
  const events = await heard();
  const lost = events.findLast(({ type }) => type === 'deviceLost');
  const again = metricsAfter(events, 'deviceLost');
  // From its last checkpoint, that of the first epoch.
  expect(again?.epochPosition).toBeGreaterThan(1);
  const recoveryMs = (again?.atMs ?? Number.NaN) - (lost?.atMs ?? Number.NaN);
  test.info().annotations.push({ type: 'recovery', description: `${Math.round(recoveryMs)} ms` });
  expect(recoveryMs).toBeLessThan(RECOVERY_MS);

  await endGpuProcess();
  await expect(page.getByTestId('run-error')).toContainText('reload the page', { timeout: 30_000 });
  await page.reload();
  await page.getByTestId('view-runs').click();
  await page.getByTestId('run-resume').click();
  await expect(page.getByTestId('run-news')).toContainText('1 of 2 epochs', { timeout: 60_000 });
});
