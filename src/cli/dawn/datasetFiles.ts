import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FetchBytes } from '../../data/dataset';

export interface DatasetFilesOptions {
  /** The folder that has `datasets/`. */
  readonly root: string;
  /** Dataset name → folder, beside those of `datasets/`. */
  readonly folders: Readonly<Record<string, string>>;
}

/** Where `loadDataset` finds datasets on this machine's disk. */
export interface DatasetFiles {
  readonly baseUrl: string;
  readonly fetchBytes: FetchBytes;
}

const DATASET_FILE = /\/datasets\/([\w.-]+)\/([\w.-]+)$/;

/** The files on disk under the addresses that a server would give them. */
export function createDatasetFiles({ root, folders }: DatasetFilesOptions): DatasetFiles {
  return {
    baseUrl: pathToFileURL(join(root, '/')).href,
    fetchBytes: async (url) => {
      const [, name, file] = DATASET_FILE.exec(url) ?? [];
      const folder = name === undefined ? undefined : folders[name];
      const path = folder === undefined || file === undefined ? fileURLToPath(url) : join(folder, file);
      try {
        return new Uint8Array(await readFile(path));
      } catch (error) {
        const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
        throw isMissing ? new Error('there is no such file; --dataset takes the path of a folder, too') : error;
      }
    },
  };
}
