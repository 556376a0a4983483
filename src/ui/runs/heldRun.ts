import { type KeptRun, reachedBy } from '../../run/keptRun';
import type { RunFile } from '../../run/runFile';
import type { RunDatabase } from './runDatabase';

/** A run that this tab is at. */
export class HeldRun {
  readonly id: string;
  readonly #database: RunDatabase;
  readonly #release: () => void;

  constructor(database: RunDatabase, id: string, release: () => void) {
    this.#database = database;
    this.id = id;
    this.#release = release;
  }

  async writeCheckpoint(checkpoint: Uint8Array<ArrayBuffer>): Promise<void> {
    const reached = reachedBy(checkpoint);
    await this.#database.change(this.id, (about) => ({ ...underWay(about), ...reached }), { checkpoint });
  }

  /** Keeps what the run ended with; a finished one needs its checkpoint no more. */
  async end(result: RunFile): Promise<void> {
    const state = result.status;
    const parts = { result, ...(state === 'finished' && { checkpoint: null }) };
    await this.#database.change(this.id, (about) => ({ ...underWay(about), state }), parts);
  }

  async fail(failure: string): Promise<void> {
    await this.#database.change(this.id, (about) => ({ ...about, state: 'failed', failure }));
  }

  /** Another tab can be at it from now on. */
  release(): void {
    this.#release();
  }
}

/** Whatever it had ended with, it goes on. */
export function underWay({ failure: _, ...about }: KeptRun): KeptRun {
  return { ...about, state: 'unfinished' };
}
