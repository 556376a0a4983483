import { clear, createStore, get, set } from 'idb-keyval';
import type { TuningStore } from './tuner';

/** Keeps the fastest kernels in the browser's IndexedDB, which workers can reach. */
export function createBrowserTuningStore(): TuningStore {
  // Opened when first used: a browser may forbid storage, and then tuning goes on without.
  const store = () => createStore('weft-tuning', 'winners');
  return {
    read: async (key) => get(key, store()),
    write: async (key, value) => set(key, value, store()),
    clear: async () => clear(store()),
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
