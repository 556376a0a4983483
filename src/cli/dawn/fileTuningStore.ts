import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TuningStore } from '../../kernels/matmul/tuner';
import { parseBoundedJson } from '../../run/parseBoundedJson';
import { cacheFolder, findHome } from '../files/lookAt';
import { replaceFile } from '../files/replaceFile';
import { withLock } from '../processes/lock';

/**
 * Where commands remember the fastest kernels: in the user's cache, as a browser does in its storage. A user without a
 * home, as in some containers, has no such place.
 */
export function tuningFile(env: NodeJS.ProcessEnv = process.env, find = homedir): string | undefined {
  const folder = cacheFolder(env, findHome(find));
  return folder === undefined ? undefined : join(folder, 'weft', 'tuning.json');
}

/** Keeps winners in one JSON file, which several commands may write at once. What is not JSON there, or nested deeper than any file of Weft's, is ignored, and overwritten by the next winner. */
export function createFileTuningStore(path: string): TuningStore {
  const readAll = async (): Promise<Record<string, unknown>> => {
    try {
      const winners: unknown = parseBoundedJson(await readFile(path, 'utf8'));
      return typeof winners === 'object' && winners !== null && !Array.isArray(winners) ? { ...winners } : {};
    } catch {
      return {};
    }
  };
  return {
    read: async (key) => (await readAll())[key],
    write: async (key, value) => {
      await mkdir(dirname(path), { recursive: true });
      await withLock(`${path}.lock`, async () => {
        const winners = { ...(await readAll()), [key]: value };
        await replaceFile(path, `${JSON.stringify(winners, undefined, 2)}\n`);
      });
    },
    clear: () => rm(path, { force: true }),
  };
}
