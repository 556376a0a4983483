import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { badCheckpoint, decodeCheckpoint } from '../run/checkpoint/checkpointFile';
import { findBadLoop } from '../run/checkpoint/findBadLoop';
import { findContradiction } from '../run/checks/findContradiction';
import type { RunFile } from '../run/runFile';
import { runFileOf } from './runFileOf';

/** A checkpoint, and what is known of its run by it. */
export interface ReadCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly run: RunFile;
}

/**
 * Reads a checkpoint to go on from, or to show: one that tells of a run that cannot be is refused before anything is
 * done with it.
 * @param name of the file, for refusals.
 * @throws WeftError `bad-checkpoint`, naming the file and the place.
 */
export async function readCheckpoint(file: Uint8Array<ArrayBuffer>, name: string): Promise<ReadCheckpoint> {
  const checkpoint = await decodeCheckpoint(file, name);
  const bad = findBadLoop(checkpoint);
  if (bad !== undefined) {
    throw badCheckpoint(name, `field ${bad.field}`, bad.problem);
  }
  const run = runFileOf(checkpoint);
  const contradiction = findContradiction(run);
  if (contradiction !== undefined) {
    throw badCheckpoint(name, 'its run', contradiction);
  }
  return { checkpoint, run };
}
