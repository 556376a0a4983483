/** Which tab is at which run. A tab that is closed, reloaded or killed is at none. */
export interface RunLocks {
  /** @returns what gives the run back; `undefined` while another tab is at it. */
  hold(id: string): Promise<(() => void) | undefined>;
  /** The runs that any tab is at. */
  heldIds(): Promise<ReadonlySet<string>>;
  /** Resolves when no tab is at the run any more. */
  whenFree(id: string): Promise<void>;
}

const PREFIX = 'weft-run ';
/** A page that was just left may hold its run for a moment longer. */
const PATIENCE_MS = 500;

/** Locks of the browser, seen by all its tabs. */
export function createRunLocks(locks: LockManager = navigator.locks, patienceMs = PATIENCE_MS): RunLocks {
  return {
    hold: (id) =>
      new Promise((resolve, reject) => {
        const request = locks.request(
          PREFIX + id,
          { signal: AbortSignal.timeout(patienceMs) },
          () => new Promise<void>((release) => resolve(release)),
        );
        request.catch((error: unknown) => {
          if (error instanceof DOMException) {
            resolve(undefined);
          } else {
            reject(error);
          }
        });
      }),
    heldIds: async () => {
      const { held = [] } = await locks.query();
      const names = held.map(({ name = '' }) => name).filter((name) => name.startsWith(PREFIX));
      return new Set(names.map((name) => name.slice(PREFIX.length)));
    },
    whenFree: async (id) => {
      await locks.request(PREFIX + id, { mode: 'shared' }, () => undefined);
    },
  };
}
