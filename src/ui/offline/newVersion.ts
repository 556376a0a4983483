import { type ReadonlySignal, signal } from '@preact/signals';
import { pageLockName } from './siteCopy';
import type { ToWorker } from './toWorker';
import { WORKER_SCRIPT } from './workerScript';

/** A page that was to be reloaded later than this is not any more: its user is at something else. */
const LOADING_MS = 10_000;
/** So often at most is it asked whether there is a newer version. */
const ASK_INTERVAL_MS = 60_000;

export interface NewVersionOptions {
  readonly workers: ServiceWorkerContainer;
  readonly locks: LockManager;
  /** Of this page, as its build has it. */
  readonly version: string;
  readonly reload: () => void;
  /** Whether this tab trains or measures: it is not reloaded then, whoever asked for it before. */
  readonly isAtWork: () => boolean;
  /** @returns the status of the worker's script, `undefined` where no server answers. */
  readonly askForScript: () => Promise<number | undefined>;
  readonly now?: () => number;
}

/** The page's service worker, as the page sees it. */
export interface NewVersion {
  /** Whether a newer version is there than the one that this page is. */
  readonly isOffered: ReadonlySignal<boolean>;
  /** Whether pages are given by a worker, from now on. */
  readonly isControlled: ReadonlySignal<boolean>;
  /** Loads the newer version; the worker itself waits for as long as a tab is at work. */
  load(): void;
  /** Never rejects: without a worker the page works as it always did. */
  start(): Promise<void>;
  /** Asks whether there is a newer version, unless that was just asked. */
  look(): Promise<void>;
  say(message: ToWorker): void;
}

export function createNewVersion(options: NewVersionOptions): NewVersion {
  const { workers, locks, version, reload, isAtWork, askForScript, now = Date.now } = options;
  const isOffered = signal(false);
  const isControlled = signal(workers.controller !== null);
  let registration: ServiceWorkerRegistration | undefined;
  let loadingSinceMs = Number.NEGATIVE_INFINITY;
  let askedAtMs = Number.NEGATIVE_INFINITY;

  const judge = () => {
    isOffered.value ||= registration?.waiting != null && registration.active !== null;
  };
  const tell = (worker: ServiceWorker | null | undefined, message: ToWorker) => worker?.postMessage(message);

  return {
    isOffered,
    isControlled,
    load: () => {
      if (isAtWork()) {
        return;
      }
      loadingSinceMs = now();
      if (registration?.waiting == null) {
        // Another tab has had it loaded.
        reload();
      }
      tell(registration?.waiting, { type: 'take-over' });
    },
    start: async () => {
      // Held while the page is open: the worker keeps this version's files for it.
      void locks.request(pageLockName(version), { mode: 'shared' }, () => new Promise(() => undefined));
      workers.addEventListener('controllerchange', () => {
        if (now() - loadingSinceMs < LOADING_MS && !isAtWork()) {
          reload();
        }
        isOffered.value ||= isControlled.peek();
        isControlled.value = true;
      });
      try {
        const registered = await workers.register(WORKER_SCRIPT, { updateViaCache: 'none' });
        registration = registered;
        judge();
        registered.addEventListener('updatefound', () => {
          registered.installing?.addEventListener('statechange', judge);
        });
      } catch {
        // Where workers are refused, pages come from the server alone.
      }
    },
    look: async () => {
      if (registration === undefined || now() - askedAtMs < ASK_INTERVAL_MS) {
        return;
      }
      askedAtMs = now();
      const status = await askForScript();
      if (status === 404) {
        // Another page is served at this address now.
        await registration.unregister();
      } else if (status === 200) {
        await registration.update().catch(() => undefined);
      }
    },
    say: (message) => tell(workers.controller, message),
  };
}
