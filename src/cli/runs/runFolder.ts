import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { byNewest, hasEnded, type KeptRun, keptRunSchema, newKeptRun, reachedBy } from '../../run/keptRun';
import { parseBoundedJson } from '../../run/parseBoundedJson';
import { readRunFile } from '../../run/readRunFile';
import type { RunFile } from '../../run/runFile';
import { readCheckpoint } from '../../training/readCheckpoint';
import { filesIn, findHome, isFile } from '../files/lookAt';
import { replaceFile } from '../files/replaceFile';
import { releaseLock, takeLock } from '../processes/lock';

/** What is known of a failure, beside what is known of the run. */
export const DIAGNOSTIC = 'diagnostic.json';

const [ABOUT, CHECKPOINT, RESULT, LOCK] = ['about.json', 'checkpoint.weft', 'run.json', 'lock'];

/** How `newKeptRun` names a run. */
const RUN_ID = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-[0-9a-f]+$/;
/** No command takes so long between making a folder and writing into it. */
const UNMADE_MS = 600_000;

/** Where commands keep runs; a user without a home, as in some containers, has no such place. */
export function runsFolder(env: NodeJS.ProcessEnv = process.env, find = homedir): string | undefined {
  const home = findHome(find);
  const folder = env.XDG_DATA_HOME || (home === undefined ? undefined : join(home, '.local', 'share'));
  return folder === undefined ? undefined : join(folder, 'weft', 'runs');
}

/** A folder of runs, a folder each: what is known of it, its checkpoint, its run file, and who is at it. */
export class RunFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** The newest first; folders that hold no run are left out. */
  list(): KeptRun[] {
    return filesIn(this.#root)
      .flatMap((name) => this.find(name) ?? [])
      .sort(byNewest);
  }

  find(id: string): KeptRun | undefined {
    try {
      const result = v.safeParse(keptRunSchema, parseBoundedJson(readFileSync(join(this.#root, id, ABOUT), 'utf8')));
      return result.success && result.output.id === id ? result.output : undefined;
    } catch {
      return undefined;
    }
  }

  /** Makes room for a run and takes it. */
  async create(run: Pick<KeptRun, 'config' | 'runtime'>, now = new Date()): Promise<HeldRun> {
    await this.#sweep();
    const about = newKeptRun(run, now, randomBytes(3));
    await mkdir(join(this.#root, about.id), { recursive: true });
    const held = await this.hold(about);
    if (held === undefined) {
      throw new Error(`${about.id} was taken while it was made`);
    }
    await held.change({});
    return held;
  }

  /** Takes away folders of runs that were killed before anything was written of them. */
  async #sweep(): Promise<void> {
    for (const name of filesIn(this.#root).filter((file) => RUN_ID.test(file))) {
      const path = join(this.#root, name);
      const isUnmade = filesIn(path).every((file) => file === LOCK || file.endsWith('.draft'));
      if (isUnmade && Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > UNMADE_MS) {
        await rm(path, { recursive: true, force: true });
      }
    }
  }

  /** Takes a run, so that no other command goes on with it; `undefined` while another one has it. */
  async hold(run: KeptRun): Promise<HeldRun | undefined> {
    const path = join(this.#root, run.id, LOCK);
    return (await takeLock(path)) ? new HeldRun(join(this.#root, run.id), run) : undefined;
  }

  /** Bytes of the checkpoint; `undefined` where there is none to go on from. */
  checkpointBytes({ id }: KeptRun): number | undefined {
    return statSync(join(this.#root, id, CHECKPOINT), { throwIfNoEntry: false })?.size;
  }

  /** The diagnostic file of a run that failed, where there is one. */
  diagnosticPath({ id }: KeptRun): string | undefined {
    const path = join(this.#root, id, DIAGNOSTIC);
    return isFile(path) ? path : undefined;
  }

  /** @throws WeftError `bad-run` for a damaged one. */
  readResult({ id }: KeptRun): RunFile | undefined {
    const text = readText(join(this.#root, id, RESULT));
    return text === undefined ? undefined : readRunFile(text, join(id, RESULT));
  }

  /**
   * What is known of a run: what it ended with; where it has not ended, or failed, what its last checkpoint tells.
   * @throws WeftError `bad-run` or `bad-checkpoint` for a damaged one.
   */
  async readRun(run: KeptRun): Promise<RunFile | undefined> {
    const result = hasEnded(run) ? this.readResult(run) : undefined;
    if (result !== undefined || this.checkpointBytes(run) === undefined) {
      return result;
    }
    const file = new Uint8Array(await readFile(join(this.#root, run.id, CHECKPOINT)));
    return (await readCheckpoint(file, run.id)).run;
  }

  async delete({ id }: KeptRun): Promise<void> {
    await rm(join(this.#root, id), { recursive: true, force: true });
  }
}

/** A run that this command is at. */
export class HeldRun {
  /** Of this run alone. */
  readonly folder: string;
  #about: KeptRun;

  constructor(folder: string, about: KeptRun) {
    this.folder = folder;
    this.#about = about;
  }

  get about(): KeptRun {
    return this.#about;
  }

  async change(changes: Partial<Pick<KeptRun, 'state' | 'name' | 'failure' | 'reached' | 'endedAt'>>): Promise<void> {
    this.#about = { ...this.#about, ...changes };
    await replaceFile(join(this.folder, ABOUT), `${JSON.stringify(this.#about, undefined, 2)}\n`);
  }

  async writeCheckpoint(file: Uint8Array<ArrayBuffer>): Promise<void> {
    await replaceFile(join(this.folder, CHECKPOINT), file);
    await this.change(reachedBy(file));
  }

  async readCheckpoint(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await readFile(join(this.folder, CHECKPOINT)));
  }

  /** Keeps what the run ended with; a finished one needs its checkpoint no more. */
  async end(run: RunFile): Promise<void> {
    await replaceFile(join(this.folder, RESULT), `${JSON.stringify(run, undefined, 2)}\n`);
    await this.change({ state: run.status, endedAt: new Date().toISOString() });
    if (run.status === 'finished') {
      await rm(join(this.folder, CHECKPOINT), { force: true });
    }
  }

  async release(): Promise<void> {
    await releaseLock(join(this.folder, LOCK));
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
