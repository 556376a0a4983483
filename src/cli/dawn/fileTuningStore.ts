import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TuningStore } from '../../kernels/matmul/tuner';

/**
 * Where commands remember the fastest kernels: in the user's cache, as a browser does in its storage. A user without a
 * home, as in some containers, has no such place.
 */
export function tuningFile(env: NodeJS.ProcessEnv = process.env, findHome = homedir): string | undefined {
  try {
    return join(env.XDG_CACHE_HOME || join(findHome(), '.cache'), 'weft', 'tuning.json');
  } catch {
    return undefined;
  }
}

/** Keeps winners in one JSON file. What is not JSON there is ignored, and overwritten by the next winner. */
export function createFileTuningStore(path: string): TuningStore {
  const readAll = async (): Promise<Record<string, unknown>> => {
    try {
      const winners: unknown = JSON.parse(await readFile(path, 'utf8'));
      return typeof winners === 'object' && winners !== null && !Array.isArray(winners) ? { ...winners } : {};
    } catch {
      return {};
    }
  };
  return {
    read: async (key) => (await readAll())[key],
    write: async (key, value) => {
      const winners = { ...(await readAll()), [key]: value };
      await mkdir(dirname(path), { recursive: true });
      // Written aside and put in place at once: a command that reads meanwhile sees the old file or the new one.
      const draft = `${path}.${process.pid}`;
      await writeFile(draft, `${JSON.stringify(winners, undefined, 2)}\n`);
      await rename(draft, path);
    },
    clear: () => rm(path, { force: true }),
  };
}
