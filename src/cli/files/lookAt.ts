import { readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Machines are odd: folders on PATH that nobody may enter, users without a home. What cannot be looked at is not there.

/** Whether there is a file at a path, or a link to one, that this user may see. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The names in a folder; none where there is no such folder, or none that this user may read. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Where a path leads through links; the path itself where that cannot be said. */
export function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The user's home; `undefined` for one without, as in some containers. */
export function findHome(find: () => string = homedir): string | undefined {
  try {
    return find() || undefined;
  } catch {
    return undefined;
  }
}

/** Where the user's programs keep what they could make again; `undefined` for a user without a home. */
export function cacheFolder(env: NodeJS.ProcessEnv, home: string | undefined): string | undefined {
  return env.XDG_CACHE_HOME || (home === undefined ? undefined : join(home, '.cache'));
}
