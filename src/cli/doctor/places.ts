import { accessSync, constants, existsSync, readdirSync, statfsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../../errors';
import type { Place } from './doctorFile';

/** Written on trial; more than what a disk keeps back for a file's name. */
const PROBE_BYTES = 262_144;

/**
 * Whether a folder can be read, and written to: by writing to it, or, where it is not there yet, to the nearest above it.
 * Nothing of it is left.
 * @param path `undefined` where the user has no such place.
 * @param options `isMade`: whoever uses it makes it where it is not there; so by default.
 */
export async function probePlace(
  place: Place['place'],
  path: string | undefined,
  { isMade = true }: { readonly isMade?: boolean } = {},
): Promise<Place> {
  if (path === undefined) {
    return { place, path: null, state: 'nowhere', reason: null, freeBytes: null };
  }
  const nearest = nearestFolder(path);
  const found = { place, path, freeBytes: freeBytesOf(nearest) };
  if (nearest !== path && !isMade) {
    return { ...found, state: 'unwritable', reason: `ENOENT: no such folder, '${path}'` };
  }
  if (nearest === path) {
    try {
      readdirSync(path);
    } catch (error) {
      return { ...found, state: 'unreadable', reason: messageOf(error) };
    }
  }
  const reason = await tryToWrite(nearest);
  if (reason === undefined) {
    return { ...found, state: nearest === path ? 'ok' : 'missing', reason: null };
  }
  return { ...found, state: isFull(reason) ? 'full' : 'unwritable', reason: messageOf(reason) };
}

/** Whether a file can be read. */
export function probeReadable(place: Place['place'], files: readonly string[], path: string): Place {
  const state = { place, path, freeBytes: null };
  for (const file of files) {
    try {
      accessSync(join(path, file), constants.R_OK);
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return { ...state, state: isMissing ? 'missing' : 'unreadable', reason: messageOf(error) };
    }
  }
  return { ...state, state: 'ok', reason: null };
}

/** The folder itself, or the first above it that is there. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function freeBytesOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** @returns why it cannot be done. */
async function tryToWrite(folder: string): Promise<unknown> {
  const path = join(folder, `.weft-doctor-${process.pid}`);
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(Buffer.alloc(PROBE_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}

export function isFull(error: unknown): boolean {
  return /\b(ENOSPC|EDQUOT)\b/.test(messageOf(error));
}
