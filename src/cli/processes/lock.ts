import { readFileSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { isOwnerAlive, sayOwner } from './owner';

/**
 * Takes a lock: a file with this process's number and birth. One whose process is gone is taken over, also where another
 * has its number now, as after a restart of the computer or in a container, where every process may be number 7.
 * @returns whether this process has it now; not while another one does.
 */
export async function takeLock(path: string): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(sayOwner());
      await file.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
      if (isHeld(path) || !(await takeAway(path))) {
        return false;
      }
    }
  }
  return false;
}

export async function releaseLock(path: string): Promise<void> {
  await rm(path, { force: true });
}

const POLL_MS = 20;

/**
 * Does short work under a lock: what is read and written anew in one step stays whole. Where another has the lock for longer
 * than `waitMs`, the work is done without.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, waitMs = 2000): Promise<T> {
  const startedAtMs = Date.now();
  let isMine = await takeLock(path);
  while (!isMine && Date.now() - startedAtMs < waitMs) {
    await setTimeout(POLL_MS);
    isMine = await takeLock(path);
  }
  try {
    return await work();
  } finally {
    if (isMine) {
      await releaseLock(path);
    }
  }
}

/** A lock without a number may be one that is being made. */
const MAKING_MS = 5000;

function isHeld(lock: string): boolean {
  const text = readText(lock);
  if (text === undefined || text !== '') {
    return isOwnerAlive(text ?? '');
  }
  const stats = statSync(lock, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < MAKING_MS;
}

/**
 * Takes away the lock of a command that was killed. One command at a time does so, marked by a file of its own: a lock
 * that another has put in the place of the old one meanwhile is never taken.
 */
async function takeAway(lock: string): Promise<boolean> {
  const mark = `${lock}.taking`;
  try {
    await (await open(mark, 'wx')).close();
  } catch {
    const stats = statSync(mark, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > MAKING_MS) {
      // Left by a command that was killed in between; whoever comes next can take it.
      await rm(mark, { force: true });
    }
    return false;
  }
  try {
    // One that was given back meanwhile is nobody's: what stands there a moment later is another's.
    if (readText(lock) === undefined) {
      return true;
    }
    if (isHeld(lock)) {
      return false;
    }
    await rm(lock, { force: true });
    return true;
  } finally {
    await rm(mark, { force: true });
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
