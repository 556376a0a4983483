// The page's service worker: what it does is in siteCopy.ts. It takes over from an older one when no page of that is
// open any more, or when a page asks for it and no tab trains or measures.
import { tabsAt, WORK_LOCK_PREFIX } from '../runs/runLocks';
import { createSiteCopy, PAGE_LOCK_PREFIX, type SiteBuild } from './siteCopy';
import { isToWorker } from './toWorker';

/** Put in its place when the page is built. */
declare const __WEFT_SITE__: SiteBuild;

/** What is used of a service worker's own globals; the library of types for them excludes the page's. */
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener<Type extends keyof WorkerEvents>(type: Type, listener: (event: WorkerEvents[Type]) => void): void;
}

interface LongEvent {
  waitUntil(work: Promise<unknown>): void;
}

interface WorkerEvents {
  readonly install: LongEvent;
  readonly activate: LongEvent;
  readonly message: LongEvent & { readonly data: unknown };
  readonly fetch: LongEvent & { readonly request: Request; respondWith(response: Promise<Response>): void };
}

const worker = globalThis as unknown as WorkerScope;

const copy = createSiteCopy({
  build: __WEFT_SITE__,
  scope: worker.registration.scope,
  caches,
  fetch: (request, init) => fetch(request, init),
  versionsInUse: () => tabsAt(navigator.locks, PAGE_LOCK_PREFIX),
});

worker.addEventListener('install', (event) => event.waitUntil(copy.install()));

worker.addEventListener('activate', (event) => {
  // The page that is open was not given by a worker at the first visit: what it fetches from now on is kept.
  event.waitUntil(Promise.all([worker.clients.claim(), copy.sweep().catch(() => undefined)]));
});

worker.addEventListener('message', (event) => {
  const { data } = event;
  if (isToWorker(data)) {
    event.waitUntil(data.type === 'take-over' ? takeOver() : copy.keepDataset(data.name).catch(() => undefined));
  }
});

worker.addEventListener('fetch', (event) => {
  const answer = copy.answer(event.request, (work) => event.waitUntil(work));
  if (answer !== undefined) {
    event.respondWith(answer);
  }
  if (event.request.mode === 'navigate') {
    event.waitUntil(copy.sweep().catch(() => undefined));
  }
});

/** Not while a tab is at work, whatever the page that asked believed. */
async function takeOver(): Promise<void> {
  if ((await tabsAt(navigator.locks, WORK_LOCK_PREFIX)).size === 0) {
    await worker.skipWaiting();
  }
}
