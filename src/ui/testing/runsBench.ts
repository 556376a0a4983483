import 'fake-indexeddb/auto';
import { RunDatabase } from '../runs/runDatabase';
import type { RunLocks } from '../runs/runLocks';
import { createRunsStore, type RunsStore, type RunsStoreOptions } from '../state/runsStore';
import { createStore, type Store } from '../state/store';
import { createScriptedService, type ScriptedService } from './scriptedService';

/** Locks among the tabs of a test: those of one browser share a map. */
export function createTabLocks(held: Map<string, object>, tab: object = {}): RunLocks & { close(): void } {
  const release = (id: string) => () => {
    held.delete(id);
  };
  return {
    hold: async (id) => {
      if (held.has(id)) {
        return undefined;
      }
      held.set(id, tab);
      return release(id);
    },
    heldIds: async () => new Set(held.keys()),
    whenFree: async (id) => {
      while (held.has(id)) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    // As a browser does for a tab that is killed.
    close: () => {
      for (const [id, owner] of held) {
        if (owner === tab) {
          held.delete(id);
        }
      }
    },
  };
}

export interface RunsBench {
  readonly runs: RunsStore;
  readonly store: Store;
  readonly service: ScriptedService;
  /** As a reload or a crash: whatever it was at is over. */
  readonly kill: () => void;
}

let browsers = 0;

/** A browser, in which tabs can be opened. */
export function createBrowser(): { openTab(changes?: Partial<RunsStoreOptions>): RunsBench } {
  const name = `browser ${browsers++}`;
  const held = new Map<string, object>();
  return {
    openTab: (changes) => {
      const locks = createTabLocks(held);
      const service = createScriptedService();
      const address = { readSearch: () => '', replaceSearch: () => undefined };
      const store = createStore({ service, address, hasWebGpu: true });
      const runs = createRunsStore({ database: new RunDatabase(name), locks, store, ...changes });
      return { runs, store, service, kill: locks.close };
    },
  };
}

/** One tab of a browser of its own. */
export function createRunsBench(changes?: Partial<RunsStoreOptions>): RunsBench {
  return createBrowser().openTab(changes);
}
