import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { findBrowser } from '../../src/cli/browser';
import { browserFlags, testAdapter } from '../../src/cli/browserFlags';
import { readRunFile } from '../../src/run/readRunFile';
import type { TrainInterrupted } from './interruptTrainings';
import type { Way } from './plans';
import { descendants, killAll, type ProcessEntry } from './processes';
import { TRAINING } from './training';

/** From a click to the end of a training, on a machine that may be busy. */
const TIMEOUT_MS = 600_000;

/**
 * Trains in the page of Weft, in a browser with a profile that outlives it; what was interrupted is gone on with as the page
 * offers it, where anything of it was kept.
 * @param url of the page, whose server outlives the browser too.
 */
export function inPage(url: string): TrainInterrupted {
  return async ({ folder, plans, wholeMs, onInterrupted }) => {
    let life = await open(folder);
    try {
      for (const plan of plans) {
        const startedAtMs = performance.now();
        await begin(life.page, url);
        const share = plan.moment.when === 'after' ? plan.moment.share : 1;
        const status = life.page.getByTestId('run-status').filter({ hasText: 'finished' });
        const hasEnded = await status.waitFor({ timeout: share * wholeMs }).then(
          () => true,
          () => false,
        );
        if (hasEnded) {
          break;
        }
        await meet(life, plan.way);
        onInterrupted(plan, startedAtMs, undefined);
        if (plan.way === 'browser killed') {
          life = await open(folder);
        }
      }
      await begin(life.page, url);
      return { run: await readResult(life.page, join(folder, 'run.json')), tensors: {}, weightBytes: 0 };
    } finally {
      await life.context.close().catch(() => undefined);
    }
  };
}

interface Life {
  readonly context: BrowserContext;
  readonly profile: string;
  page: Page;
}

async function open(profile: string): Promise<Life> {
  const executablePath = await findBrowser();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: browserFlags(testAdapter()),
  });
  return { context, profile, page: await context.newPage() };
}

/** Goes on with the run that the page offers, or starts one where it offers none, unless one is under way. */
async function begin(page: Page, url: string): Promise<void> {
  if (await page.getByTestId('train-stop').isVisible()) {
    return;
  }
  await page.goto(`${url}?${new URLSearchParams(TRAINING)}`);
  await page.locator('[data-testid=train-start]:enabled').waitFor({ timeout: TIMEOUT_MS });
  const offer = page.getByTestId('offer-resume');
  await page.waitForTimeout(1000);
  await ((await offer.isVisible()) ? offer : page.getByTestId('train-start')).click();
}

async function meet(life: Life, way: Way): Promise<void> {
  const all = browserOf(life.profile);
  const part = (type: string) => all.filter(({ command }) => command.includes(`--type=${type}`));
  if (way === 'browser killed') {
    killAll(all);
    await life.context.close().catch(() => undefined);
  } else if (way === 'GPU process killed') {
    killAll(part('gpu-process'));
  } else if (way === 'tab process killed') {
    killAll(part('renderer'));
    await life.page.close();
    life.page = await life.context.newPage();
  } else {
    await life.page.reload();
  }
}

function browserOf(profile: string): readonly ProcessEntry[] {
  const main = descendants(process.pid).find(
    ({ command }) => command.includes(`--user-data-dir=${profile}`) && !command.includes('--type='),
  );
  return main === undefined ? [] : descendants(main.pid);
}

async function readResult(page: Page, path: string) {
  await page.getByTestId('run-status').filter({ hasText: 'finished' }).waitFor({ timeout: TIMEOUT_MS });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download-json').click()]);
  await download.saveAs(path);
  return readRunFile(readFileSync(path, 'utf8'), path);
}
