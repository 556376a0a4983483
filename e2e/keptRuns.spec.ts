import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';

// Runs that the browser keeps, with real training: what is interrupted ends as if it had not been.

/** One epoch: it is its test that is interrupted, for which the weights of the checkpoint must be those of the run. */
const RUN = '?train-examples=640&batch-size=64&epochs=1&normalizations=scale&diagnostics=off';
const TIMEOUT_MS = 60_000;

/** All that a run file says but when the run was, how long it took, and in how much memory. */
async function readBits(page: Page): Promise<unknown> {
  await expect(page.getByTestId('run-status')).toHaveText('finished', { timeout: TIMEOUT_MS });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download-json').click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) {
    chunks.push(chunk as Buffer);
  }
  const { startedAt: _, throughput: __, wallMs: ___, memory: ____, ...bits } = JSON.parse(`${Buffer.concat(chunks)}`);
  return bits;
}

test('a run that is reloaded away goes on where it was, in one tab of two, and ends with the same bits', async ({
  page,
  context,
}) => {
  await page.goto(`./${RUN}`);
  await page.getByTestId('train-start').click();
  const whole = await readBits(page);

  const other = await context.newPage();
  await other.goto('./');
  await expect(other.getByTestId('train-start')).toBeEnabled({ timeout: TIMEOUT_MS });
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('phase-message')).toHaveText('Testing', { timeout: TIMEOUT_MS });
  await expect(other.getByTestId('offers')).toBeHidden();

  await page.goto('./');
  const offer = page.getByTestId('offers');
  await expect(offer).toContainText(/was interrupted after 1 of 1 epoch/);
  await expect(other.getByTestId('offers')).toBeVisible();
  await page.getByTestId('offer-resume').click();
  await expect(page.getByTestId('run-news')).toContainText(/Goes on after 1 of 1 epoch/);
  await expect(other.getByTestId('offers')).toBeHidden();
  expect(await readBits(page)).toEqual(whole);
  await expect(page.getByTestId('offers')).toBeHidden();
});
