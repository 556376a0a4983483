import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { TrainingEvent } from '../../run/events';
import { canGoOn, hasEnded, type KeptRun, keptRunOf, nameRun } from '../../run/keptRun';
import type { TrainOptions } from '../../run/options';
import { readRunFile } from '../../run/readRunFile';
import type { RunFile } from '../../run/runFile';
import type { KeepCheckpoint, KeepingOptions } from '../../training/keeping';
import { readCheckpoint } from '../../training/readCheckpoint';
import { HeldRun, underWay } from '../runs/heldRun';
import type { RunDatabase } from '../runs/runDatabase';
import { createRunKeeper, type NotKept } from '../runs/runKeeper';
import type { RunLocks } from '../runs/runLocks';
import { createTrash } from '../runs/trash';
import { isNamed } from './keptName';
import { type ChosenFile, readRunText } from './reportStore';
import { isUnderWay } from './runView';
import type { Store } from './store';

/** A run as the page lists it. */
export interface ListedRun {
  readonly about: KeptRun;
  /** A tab trains it: this one, or another. */
  readonly isHeld: boolean;
  readonly hasCheckpoint: boolean;
  /** Left out where it has not ended, or what it ended with is damaged. */
  readonly result: RunFile | undefined;
}

/** Why what was asked of a run was not done. */
export type RunsProblem =
  | { readonly kind: 'in-use'; readonly name: string }
  /** Nothing of it was kept before it was interrupted. */
  | { readonly kind: 'nothing-known'; readonly name: string }
  | { readonly kind: 'failed'; readonly reason: unknown };

export interface RunsStoreOptions {
  readonly database: RunDatabase;
  readonly locks: RunLocks;
  readonly store: Pick<Store, 'train' | 'run' | 'show'>;
  /** Asks the browser not to delete what is kept when it is short of room. */
  readonly persist?: () => Promise<unknown>;
  /** Tells the other tabs that something has changed. */
  readonly announce?: () => void;
  readonly now?: () => Date;
}

/** The runs that the browser keeps for this page. */
export interface RunsStore {
  /** The newest first; `undefined` until they are read. */
  readonly runs: ReadonlySignal<readonly ListedRun[] | undefined>;
  /** Those that were interrupted, and that no tab is at. */
  readonly interrupted: ReadonlySignal<readonly ListedRun[]>;
  /** Why the run at hand, or the last one, is not being kept. */
  readonly notKept: ReadonlySignal<NotKept | undefined>;
  /** The run that this page trains, or shows. */
  readonly currentId: ReadonlySignal<string | undefined>;
  readonly problem: ReadonlySignal<RunsProblem | undefined>;
  /** Reads what there is; never rejects. */
  refresh(): Promise<void>;
  /** Trains, as `Store.train` does, and keeps the run while it goes. */
  train(options: TrainOptions, onEvent?: (event: TrainingEvent) => void): Promise<RunFile>;
  /** Goes on with a run where it was interrupted, or from its beginning where nothing of it was kept yet. */
  goOn(run: KeptRun): Promise<void>;
  /** Tests a run as it is at its last checkpoint, without training on. */
  test(run: KeptRun): Promise<void>;
  /** Shows a run as if it had just been made. */
  open(run: KeptRun): Promise<void>;
  /** Takes runs out of the list; until others are, or the page is left, `undo` brings them back. */
  remove(runs: readonly KeptRun[]): Promise<void>;
  /** What `undo` would bring back. */
  readonly removed: ReadonlySignal<readonly KeptRun[]>;
  undo(): Promise<void>;
  /** Gives a run a name, or with an empty one that which is made from its options. */
  rename(run: KeptRun, name: string): Promise<void>;
  /** Keeps run files; one that is kept already is not kept twice. @returns how many were new. */
  bringIn(files: readonly ChosenFile[]): Promise<number>;
  /** What is known of those of the runs that have at least begun; of the others `problem` tells. */
  read(runs: readonly KeptRun[]): Promise<readonly RunFile[]>;
}

