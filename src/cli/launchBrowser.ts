import { type Browser, chromium } from 'playwright';
import { messageOf } from '../errors';
import { type AdapterChoice, adaptersToTry } from './adapterChoice';
import { findBrowser } from './browser';
import { type AdapterKind, browserFlags } from './browserFlags';
import { CommandError } from './commandError';
import { withTemporaryEnv } from './files/temporaryFolder';

interface LaunchOptions {
  readonly headless: boolean;
  readonly adapter: AdapterChoice;
  /** Called of a browser that offers no adapter, before it is ended. */
  readonly inspect?: ((browser: Browser) => Promise<void>) | undefined;
}

/**
 * Starts a browser that offers WebGPU on the wanted adapter.
 * @throws CommandError where no browser starts or none offers an adapter.
 */
export async function launchBrowser({ headless, adapter, inspect }: LaunchOptions): Promise<Browser> {
  const executablePath = await findBrowser();
  for (const kind of adaptersToTry(adapter)) {
    const browser = await start(executablePath, kind, headless);
    if (await offersAdapter(browser, kind)) {
      return browser;
    }
    await inspect?.(browser);
    await browser.close();
  }
  throw new CommandError(
    adapter === 'gpu'
      ? `${executablePath} offers no GPU to WebGPU; update the driver, or choose --adapter swiftshader.`
      : `${executablePath} offers no WebGPU adapter; update it, or set WEFT_BROWSER to a newer Chrome.`,
    { problem: adapter === 'gpu' ? 'no-gpu' : 'no-adapter', isFault: true },
  );
}

async function start(executablePath: string, kind: AdapterKind, headless: boolean): Promise<Browser> {
  try {
    // The browser's profile lies in the temporary place, and stays where this process is killed.
    return await withTemporaryEnv(() =>
      chromium.launch({
        executablePath,
        headless,
        args: browserFlags(kind),
        // Commands end the browser themselves, after they have shown what a stopped run has reached.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      }),
    );
  } catch (error) {
    throw new CommandError(`The browser ${executablePath} does not start: ${messageOf(error).split('\n')[0]}`, {
      cause: error,
      problem: 'browser-broken',
      isFault: true,
    });
  }
}

/** WebGPU wants a secure origin; this one is answered here and never reaches a network. */
const PROBE_URL = 'http://localhost/weft-probe';

/** Chrome on Linux hands out SwiftShader where it finds no GPU: that does not count as one. */
async function offersAdapter(browser: Browser, kind: AdapterKind): Promise<boolean> {
  const page = await browser.newPage();
  try {
    await page.route(PROBE_URL, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto(PROBE_URL);
    return await page.evaluate(async (acceptsFallback) => {
      const adapter = await navigator.gpu?.requestAdapter();
      return adapter != null && (acceptsFallback || !adapter.info.isFallbackAdapter);
    }, kind === 'swiftshader');
  } finally {
    await page.close();
  }
}
