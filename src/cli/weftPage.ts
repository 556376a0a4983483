import type { Browser, Page } from 'playwright';
import type { BenchEvent } from '../bench/events';
import { type ErrorFacts, WeftError, type WeftErrorCode } from '../errors';
import type { TrainingEvent } from '../run/events';
import type { RawOptions } from '../run/options';
import type { WeftPageApi } from '../ui/pageApi';
import type { CommandBench } from './commandBench';
import { CommandError } from './commandError';
import type { CommandTrainer } from './commandTrainer';

const PAGE_TIMEOUT_MS = 60_000;

/** What the page hands back instead of a rejection, whose text Playwright would wrap. */
type Outcome<T> = { readonly value: T } | { readonly failure: PageFailure };

/** A `WeftError` as far as it crosses over; anything else has no code. */
interface PageFailure {
  readonly message: string;
  readonly code?: WeftErrorCode;
  readonly facts?: ErrorFacts;
}

declare global {
  var weftEventSink: (event: TrainingEvent | BenchEvent) => Promise<void>;
}

/**
 * The page in a browser, its trainer and its bench driven through its API. Rejections are WeftErrors, or CommandErrors, in one sentence.
 * @param onWarning is told what the page writes to its console as errors.
 */
export async function openWeftPage(
  browser: Browser,
  url: string,
  onWarning: (text: string) => void,
): Promise<CommandTrainer & CommandBench> {
  const page = await browser.newPage();
  const broken = breakageOf(browser, page);
  // Each call gets the events that it gives out itself.
  let listener: (event: never) => void = () => {};

  page.on('console', (message) => {
    if (message.type() === 'error') {
      onWarning(`${message.text()} (${message.location().url})`);
    }
  });
  await page.exposeFunction('weftEventSink', (event: never) => listener(event));

  const settle = async <T>(outcome: Promise<Outcome<T>>): Promise<T> => {
    const settled = await Promise.race([outcome, broken]);
    if ('failure' in settled) {
      const { message, code, facts } = settled.failure;
      throw code === undefined ? new CommandError(message) : new WeftError(code, message, { facts });
    }
    return settled.value;
  };

  const waitForApi = async (): Promise<Outcome<void>> => {
    try {
      await page.goto(url, { timeout: PAGE_TIMEOUT_MS });
      await page.waitForFunction(() => globalThis.weft !== undefined, undefined, { timeout: PAGE_TIMEOUT_MS });
      return { value: undefined };
    } catch {
      const message = `The trainer's page at ${url} did not get ready within ${PAGE_TIMEOUT_MS / 1000} s.`;
      return { failure: { message } };
    }
  };
  await settle(waitForApi());

  const call = <T>(method: keyof WeftPageApi, raw: RawOptions = {}): Promise<T> =>
    settle(page.evaluate(callApi, { method, raw }) as Promise<Outcome<T>>);

  return {
    describeAdapter: () => call('describeAdapter'),
    resolveOptions: (raw) => call('resolveOptions', raw),
    train: (raw, onEvent) => {
      listener = onEvent;
      return call('train', raw);
    },
    stop: () => call('stop'),
    bench: (raw, onEvent) => {
      listener = onEvent;
      return call('bench', raw);
    },
    stopBench: () => call('stopBench'),
  };
}

/** Runs in the page, so it may use nothing from around it. */
async function callApi({ method, raw }: { method: keyof WeftPageApi; raw: RawOptions }): Promise<Outcome<unknown>> {
  try {
    const api = globalThis.weft;
    const sink = globalThis.weftEventSink;
    // Each method takes as much of this as it knows.
    const call = api[method] as (raw: RawOptions, onEvent: (event: TrainingEvent | BenchEvent) => void) => unknown;
    return { value: await call(raw, (event) => void sink(event)) };
  } catch (error) {
    const { code, facts } = error as Partial<PageFailure>;
    const message = error instanceof Error ? error.message : String(error);
    return {
      failure: { message, ...(code === undefined ? {} : { code }), ...(facts === undefined ? {} : { facts }) },
    };
  }
}

function breakageOf(browser: Browser, page: Page): Promise<never> {
  const broken = new Promise<never>((_, reject) => {
    page.on('crash', () =>
      reject(new CommandError('The page crashed; the run is lost. Close other programs and try again.')),
    );
    page.on('pageerror', (error) => reject(new CommandError(`The page failed: ${error.message}`)));
    browser.on('disconnected', () =>
      reject(new CommandError('The browser ended before the run did; the run is lost.')),
    );
  });
  // Nobody may be waiting when it breaks.
  broken.catch(() => undefined);
  return broken;
}
