import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FetchBytes } from '../../data/dataset';
import { type DatasetPlaces, findDatasetFile } from '../serving/findDatasetFile';

export interface DatasetFilesOptions extends Pick<DatasetPlaces, 'folders'> {
  /** The folder that has `datasets/`. */
  readonly root: string;
}

/** Where `loadDataset` finds datasets on this machine's disk. */
export interface DatasetFiles {
  readonly baseUrl: string;
  readonly fetchBytes: FetchBytes;
}

const DATASET_FILE = /\/datasets\/([^/]+)\/([^/]+)$/;

/** The files on disk under the addresses that a server would give them. */
export function createDatasetFiles({ root, folders }: DatasetFilesOptions): DatasetFiles {
  const places: DatasetPlaces = { root: join(root, 'datasets'), folders };
  return {
    baseUrl: pathToFileURL(join(root, '/')).href,
    fetchBytes: async (url) => {
      const [, name = '', file = ''] = DATASET_FILE.exec(url) ?? [];
      const path = findDatasetFile(places, name, file);
      if (path === undefined) {
        throw new Error('there is no such file; --dataset takes the path of a folder, too');
      }
      return new Uint8Array(await readFile(path));
    },
  };
}
