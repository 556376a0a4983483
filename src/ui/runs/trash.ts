import { type ReadonlySignal, signal } from '@preact/signals';
import type { KeptRun } from '../../run/keptRun';
import type { RunDatabase } from './runDatabase';
import type { RunLocks } from './runLocks';

/** Runs that were deleted and can be brought back: the last ones of this page. */
export interface Trash {
  readonly content: ReadonlySignal<readonly KeptRun[]>;
  /** Deletes for good what was there before. @returns the runs that a tab trains, which stay. */
  put(runs: readonly KeptRun[]): Promise<readonly KeptRun[]>;
  takeBack(): Promise<void>;
  /** Deletes for good what a page that was left had put there. */
  empty(): Promise<void>;
}

/** So long another tab may still bring back what it deleted. */
const KEPT_MS = 10 * 60_000;

export function createTrash(database: RunDatabase, locks: RunLocks, now: () => Date): Trash {
  const content = signal<readonly KeptRun[]>([]);
  let isEmptied = false;

  const deleteAll = async (runs: readonly KeptRun[]): Promise<void> => {
    for (const run of runs) {
      await database.delete(run);
    }
  };

  return {
    content,
    put: async (runs) => {
      const before = content.peek();
      const put: KeptRun[] = [];
      for (const run of runs) {
        const release = await locks.hold(run.id);
        if (release !== undefined) {
          const deletedAt = now().toISOString();
          await database.change(run.id, (about) => ({ ...about, deletedAt })).finally(release);
          put.push(run);
        }
      }
      content.value = put;
      await deleteAll(before);
      return runs.filter((run) => !put.includes(run));
    },
    takeBack: async () => {
      for (const { id } of content.peek()) {
        await database.change(id, ({ deletedAt: _, ...about }) => about);
      }
      content.value = [];
    },
    empty: async () => {
      if (isEmptied) {
        return;
      }
      const oldest = new Date(now().getTime() - KEPT_MS).toISOString();
      const runs = await database.list();
      await deleteAll(runs.filter(({ deletedAt }) => deletedAt !== undefined && deletedAt < oldest));
      isEmptied = true;
    },
  };
}
