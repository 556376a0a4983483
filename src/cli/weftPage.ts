import type { Browser, Page } from 'playwright';
import type { BenchEvent } from '../bench/events';
import { type ErrorFacts, messageOf, WeftError, type WeftErrorCode } from '../errors';
import type { TrainingEvent } from '../run/events';
import type { RawOptions } from '../run/options';
import type { KeepCheckpoint, KeepingOptions } from '../training/keeping';
import type { WeftPageApi } from '../ui/pageApi';
import type { CommandBench } from './commandBench';
import { CommandError } from './commandError';
import type { CommandPatient, CommandTrainer } from './commandTrainer';

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
  /** Takes a checkpoint piece by piece, in base64; resolves with why it could not be kept. */
  var weftKeepSink: (piece: string, isLast: boolean) => Promise<string | undefined>;
  /** The checkpoint to go on from, piece by piece. */
  var weftKept: string[] | undefined;
}

/** The page as commands drive it. */
export type WeftPage = CommandTrainer & CommandBench & CommandPatient;

/** Of base64: what crosses over at once must fit a message. */
const PIECE_CHARACTERS = 2 ** 24;

/**
 * The page in a browser, its trainer and its bench driven through its API. Rejections are WeftErrors, or CommandErrors, in one sentence.
 * @param onWarning is told what the page writes to its console as errors.
 */
export async function openWeftPage(
  browser: Browser,
  url: string,
  onWarning: (text: string) => void,
): Promise<WeftPage> {
  // Nobody comes back to this page: it keeps no copy of itself.
  const page = await browser.newPage({ serviceWorkers: 'block' });
  const broken = breakageOf(browser, page);
  // Each call gets the events that it gives out itself.
  let listener: (event: never) => void = () => {};

  page.on('console', (message) => {
    if (message.type() === 'error') {
      onWarning(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== 'data:') {
      onWarning(`a request to another origin (${request.url()})`);
    }
  });
  await page.exposeFunction('weftEventSink', (event: never) => listener(event));
  let keeper: KeepCheckpoint | undefined;
  let pieces: Buffer[] = [];
  await page.exposeFunction('weftKeepSink', async (piece: string, isLast: boolean): Promise<string | undefined> => {
    pieces.push(Buffer.from(piece, 'base64'));
    if (!isLast) {
      return undefined;
    }
    const file = new Uint8Array(Buffer.concat(pieces));
    pieces = [];
    try {
      await keeper?.(file);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  });

  const settle = async <T>(outcome: Promise<Outcome<T>>): Promise<T> => {
    const settled = await Promise.race([outcome, broken]);
    if ('failure' in settled) {
      const { message, code, facts } = settled.failure;
      throw code === undefined ? broke(message) : new WeftError(code, message, { facts });
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

  const call = <T>(method: keyof WeftPageApi, raw: RawOptions = {}, keeping?: PageKeeping): Promise<T> =>
    settle(page.evaluate(callApi, { method, raw, keeping }) as Promise<Outcome<T>>);

  const handOver = async (file: Uint8Array): Promise<void> => {
    const text = Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('base64');
    await page.evaluate(() => {
      globalThis.weftKept = [];
    });
    for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
      await page.evaluate((piece) => globalThis.weftKept?.push(piece), text.slice(at, at + PIECE_CHARACTERS));
    }
  };

  return {
    describeAdapter: () => call('describeAdapter'),
    resolveOptions: (raw) => call('resolveOptions', raw),
    train: async (raw, onEvent, keep, keeping = {}) => {
      listener = onEvent;
      keeper = keep;
      // Of a run before that ended within a checkpoint.
      pieces = [];
      if (keep === undefined) {
        return call('train', raw);
      }
      const { resumeFrom, ...options } = keeping;
      if (resumeFrom !== undefined) {
        await handOver(resumeFrom.file);
      }
      return call('train', raw, { ...options, pieceCharacters: PIECE_CHARACTERS, resumedName: resumeFrom?.name });
    },
    stop: () => call('stop'),
    proveTraining: () => call('proveTraining'),
    bench: (raw, onEvent) => {
      listener = onEvent;
      return call('bench', raw);
    },
    stopBench: () => call('stopBench'),
  };
}

/** How the page is to keep the run: what of it crosses over. */
interface PageKeeping {
  readonly intervalMs?: number;
  readonly isOver?: boolean;
  readonly pieceCharacters: number;
  /** What the checkpoint in `weftKept` is called; `undefined` where there is none. */
  readonly resumedName: string | undefined;
}

interface PageCall {
  readonly method: keyof WeftPageApi;
  readonly raw: RawOptions;
  readonly keeping: PageKeeping | undefined;
}

/**
 * Runs in the page, so it may use nothing from around it; no function in it may have a name either, since the compiler
 * of this program marks those.
 */
export async function callApi({ method, raw, keeping }: PageCall): Promise<Outcome<unknown>> {
  try {
    const api = globalThis.weft;
    const sink = globalThis.weftEventSink;
    // Each method takes as much of this as it knows.
    const call = api[method] as (
      raw: RawOptions,
      onEvent: (event: TrainingEvent | BenchEvent) => void,
      keep?: KeepCheckpoint,
      options?: KeepingOptions,
    ) => unknown;
    if (keeping === undefined) {
      return { value: await call(raw, (event) => void sink(event)) };
    }
    // By the run alone: it may be asked to stop while its checkpoint is being handed over.
    const kept = (globalThis.weftKept ?? []).map((piece) => Uint8Array.from(atob(piece), (byte) => byte.charCodeAt(0)));
    globalThis.weftKept = undefined;
    const { intervalMs, isOver, pieceCharacters, resumedName } = keeping;
    const options: KeepingOptions = {
      ...(intervalMs === undefined ? {} : { intervalMs }),
      ...(isOver === undefined ? {} : { isOver }),
      ...(resumedName === undefined
        ? {}
        : { resumeFrom: { name: resumedName, file: new Uint8Array(await new Blob(kept).arrayBuffer()) } }),
    };
    const value = await call(
      raw,
      (event) => void sink(event),
      async (file) => {
        const url = await new Promise<string>((resolve, reject) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result as string);
          reader.onerror = () => reject(reader.error);
          reader.readAsDataURL(new Blob([file]));
        });
        const text = url.slice(url.indexOf(',') + 1);
        for (let at = 0; at < text.length; at += pieceCharacters) {
          const isLast = at + pieceCharacters >= text.length;
          const failure = await globalThis.weftKeepSink(text.slice(at, at + pieceCharacters), isLast);
          if (failure !== undefined) {
            throw new Error(failure);
          }
        }
      },
      options,
    );
    return { value };
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
    page.on('crash', () => reject(broke('The page crashed; the run is lost. Close other programs and try again.')));
    page.on('pageerror', (error) => reject(broke(`The page failed: ${error.message}`)));
    browser.on('disconnected', () => reject(broke('The browser ended before the run did; the run is lost.')));
  });
  // Nobody may be waiting when it breaks.
  broken.catch(() => undefined);
  return broken;
}

function broke(message: string): CommandError {
  return new CommandError(message, { problem: 'page-broken', isFault: true });
}
