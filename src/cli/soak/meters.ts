import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { min } from 'd3-array';
import type { Browser, CDPSession } from 'playwright';
import { parseBoundedJson } from '../../run/parseBoundedJson';
import { residentBytesBelow } from './residentMemory';
import type { SoakSample } from './soakFile';

/** What is measured beside what the trainer tells. */
export type Measured = Pick<SoakSample, 'trainerHeapBytes' | 'pageHeapBytes' | 'browserBytes' | 'nodeBytes'>;
export type Meter = () => Promise<Measured>;

/** Of the command's own process, on Dawn the trainer's too. */
export function createNodeMeter(): Meter {
  const collectGarbage = exposeGarbageCollection();
  return async () => {
    // The first leaves memory outside the heap to a thread of its own, for which the second waits.
    collectGarbage();
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    return { trainerHeapBytes: heapUsed, pageHeapBytes: null, browserBytes: null, nodeBytes: rss };
  };
}

/** What is garbage already says nothing of a leak. */
function exposeGarbageCollection(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Of the browser that shows the page: heaps of the page and of the worker that trains in it, and all its processes. */
export async function createBrowserMeter(browser: Browser): Promise<Meter> {
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) {
    throw new Error('The browser shows no page.');
  }
  const measureNode = createNodeMeter();
  const session = await page.context().newCDPSession(page);
  const workers = await WorkerSessions.attach(session);
  return async () => {
    const { nodeBytes } = await measureNode();
    const heaps = await readTimes(async () => {
      await session.send('HeapProfiler.collectGarbage');
      return { page: (await session.send('Runtime.getHeapUsage')).usedSize, trainer: await workers.usedHeapBytes() };
    });
    return {
      trainerHeapBytes: min(heaps, ({ trainer }) => trainer) ?? null,
      pageHeapBytes: min(heaps, ({ page }) => page) ?? null,
      browserBytes: residentBytesBelow(process.pid) ?? null,
      nodeBytes,
    };
  };
}

/** Page and trainer work on while they are looked at: what is there each time is not of the moment. */
const READS = 3;

async function readTimes<T>(read: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let time = 0; time < READS; time++) {
    all.push(await read());
  }
  return all;
}

type Answer = { readonly id?: number; readonly result?: { readonly usedSize?: number } };

/** The page's workers; what is said to them goes through the page's session. */
class WorkerSessions {
  readonly #page: CDPSession;
  readonly #sessions = new Set<string>();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;

  private constructor(page: CDPSession) {
    this.#page = page;
  }

  static async attach(page: CDPSession): Promise<WorkerSessions> {
    const workers = new WorkerSessions(page);
    page.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') {
        workers.#sessions.add(sessionId);
      }
    });
    page.on('Target.detachedFromTarget', ({ sessionId }) => workers.#sessions.delete(sessionId));
    page.on('Target.receivedMessageFromTarget', ({ message }) => {
      const answer = parseBoundedJson(message) as Answer;
      workers.#waiting.get(answer.id ?? -1)?.(answer);
    });
    await page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    return workers;
  }

  /** Of all workers together, after their garbage is collected. */
  async usedHeapBytes(): Promise<number | undefined> {
    const used = await Promise.all(
      [...this.#sessions].map(async (session) => {
        await this.#ask(session, 'HeapProfiler.collectGarbage');
        return (await this.#ask(session, 'Runtime.getHeapUsage')).result?.usedSize;
      }),
    );
    return used.length === 0 ? undefined : used.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  }

  async #ask(sessionId: string, method: string): Promise<Answer> {
    this.#asked += 1;
    const id = this.#asked;
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    await this.#page.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    try {
      return await answer;
    } finally {
      this.#waiting.delete(id);
    }
  }
}
