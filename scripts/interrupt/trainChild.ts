import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptRun } from '../../src/run/keptRun';
import { PROJECT_ROOT } from '../docs/project';
import { descendants, type ProcessEntry } from './processes';

/** What a folder of runs holds of one run. */
export interface KeptFiles {
  readonly about: KeptRun | undefined;
  /** A number that is another one for each checkpoint; `undefined` where there is none. */
  readonly checkpoint: number | undefined;
  readonly isBeingWritten: boolean;
  readonly bytes: number;
}

/** `train` as a user starts it, in a group of processes of its own as a shell gives it one. */
export class TrainChild {
  readonly #process: ChildProcess;
  readonly #runs: string;
  readonly startedAtMs = performance.now();
  readonly exited: Promise<unknown>;
  output = '';
  /** Whether it was ended from outside. */
  wasInterrupted = false;

  /** @param runs the folder that its run is kept in; it holds one run at most. */
  constructor(args: readonly string[], runs: string) {
    this.#runs = runs;
    this.#process = spawn(process.execPath, ['--import', 'tsx', 'src/cli/train.ts', ...args, '--runs', runs], {
      cwd: PROJECT_ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.exited = once(this.#process, 'close');
  }

  get hasExited(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  get exitCode(): number | null {
    return this.#process.exitCode;
  }

  get pid(): number {
    return this.#process.pid as number;
  }

  /** The command, its browser, and all that they started. */
  tree(): readonly ProcessEntry[] {
    return descendants(this.pid);
  }

  /** As a terminal sends it: to the whole group. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  look(): KeptFiles {
    const [id] = namesIn(this.#runs);
    if (id === undefined) {
      return { about: undefined, checkpoint: undefined, isBeingWritten: false, bytes: 0 };
    }
    const folder = join(this.#runs, id);
    const names = namesIn(folder);
    const sizes = names.map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
    return {
      about: readAbout(join(folder, 'about.json')),
      checkpoint: statSync(join(folder, 'checkpoint.weft'), { throwIfNoEntry: false })?.ino,
      isBeingWritten: names.some((name) => name.endsWith('.draft')),
      bytes: sizes.reduce((sum, size) => sum + size, 0),
    };
  }

  /** Gives the checkpoint of now a second name, under which it outlives the run. */
  linkCheckpoint(path: string): void {
    const [id] = namesIn(this.#runs);
    rmSync(path, { force: true });
    try {
      linkSync(join(this.#runs, id ?? '', 'checkpoint.weft'), path);
    } catch {
      // The run has ended meanwhile.
    }
  }
}

/** The newest run first, since a run is named after its time. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted().toReversed();
  } catch {
    return [];
  }
}

function readAbout(path: string): KeptRun | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as KeptRun;
  } catch {
    return undefined;
  }
}
