import type { Page } from 'playwright/test';
import { expectAccessible } from './accessibility';
import { expect, test } from './fixtures';
import { replayTraining } from './replay';

// A page that nobody looks at: its runs are made up, and so are the screen and the browser's notices.

test.beforeEach(async ({ context }) => {
  await replayTraining(context);
  await context.addInitScript(() => {
    const told = { notices: [] as string[], awake: 0, visibility: 'visible' };
    class Notice extends EventTarget {
      static permission: NotificationPermission = 'default';
      static async requestPermission(): Promise<NotificationPermission> {
        Notice.permission = 'granted';
        return Notice.permission;
      }
      constructor(_: string, { body = '' }: NotificationOptions) {
        super();
        told.notices.push(body);
      }
    }
    const request = async () => {
      told.awake += 1;
      return {
        released: false,
        release: async () => {
          told.awake -= 1;
        },
      };
    };
    Object.defineProperty(globalThis, 'told', { value: told });
    Object.defineProperty(globalThis, 'Notification', { value: Notice });
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    Object.defineProperty(document, 'visibilityState', { get: () => told.visibility });
  });
});

interface Told {
  readonly notices: readonly string[];
  readonly awake: number;
  visibility: DocumentVisibilityState;
}

function readTold(page: Page): Promise<Told> {
  return page.evaluate(() => (globalThis as unknown as { told: Told }).told);
}

/** Whether the browser asks before the page is left; it is not left. */
async function asksToStay(page: Page): Promise<boolean> {
  const asked = page.waitForEvent('dialog', { timeout: 1000 }).then(
    (dialog) => dialog.dismiss().then(() => true),
    () => false,
  );
  await page.evaluate(() => setTimeout(() => location.assign('?left')));
  return asked;
}

test('title, screen and notices tell of a run in every view, and leaving asks where it is not kept', async ({
  page,
}) => {
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  });
  await page.goto('./?epochs=50&normalizations=scale');
  await expect(page).toHaveTitle('Weft · trainer');
  await page.getByTestId('notices').check();
  await expectAccessible(page);
  await page.getByTestId('train-start').click();
  for (const view of ['runs', 'kernels', 'report']) {
    await page.getByTestId(`view-${view}`).click();
    await expect(page).toHaveTitle(/^\d+ % · Weft$/);
  }
  expect(await readTold(page)).toMatchObject({ awake: 1, notices: [] });
  expect(await asksToStay(page)).toBe(true);

  await page.evaluate(() => {
    (globalThis as unknown as { told: Told }).told.visibility = 'hidden';
  });
  await page.clock.fastForward(61_000);
  await page.getByRole('radio', { name: 'Español' }).check();
  await expect(page).toHaveTitle('Weft · informe', { timeout: 30_000 });
  expect(await readTold(page)).toMatchObject({
    awake: 0,
    notices: [expect.stringMatching(/^La ejecución ha terminado tras 1 min \d\d s\.$/)],
  });
  // Its figures are nowhere but here.
  expect(await asksToStay(page)).toBe(true);
  await page.getByTestId('view-train').click();
  await Promise.all([page.waitForEvent('download'), page.getByTestId('download-json').click()]);
  expect(await asksToStay(page)).toBe(false);
});