export function createRunsStore(options: RunsStoreOptions): RunsStore {
  const { database, locks, store, persist, announce = () => undefined, now = () => new Date() } = options;
  const runs = signal<readonly ListedRun[] | undefined>(undefined);
  const currentId = signal<string | undefined>(undefined);
  const problem = signal<RunsProblem | undefined>(undefined);
  const trash = createTrash(database, locks, now);
  const resultOf = createResultReader(database);
  const awaited = new Set<string>();

  const refresh = async (): Promise<void> => {
    try {
      await trash.empty();
      const [all, withCheckpoint, held] = await Promise.all([
        database.list(),
        database.checkpointIds(),
        locks.heldIds(),
      ]);
      const listed = all.filter(({ deletedAt }) => deletedAt === undefined);
      runs.value = await Promise.all(
        listed.map(async (about) => ({
          about,
          isHeld: held.has(about.id),
          hasCheckpoint: withCheckpoint.has(about.id),
          result: await resultOf(about),
        })),
      );
    } catch {
      // What cannot be read is told when a run is to be kept.
      runs.value ??= [];
    }
    for (const { about, isHeld } of runs.value) {
      if (isHeld && !awaited.has(about.id)) {
        awaited.add(about.id);
        void locks.whenFree(about.id).then(() => {
          awaited.delete(about.id);
          return refresh();
        });
      }
    }
  };

  const changed = async (): Promise<void> => {
    announce();
    await refresh();
  };

  const keeper = createRunKeeper({ database, locks, now, onKept: () => void changed() });

  const hold = async ({ id, name }: KeptRun): Promise<HeldRun | undefined> => {
    problem.value = undefined;
    const release = await locks.hold(id);
    if (release === undefined) {
      problem.value = { kind: 'in-use', name };
    }
    return release && new HeldRun(database, id, release);
  };

  const read: RunsStore['read'] = async (asked) => {
    const found: RunFile[] = [];
    for (const about of asked) {
      try {
        const file = await readRun(database, about);
        if (file === undefined) {
          problem.value = { kind: 'nothing-known', name: about.name };
        } else {
          found.push(file);
        }
      } catch (reason) {
        problem.value = { kind: 'failed', reason };
      }
    }
    return found;
  };

  const continueRun = async (about: KeptRun, keeping: Pick<KeepingOptions, 'isOver'>): Promise<void> => {
    const held = isUnderWay(store.run.peek()) || !canGoOn(about) ? undefined : await hold(about);
    if (held === undefined) {
      return;
    }
    keeper.reset();
    currentId.value = about.id;
    await changed();
    const train = async (keep: KeepCheckpoint): Promise<RunFile> => {
      const file = await database.readCheckpoint(about);
      // Not before it is known to fit: one that does not stays what it was.
      const onEvent = ({ type }: TrainingEvent) => {
        if (type === 'runStarted' && !keeping.isOver) {
          database.change(about.id, underWay).catch(() => undefined);
        }
      };
      const resumeFrom = file && { name: about.name, file };
      return store.train(about.config, onEvent, keep, resumeFrom && { ...keeping, resumeFrom });
    };
    // Failures are shown from the store.
    await keeper.carryOut(Promise.resolve(held), train).catch(() => undefined);
    await changed();
  };

  return {
    runs,
    interrupted: computed(() =>
      (runs.value ?? []).filter(({ about, isHeld }) => about.state === 'unfinished' && !isHeld),
    ),
    notKept: keeper.notKept,
    currentId,
    problem,
    refresh,
    train: async (config, onEvent) => {
      if (isUnderWay(store.run.peek())) {
        // Refused, in its words.
        return store.train(config, onEvent);
      }
      keeper.reset();
      currentId.value = undefined;
      persist?.().catch(() => undefined);
      const made = keeper.make(config).then(async (held) => {
        currentId.value = held?.id;
        await changed();
        return held;
      });
      return keeper.carryOut(made, (keep) => store.train(config, onEvent, keep)).finally(changed);
    },
    goOn: (about) => continueRun(about, {}),
    test: (about) => continueRun(about, { isOver: true }),
    open: async (about) => {
      problem.value = undefined;
      const [file] = await read([about]);
      if (file !== undefined && !isUnderWay(store.run.peek())) {
        keeper.reset();
        currentId.value = about.id;
        store.show(file);
      }
    },
    read,
    rename: async ({ id, config }, name) => {
      problem.value = undefined;
      try {
        await database.change(id, (about) => ({ ...about, name: name.trim() || nameRun(config) }));
      } catch (reason) {
        problem.value = { kind: 'failed', reason };
      }
      await changed();
    },
    bringIn: async (files) => {
      problem.value = undefined;
      let count = 0;
      for (const file of files) {
        try {
          const run = readRunFile(await readRunText(file), file.name);
          const known = await Promise.all((runs.peek() ?? []).map(({ about }) => resultOf(about)));
          if (!known.some((other) => other !== undefined && isSameRun(run, other))) {
            await database.create(keptRunOf(run, crypto.getRandomValues(new Uint8Array(3))), { result: run });
            count++;
            await refresh();
          }
        } catch (reason) {
          problem.value = { kind: 'failed', reason };
        }
      }
      await changed();
      return count;
    },
    remove: async (asked) => {
      const [inUse] = await trash.put(asked);
      problem.value = inUse && { kind: 'in-use', name: inUse.name };
      await changed();
    },
    removed: trash.content,
    undo: async () => {
      await trash.takeBack();
      await changed();
    },
  };
}

/** Reads what runs ended with, once for each state of a run: it is written when one ends, and not again. */
function createResultReader(database: RunDatabase): (about: KeptRun) => Promise<RunFile | undefined> {
  const known = new Map<string, { readonly state: string; readonly result: RunFile | undefined }>();
  return async (about) => {
    const state = JSON.stringify([about.state, about.endedAt]);
    const before = known.get(about.id);
    if (before?.state === state) {
      return before.result;
    }
    const result = hasEnded(about) ? await database.readResult(about).catch(() => undefined) : undefined;
    known.set(about.id, { state, result });
    return result;
  };
}

/** What a run ended with; where it has not ended, or failed, what its last checkpoint tells. */
async function readRun(database: RunDatabase, about: KeptRun): Promise<RunFile | undefined> {
  const result = hasEnded(about) ? await database.readResult(about) : undefined;
  if (result !== undefined) {
    return withName(result, about);
  }
  const file = await database.readCheckpoint(about);
  return file && withName((await readCheckpoint(file, about.name)).run, about);
}

function isSameRun(a: RunFile, b: RunFile): boolean {
  return a.startedAt === b.startedAt && JSON.stringify(a.config) === JSON.stringify(b.config);
}

/** A run file says what its run is called where a user said so. */
function withName(run: RunFile, about: KeptRun): RunFile {
  const { name: _, ...unnamed } = run;
  return isNamed(about) ? { ...unnamed, name: about.name } : unnamed;
}
