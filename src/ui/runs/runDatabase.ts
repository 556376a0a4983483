import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import * as v from 'valibot';
import { byNewest, type KeptRun, keptRunSchema } from '../../run/keptRun';
import { readRunFile } from '../../run/readRunFile';
import type { RunFile } from '../../run/runFile';

interface Tables extends DBSchema {
  about: { key: string; value: KeptRun };
  /** A run file's JSON. */
  results: { key: string; value: string };
  /** A checkpoint file. */
  checkpoints: { key: string; value: Uint8Array<ArrayBuffer> };
}

const TABLES = ['about', 'results', 'checkpoints'] as const;
const VERSION = 1;

/** What is written with what is known of a run, all of it or nothing. */
export interface RunParts {
  readonly result?: RunFile;
  /** `null`: the one there is goes. */
  readonly checkpoint?: Uint8Array<ArrayBuffer> | null;
}

/** The browser's own place for runs, by their ids. What it refuses rejects with the browser's reason. */
export class RunDatabase {
  readonly #name: string;
  #opened: Promise<IDBPDatabase<Tables>> | undefined;

  constructor(name = 'weft-runs') {
    this.#name = name;
  }

  /** The newest first; without what this version does not know. */
  async list(): Promise<KeptRun[]> {
    const database = await this.#open();
    const entries: readonly unknown[] = await database.getAll('about');
    return entries
      .flatMap((entry) => {
        const { success, output } = v.safeParse(keptRunSchema, entry);
        return success ? [output] : [];
      })
      .sort(byNewest);
  }

  async create(about: KeptRun, parts: RunParts = {}): Promise<void> {
    await this.#write(about.id, () => about, parts);
  }

  /** Changes what is known of a run as it is now: another tab may have renamed it. One that is gone stays so. */
  async change(id: string, change: (about: KeptRun) => KeptRun, parts: RunParts = {}): Promise<void> {
    await this.#write(id, (about) => about && change(about), parts);
  }

  /**
   * Writes in one transaction, which is on the disk when this resolves: after a kill or a power cut there is what was
   * there before, or all of this.
   */
  async #write(
    id: string,
    change: (about: KeptRun | undefined) => KeptRun | undefined,
    { result, checkpoint }: RunParts,
  ): Promise<void> {
    const transaction = (await this.#open()).transaction(TABLES, 'readwrite', { durability: 'strict' });
    // Of a transaction that fails, its own reason is told: that the disk is full, not that a write was given up.
    const write = async () => {
      const about = change(await transaction.objectStore('about').get(id));
      if (about === undefined) {
        return;
      }
      await transaction.objectStore('about').put(about, id);
      if (result !== undefined) {
        await transaction.objectStore('results').put(JSON.stringify(result), id);
      }
      if (checkpoint === null) {
        await transaction.objectStore('checkpoints').delete(id);
      } else if (checkpoint !== undefined) {
        await transaction.objectStore('checkpoints').put(checkpoint, id);
      }
    };
    await Promise.all([write(), transaction.done]);
  }

  /** @throws WeftError `bad-run` for a damaged one. */
  async readResult({ id, name }: KeptRun): Promise<RunFile | undefined> {
    const text = await (await this.#open()).get('results', id);
    return text === undefined ? undefined : readRunFile(text, name);
  }

  async readCheckpoint({ id }: KeptRun): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return (await this.#open()).get('checkpoints', id);
  }

  /** The runs that can go on from a checkpoint. */
  async checkpointIds(): Promise<ReadonlySet<string>> {
    return new Set(await (await this.#open()).getAllKeys('checkpoints'));
  }

  async delete({ id }: KeptRun): Promise<void> {
    const transaction = (await this.#open()).transaction(TABLES, 'readwrite', { durability: 'strict' });
    await Promise.all([...TABLES.map((table) => transaction.objectStore(table).delete(id)), transaction.done]);
  }

  #open(): Promise<IDBPDatabase<Tables>> {
    const forget = () => {
      this.#opened = undefined;
    };
    this.#opened ??= openDB<Tables>(this.#name, VERSION, {
      upgrade: (database) => {
        for (const table of TABLES) {
          database.createObjectStore(table);
        }
      },
      // A newer version of the page in another tab waits for this one otherwise.
      blocking: (_before, _after, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    this.#opened.catch(forget);
    return this.#opened;
  }
}
