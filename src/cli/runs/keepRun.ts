import { type ErrorFacts, messageOf } from '../../errors';
import { canGoOn, type KeptRun } from '../../run/keptRun';
import type { TrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import type { KeepCheckpoint, KeepingOptions } from '../../training/keeping';
import type { Words } from '../../words';
import { CommandError } from '../commandError';
import type { Runtime } from '../runtime';
import { type HeldRun, RunFolder } from './runFolder';

/** What the command line says of keeping. */
export interface KeepingCommand {
  /** `undefined` where there is no place for runs. */
  readonly folder: string | undefined;
  /** `true`: the newest that can go on; a text: that one; `fresh`: none, also where the same run is unfinished. */
  readonly resume: string | true | undefined;
  readonly isFresh: boolean;
  /** With `resume`: nothing more is trained, and the run is tested as it is. */
  readonly isOver?: boolean;
  readonly everySeconds: number | undefined;
}

/** Trains, given where to keep the run and from where to go on. */
export type Train = (keep: KeepCheckpoint | undefined, options: KeepingOptions) => Promise<RunFile>;

/**
 * The run that `--resume` names.
 * @throws CommandError where there is none.
 */
export function findResumed({ folder, resume }: KeepingCommand, words: Words): KeptRun | undefined {
  if (resume === undefined) {
    return undefined;
  }
  const runs = folder === undefined ? [] : new RunFolder(folder).list();
  const found = runs.find((run) => canGoOn(run) && (resume === true || run.id === resume));
  if (found === undefined) {
    throw new CommandError(words.terminal.nothingToResume(resume === true ? undefined : resume));
  }
  return found;
}

/** Keeps a run in its folder while it trains, and goes on with the same one where it was not finished. */
export class RunKeeper {
  readonly #command: KeepingCommand;
  readonly #words: Words;
  readonly #say: (line: string) => void;
  #keptId: string | undefined;
  #runFolder: string | undefined;

  constructor(command: KeepingCommand, words: Words, say: (line: string) => void) {
    this.#command = command;
    this.#words = words;
    this.#say = say;
  }

  /** The run that ended and is kept with its results; `undefined` where none is. */
  get keptId(): string | undefined {
    return this.#keptId;
  }

  /** The folder of the run that is, or was, carried out; `undefined` where it is not kept. */
  get runFolder(): string | undefined {
    return this.#runFolder;
  }

  /** @param asked what `findResumed` found. */
  async run(config: TrainOptions, runtime: Runtime, asked: KeptRun | undefined, train: Train): Promise<RunFile> {
    const { everySeconds, isOver = false } = this.#command;
    const interval = everySeconds === undefined ? {} : { intervalMs: 1000 * everySeconds };
    const { terminal } = this.#words;
    const before = await this.#takeUp(config, runtime, asked);
    if (before !== undefined) {
      this.#say(terminal.goingOn(before.about.id, before.about.name));
      try {
        const resumeFrom = { name: before.about.id, file: await before.readCheckpoint() };
        const options = { ...interval, resumeFrom, ...(isOver && { isOver }) };
        return await this.#carryOut(before, (keep) => train(keep, options));
      } catch (error) {
        if (asked !== undefined || !isUnusable(error)) {
          throw error;
        }
        this.#say(terminal.startingAnew(this.#words.errors.say({ code: 'bad-checkpoint', ...sayable(error) })));
      }
    }
    const held = await this.#make(config, runtime);
    return held === undefined ? train(undefined, {}) : this.#carryOut(held, (keep) => train(keep, interval));
  }

  async #takeUp(config: TrainOptions, runtime: Runtime, asked: KeptRun | undefined): Promise<HeldRun | undefined> {
    const { folder, isFresh } = this.#command;
    if (folder === undefined || (isFresh && asked === undefined)) {
      return undefined;
    }
    const runs = new RunFolder(folder);
    const candidates =
      asked === undefined ? runs.list().filter((run) => canGoOn(run) && isSame(run, config, runtime)) : [asked];
    for (const run of candidates) {
      const held = runs.checkpointBytes(run) === undefined ? undefined : await runs.hold(run);
      if (held !== undefined) {
        return held;
      }
    }
    if (asked !== undefined) {
      throw new CommandError(this.#words.terminal.cannotResume(asked.id));
    }
    return undefined;
  }

  /**
   * Makes room for a run, or takes that of the same one which was killed before anything of it was kept. Where a run
   * cannot be kept, it is said, and the run goes on without.
   */
  async #make(config: TrainOptions, runtime: Runtime): Promise<HeldRun | undefined> {
    const { folder } = this.#command;
    if (folder === undefined) {
      return undefined;
    }
    const runs = new RunFolder(folder);
    try {
      for (const run of runs.list().filter((kept) => kept.state === 'unfinished' && isSame(kept, config, runtime))) {
        const held = runs.checkpointBytes(run) === undefined ? await runs.hold(run) : undefined;
        if (held !== undefined) {
          return held;
        }
      }
      return await runs.create({ config, runtime });
    } catch (error) {
      this.#say(this.#words.terminal.notKept(messageOf(error)));
      return undefined;
    }
  }

  async #carryOut(held: HeldRun, train: (keep: KeepCheckpoint) => Promise<RunFile>): Promise<RunFile> {
    this.#runFolder = held.folder;
    try {
      const run = await train((file) => held.writeCheckpoint(file));
      if (await this.#orSay(held.end(run))) {
        this.#keptId = held.about.id;
      }
      return run;
    } catch (error) {
      if (!isUnusable(error)) {
        await this.#orSay(held.change({ state: 'failed', failure: messageOf(error) }));
      }
      throw error;
    } finally {
      await held.release();
    }
  }

  /** @returns whether it was written. */
  async #orSay(written: Promise<void>): Promise<boolean> {
    try {
      await written;
      return true;
    } catch (error) {
      this.#say(this.#words.terminal.notKept(messageOf(error)));
      return false;
    }
  }
}

function isSame(run: KeptRun, config: TrainOptions, runtime: Runtime): boolean {
  return run.runtime === runtime && JSON.stringify(run.config) === JSON.stringify(config);
}

/** By its code, since what Dawn runs is a bundle with classes of its own. */
function isUnusable(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'bad-checkpoint';
}

function sayable(error: unknown) {
  const { message, facts } = error as Error & { readonly facts?: ErrorFacts };
  return { message, facts };
}
