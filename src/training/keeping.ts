import type { DatasetSplits } from '../data/dataset';
import { sha256 } from '../data/digests';
import { messageOf } from '../errors';
import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { badCheckpoint, encodeCheckpoint } from '../run/checkpoint/checkpointFile';
import type { TrainingEvent } from '../run/events';
import type { MembersState, PartsKeeper } from './parts/trainParts';

/** Puts a checkpoint, a whole file, in place of the last one; resolves when it would survive the process. */
export type KeepCheckpoint = (file: Uint8Array<ArrayBuffer>) => Promise<void>;

/** How a run is kept. */
export interface KeepingOptions {
  /** The checkpoint to go on from, and what refusals call it. */
  readonly resumeFrom?: { readonly name: string; readonly file: Uint8Array<ArrayBuffer> };
  /** The run is over: with what `resumeFrom` has, nothing more is trained, and it is tested as it is. */
  readonly isOver?: boolean;
  /**
   * Least time between two checkpoints within an epoch, in milliseconds, whatever they cost; without it they are 30 s apart,
   * and take 2 % of training at most.
   */
  readonly intervalMs?: number;
}

/** Where a run is kept while it goes. */
export interface RunKeeping extends KeepingOptions {
  readonly keep: KeepCheckpoint;
}

const INTERVAL_MS = 30_000;
/** Where no interval is asked for, a checkpoint waits until training has taken so many times what the last one cost: they then cost 2 % at most. */
const SHARE = 50;

export interface KeeperOptions {
  readonly keeping: RunKeeping;
  /** Adds what is known of the run beside its members. */
  readonly takeCheckpoint: (members: MembersState) => Checkpoint;
  readonly emit: (event: TrainingEvent) => void;
  readonly now?: () => number;
}

/** Decides when a run is kept, and keeps it. What cannot be written is told, and the run goes on. */
export function createKeeper({
  keeping,
  takeCheckpoint,
  emit,
  now = performance.now.bind(performance),
}: KeeperOptions): PartsKeeper {
  const { intervalMs = INTERVAL_MS } = keeping;
  const share = keeping.intervalMs === undefined ? SHARE : 0;
  let keptAtMs = now();
  let costMs = 0;
  let isFailing = false;

  const keepOrTell = async (take: () => Promise<MembersState>): Promise<void> => {
    try {
      const file = await encodeCheckpoint(takeCheckpoint(await take()));
      await keeping.keep(file).catch((error: unknown) => {
        throw new NotKept(messageOf(error));
      });
      isFailing = false;
    } catch (error) {
      // A RangeError is a checkpoint larger than this machine's memory; anything else is a fault of the run.
      if (!(error instanceof NotKept || error instanceof RangeError)) {
        throw error;
      }
      if (!isFailing) {
        isFailing = true;
        emit({ type: 'keepingFailed', reason: error.message });
      }
    }
  };

  return {
    isDue: (place) => {
      const sinceMs = now() - keptAtMs;
      return sinceMs >= share * costMs && (place === 'epoch' || sinceMs >= intervalMs);
    },
    keep: async (take) => {
      const startedAtMs = now();
      await keepOrTell(take);
      keptAtMs = now();
      costMs = keptAtMs - startedAtMs;
    },
  };
}

/** Who keeps the run could not. */
class NotKept extends Error {}

/** SHA-256 of all that a run reads of its dataset: images and labels, split after split. */
export async function digestSplits(splits: DatasetSplits): Promise<string> {
  const digests: string[] = [];
  for (const split of [splits.train, splits.heldOut, splits.validation, splits.test]) {
    for (const values of split === undefined ? [] : [split.images, split.labels]) {
      digests.push(await sha256(values));
    }
  }
  return sha256(new TextEncoder().encode(digests.join('\n')));
}

type Identity = Pick<Checkpoint, 'commit' | 'adapter' | 'config' | 'dataset'>;

/**
 * Refuses to go on with what would not end in the same bytes.
 * @throws WeftError `bad-checkpoint`, naming what differs.
 */
export function requireSameRun(saved: Identity, own: Identity, name: string): void {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  if (saved.commit !== own.commit) {
    throw badCheckpoint(name, 'commit', `it was written by Weft ${saved.commit}, and this is ${own.commit}`);
  }
  if (!same(identityOf(saved.adapter), identityOf(own.adapter))) {
    throw badCheckpoint(
      name,
      'adapter',
      `it was trained on ${saved.adapter.description || saved.adapter.vendor}, and this is another adapter`,
    );
  }
  for (const [option, value] of Object.entries(own.config)) {
    const before = (saved.config as unknown as Readonly<Record<string, unknown>>)[option];
    if (!same(before, value)) {
      throw badCheckpoint(
        name,
        `option ${option}`,
        `it was ${JSON.stringify(before)}, and is ${JSON.stringify(value)}`,
      );
    }
  }
  if (saved.dataset !== own.dataset) {
    throw badCheckpoint(name, 'dataset', 'its examples are not those of this dataset');
  }
}

/** What of an adapter decides the bits it computes. */
function identityOf({ vendor, architecture, device, description, isFallback, runtime }: Checkpoint['adapter']) {
  return { vendor, architecture, device, description, isFallback, runtime };
}
