import type { DatasetSplits } from '../data/dataset';
import { sha256 } from '../data/digests';
import { messageOf } from '../errors';
import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { badCheckpoint, encodeCheckpoint } from '../run/checkpoint/checkpointFile';
import type { TrainingEvent } from '../run/events';
import type { LoopKeeper } from './loop/loopContract';

/** Puts a checkpoint, a whole file, in place of the last one; resolves when it would survive the process. */
export type KeepCheckpoint = (file: Uint8Array<ArrayBuffer>) => Promise<void>;

/** How a run is kept. */
export interface KeepingOptions {
  /** The checkpoint to go on from, and what refusals call it. */
  readonly resumeFrom?: { readonly name: string; readonly file: Uint8Array<ArrayBuffer> };
  /** Least time between two checkpoints within an epoch, in milliseconds; by default 30 s. */
  readonly intervalMs?: number;
}

/** Where a run is kept while it goes. */
export interface RunKeeping extends KeepingOptions {
  readonly keep: KeepCheckpoint;
}

const INTERVAL_MS = 30_000;
/** A checkpoint waits until training has taken so many times what the last one cost: they then cost 2 % at most. */
const SHARE = 50;

export interface KeeperOptions {
  readonly keeping: RunKeeping;
  /** The run but for where its loop stands. */
  readonly takeCheckpoint: (loop: Checkpoint['loop']) => Promise<Checkpoint>;
  readonly emit: (event: TrainingEvent) => void;
  readonly now?: () => number;
}

/** Decides when a run is kept, and keeps it. What cannot be written is told, and the run goes on. */
export function createKeeper({
  keeping,
  takeCheckpoint,
  emit,
  now = performance.now.bind(performance),
}: KeeperOptions): LoopKeeper {
  const { intervalMs = INTERVAL_MS } = keeping;
  let keptAtMs = now();
  let costMs = 0;
  let isFailing = false;
  return {
    isDue: (place) => {
      const sinceMs = now() - keptAtMs;
      return sinceMs >= SHARE * costMs && (place === 'epoch' || sinceMs >= intervalMs);
    },
    keep: async (loop) => {
      const startedAtMs = now();
      const checkpoint = await takeCheckpoint(loop);
      try {
        await keeping.keep(await encodeCheckpoint(checkpoint));
        isFailing = false;
      } catch (error) {
        if (!isFailing) {
          isFailing = true;
          emit({ type: 'keepingFailed', reason: messageOf(error) });
        }
      }
      keptAtMs = now();
      costMs = keptAtMs - startedAtMs;
    },
  };
}

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
