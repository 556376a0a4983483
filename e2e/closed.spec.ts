import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';

/** What a script tries that the policy may forbid, by what came of it. */
const TRIES = `
  const tried = {};
  const attempt = async (name, work) => {
    try { await work(); tried[name] = 'done'; } catch { tried[name] = 'refused'; }
  };
  await attempt('eval', () => (0, eval)('1'));
  await attempt('Function', () => new Function('return 1')());
  await attempt('WebAssembly', () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
  await attempt('thread', () => new Promise((resolve, reject) => {
    const text = new Blob(['postMessage(0)'], { type: 'text/javascript' });
    const worker = new Worker(URL.createObjectURL(text), { type: 'module' });
    worker.onmessage = resolve;
    worker.onerror = reject;
    setTimeout(reject, 2000);
  }));
  await attempt('another origin', () => fetch('http://localhost:9/', { mode: 'no-cors' }));
  await attempt('own origin', () => fetch(location.origin + '/'));
`;

/** Some of each kind: what sees, hears, finds, pays, copies and shows. */
const REFUSED_FEATURES = ['camera', 'microphone', 'geolocation', 'payment', 'clipboard-read', 'fullscreen', 'sync-xhr'];

const ANY = /console error|Content Security Policy|Refused|violates/;

test.use({ allowedConsoleErrors: [ANY] });

/** What the tries come to in a worker whose script has the headers of a file that is served. */
async function tryInWorker(page: Page, path: string): Promise<Record<string, string>> {
  await page.route(`**/${path}`, async (route) =>
    route.fulfill({ response: await route.fetch(), body: `${TRIES} postMessage(tried); export {};` }),
  );
  return page.evaluate(
    (url) =>
      new Promise<Record<string, string>>((resolve, reject) => {
        const worker = new Worker(url, { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = () => reject(new Error('the worker broke'));
      }),
    path,
  );
}

/** The built files of a page that nothing has been asked of yet. */
async function openPage(page: Page): Promise<{ readonly workers: string[] }> {
  await page.goto('./');
  await expect(page.getByTestId('train-start')).toBeVisible();
  const script = await page.locator('script[type=module]').getAttribute('src');
  const text = await (await page.request.get(script ?? '')).text();
  const workers = [...text.matchAll(/\b((?:worker|benchWorker)-[\w-]+\.js)/g)].map(([, name]) => `assets/${name}`);
  return { workers: [...new Set(workers)].sort() };
}

test('no script is evaluated and none written into the page; WebAssembly compiles in the worker of the bench alone', async ({
  page,
}) => {
  const { workers } = await openPage(page);
  const { features, allowed } = await page.evaluate(() => {
    const { featurePolicy } = document as unknown as Record<'featurePolicy', Record<string, () => string[]>>;
    return { features: featurePolicy?.features?.() ?? [], allowed: featurePolicy?.allowedFeatures?.() ?? [] };
  });
  expect(features).toEqual(expect.arrayContaining(REFUSED_FEATURES));
  expect(allowed.filter((feature) => REFUSED_FEATURES.includes(feature))).toEqual([]);
  expect(allowed).toEqual(expect.arrayContaining(['cross-origin-isolated', 'screen-wake-lock']));
  const [bench = '', trainer = ''] = workers;
  expect(workers).toEqual([expect.stringMatching(/benchWorker-/), expect.stringMatching(/\/worker-/)]);
  const refused = { eval: 'refused', Function: 'refused', 'another origin': 'refused', 'own origin': 'done' };
  expect(await tryInWorker(page, trainer)).toEqual({ ...refused, WebAssembly: 'refused', thread: 'refused' });
  expect(await tryInWorker(page, bench)).toEqual({ ...refused, WebAssembly: 'done', thread: 'done' });

  await page.route('**/assets/tries.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `${TRIES} globalThis.tried = tried; export {};` }),
  );
  await page.evaluate(() => {
    const { head } = document;
    head.append(Object.assign(document.createElement('script'), { type: 'module', src: 'assets/tries.js' }));
    head.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.isInlineRun = true' }));
    const image = document.createElement('div');
    image.innerHTML = '<img src="data:," onerror="globalThis.isInlineRun = true">';
    head.append(Object.assign(document.createElement('style'), { textContent: 'body { display: none }' }));
  });
  await expect
    .poll(() => page.evaluate(() => (globalThis as { tried?: unknown }).tried))
    .toEqual({ ...refused, WebAssembly: 'refused', thread: 'refused' });
  expect(await page.evaluate(() => 'isInlineRun' in globalThis)).toBe(false);
  await expect(page.locator('body')).toBeVisible();
});

test('the built page alone, served without headers, keeps to its policy', async ({ page }) => {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await openPage(page);
  await page.route('**/assets/tries.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `${TRIES} globalThis.tried = tried; export {};` }),
  );
  await page.evaluate(() => {
    document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: 'assets/tries.js' }));
  });
  await expect
    .poll(() => page.evaluate(() => (globalThis as { tried?: unknown }).tried))
    .toMatchObject({ eval: 'refused', WebAssembly: 'refused', 'another origin': 'refused', 'own origin': 'done' });
});
