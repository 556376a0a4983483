import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What drafts end in. */
export const DRAFT = '.draft';

/**
 * Puts a file in place of another at once: whoever is killed meanwhile, or loses power, leaves the old one or the new
 * one, whole.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}${DRAFT}`;
  try {
    const file = await open(draft, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Without this a rename may not survive a power cut; not every system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // The rename is done; when it reaches the disk is up to the system.
  }
}
