/** Which tab is at which run, or is at work at all. A tab that is closed, reloaded or killed is at none. */
export interface RunLocks {
  /** @returns what gives the run back; `undefined` while another tab is at it. */
  hold(id: string): Promise<(() => void) | undefined>;
  /** The runs that any tab is at. */
  heldIds(): Promise<ReadonlySet<string>>;
  /** Resolves when no tab is at the run any more. */
  whenFree(id: string): Promise<void>;
}

const RUN_LOCK_PREFIX = 'weft-run ';
/** Of the locks of tabs that train or measure, kept or not. */
export const WORK_LOCK_PREFIX = 'weft-work ';
/** A page that was just left may hold its run for a moment longer. */
const PATIENCE_MS = 500;

/** Locks of the browser, seen by all its tabs. */
export function createRunLocks(
  locks: LockManager = navigator.locks,
  prefix: string = RUN_LOCK_PREFIX,
  patienceMs = PATIENCE_MS,
): RunLocks {
  return {
    hold: (id) =>
      new Promise((resolve, reject) => {
        const request = locks.request(
          prefix + id,
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
    heldIds: () => tabsAt(locks, prefix),
    whenFree: async (id) => {
      await locks.request(prefix + id, { mode: 'shared' }, () => undefined);
    },
  };
}

/** What any tab is at, of the locks whose names begin so. */
export async function tabsAt(locks: Pick<LockManager, 'query'>, prefix: string): Promise<ReadonlySet<string>> {
  const { held = [] } = await locks.query();
  const names = held.map(({ name = '' }) => name).filter((name) => name.startsWith(prefix));
  return new Set(names.map((name) => name.slice(prefix.length)));
}
