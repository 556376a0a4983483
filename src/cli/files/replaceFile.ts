import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from '../processes/isAlive';
import { targetPath } from './targetPath';

/** A file being written, by the process that writes it. */
const DRAFT = /^\.weft-(\d+)-\d+\.draft$/;

/** Before that a draft whose process is not to be seen may be of one on another machine, in a shared folder. */
const STALE_MS = 600_000;

let draftCount = 0;

/**
 * Puts a file in place of another at once: whoever is killed meanwhile, or loses power, leaves the old one or the new
 * one, whole. Of a symbolic link the file it leads to is replaced; permissions stay.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const target = targetPath(path);
  const folder = dirname(target);
  await sweepDrafts(folder);
  draftCount += 1;
  const draft = join(folder, `.weft-${process.pid}-${draftCount}.draft`);
  try {
    await writeDraft(draft, content, (await stat(target).catch(() => undefined))?.mode);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function writeDraft(path: string, content: string | Uint8Array, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    if (mode !== undefined) {
      await file.chmod(mode & 0o7777);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes what killed processes left half written. */
async function sweepDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = DRAFT.exec(name)?.[1];
    const path = join(folder, name);
    if (pid !== undefined && !isAlive(Number(pid)) && (await ageMs(path)) > STALE_MS) {
      await rm(path, { force: true });
    }
  }
}

async function ageMs(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs;
}

/** Without this a rename may not survive a power cut; not every system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle | undefined;
  try {
    folder = await open(path, 'r');
    await folder.sync();
  } catch {
    // The rename is done; when it reaches the disk is up to the system.
  } finally {
    await folder?.close();
  }
}
