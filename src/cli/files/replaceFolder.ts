import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporaryFolder';

/**
 * Puts a whole folder in place of another, on the same disk. No system does that in one step: whoever is killed between
 * the two leaves the old one in a folder that goes with the next call.
 */
export function replaceFolder(draft: string, target: string): void {
  const old = join(temporaryFolder(dirname(target)), 'old');
  const isThere = existsSync(target);
  if (isThere) {
    renameSync(target, old);
  }
  try {
    renameSync(draft, target);
  } catch (error) {
    if (isThere) {
      renameSync(old, target);
    }
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}
