import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATASET_FILES } from '../../data/datasetFiles.ts';

/** Where datasets lie on this machine's disk. */
export interface DatasetPlaces {
  /** The folder that has a folder for each dataset. */
  readonly root: string;
  /** Dataset name → folder, before those of `root`. */
  readonly folders: Readonly<Record<string, string>>;
}

const DATASET_NAME = /^\w[\w.-]*$/;

/**
 * The path of one of a dataset's four files. Nothing else in a dataset's folder is given away, nor what a link in it
 * leads to elsewhere; the folder itself may be one.
 * @returns `undefined` where there is no such file.
 */
export function findDatasetFile({ root, folders }: DatasetPlaces, name: string, file: string): string | undefined {
  if (!DATASET_NAME.test(name) || !DATASET_FILES.some((known) => known === file)) {
    return undefined;
  }
  return findInFolder(Object.hasOwn(folders, name) ? (folders[name] as string) : join(root, name), file);
}

/** The path of a file that lies in the folder itself; `undefined` where there is none. */
export function findInFolder(folder: string, file: string): string | undefined {
  try {
    const path = realpathSync(join(folder, file));
    return path === join(realpathSync(folder), file) && statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}
