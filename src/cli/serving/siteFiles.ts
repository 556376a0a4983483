import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type DatasetPlaces, findDatasetFile, findInFolder } from './findDatasetFile';

/** Finds the file on disk that a path of the server stands for. */
export type FindFile = (path: string) => string | undefined;

const DATASET_PATH = /^\/datasets\/([^/]+)\/([^/]+)$/;

/**
 * The files of a built page, as they are now, and the datasets beside them: no path leads anywhere else.
 * @param folder of the built page.
 * @param datasetFolders dataset name → folder, beside those of the built page.
 */
export function createSiteFiles(folder: string, datasetFolders: Readonly<Record<string, string>>): FindFile {
  const places: DatasetPlaces = { root: join(folder, 'datasets'), folders: datasetFolders };
  const files = new Map(listFiles(folder).map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path]));
  return (path) => {
    const [, name, file] = DATASET_PATH.exec(path) ?? [];
    if (name !== undefined && file !== undefined) {
      return findDatasetFile(places, name, file);
    }
    return files.get(path === '/' ? '/index.html' : path);
  };
}

/** Regular files that lie in the folder or below, datasets aside; links are left out. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && findInFolder(entry.parentPath, entry.name) !== undefined)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).startsWith(`datasets${sep}`));
}
