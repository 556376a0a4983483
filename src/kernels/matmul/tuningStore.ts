import { type IDBPDatabase, openDB } from 'idb';
import type { TuningStore } from './tuner';

const [DATABASE, STORE] = ['weft-tuning', 'winners'] as const;

/** Keeps the fastest kernels in the browser's IndexedDB, which workers can reach. */
export function createBrowserTuningStore(): TuningStore {
  let opened: Promise<IDBPDatabase> | undefined;
  /** Opens it when it is first used: a browser may forbid storage, and then tuning goes on without. */
  const database = () => {
    opened ??= openDB(DATABASE, 1, { upgrade: (created) => created.createObjectStore(STORE) });
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  return {
    read: async (key) => (await database()).get(STORE, key),
    write: async (key, value) => {
      await (await database()).put(STORE, value, key);
    },
    clear: async () => (await database()).clear(STORE),
  };
}

/** Remembers for as long as the program runs. */
export function createMemoryTuningStore(): TuningStore {
  const winners = new Map<string, unknown>();
  return {
    read: async (key) => winners.get(key),
    write: async (key, value) => {
      winners.set(key, value);
    },
    clear: async () => winners.clear(),
  };
}
