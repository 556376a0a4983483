import { type ReadonlySignal, signal } from '@preact/signals';
import { asWeftError, messageOf } from '../../errors';
import { newKeptRun } from '../../run/keptRun';
import type { TrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import type { KeepCheckpoint } from '../../training/keeping';
import { HeldRun } from './heldRun';
import type { RunDatabase } from './runDatabase';
import type { RunLocks } from './runLocks';

/** Why a run is not being kept: the browser's storage is full, or refused. */
export interface NotKept {
  readonly kind: 'full' | 'refused';
  readonly reason: string;
}

/** Keeps the run of this page while it trains; where it cannot, the run goes on all the same. */
export interface RunKeeper {
  /** Why the run at hand, or the last one, is not being kept. */
  readonly notKept: ReadonlySignal<NotKept | undefined>;
  /** Forgets what was said of the run before. */
  reset(): void;
  /** Makes room for a run; `undefined` where there is none. */
  make(config: TrainOptions): Promise<HeldRun | undefined>;
  /**
   * Trains, and keeps checkpoints, result or failure. A refused checkpoint leaves the run as it was.
   * @param taken the run's place: training does not wait for it.
   * @throws what `train` does.
   */
  carryOut(taken: Promise<HeldRun | undefined>, train: (keep: KeepCheckpoint) => Promise<RunFile>): Promise<RunFile>;
}

export interface RunKeeperOptions {
  readonly database: RunDatabase;
  readonly locks: RunLocks;
  readonly now: () => Date;
  /** Called after each checkpoint. */
  readonly onKept: () => void;
}

export function createRunKeeper({ database, locks, now, onKept }: RunKeeperOptions): RunKeeper {
  const notKept = signal<NotKept | undefined>(undefined);

  const orSay = async (written: Promise<void>): Promise<void> => {
    try {
      await written;
      notKept.value = undefined;
    } catch (error) {
      notKept.value = describeRefusal(error);
    }
  };

  return {
    notKept,
    reset: () => {
      notKept.value = undefined;
    },
    make: async (config) => {
      try {
        const about = newKeptRun({ config, runtime: 'browser' }, now(), crypto.getRandomValues(new Uint8Array(3)));
        const release = await locks.hold(about.id);
        if (release === undefined) {
          throw new Error(`${about.id} was taken while it was made`);
        }
        await database.create(about).catch((error: unknown) => {
          release();
          throw error;
        });
        return new HeldRun(database, about.id, release);
      } catch (error) {
        notKept.value = describeRefusal(error);
        return undefined;
      }
    },
    carryOut: async (taken, train) => {
      const keep: KeepCheckpoint = async (file) => {
        const held = await taken;
        if (held === undefined) {
          throw new Error(notKept.peek()?.reason);
        }
        const written = held.writeCheckpoint(file);
        await orSay(written);
        await written;
        onKept();
      };
      try {
        const result = await train(keep);
        const held = await taken;
        await (held && orSay(held.end(result)));
        return result;
      } catch (error) {
        const held = await taken;
        if (held !== undefined && asWeftError(error).code !== 'bad-checkpoint') {
          await orSay(held.fail(messageOf(error)));
        }
        throw error;
      } finally {
        (await taken)?.release();
      }
    },
  };
}

function describeRefusal(error: unknown): NotKept {
  const isFull = error instanceof Error && error.name === 'QuotaExceededError';
  return { kind: isFull ? 'full' : 'refused', reason: messageOf(error) };
}
