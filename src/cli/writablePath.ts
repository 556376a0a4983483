import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { badOption, WeftError } from '../errors';

/**
 * The absolute path of a file to be written.
 * @param option the option's name, for the refusal.
 * @throws WeftError `bad-option` where its folder is not there, or it is a folder itself.
 */
export function requireWritable(option: string, path: string | undefined): string | undefined {
  if (path === undefined) {
    return undefined;
  }
  const folder = dirname(resolve(path));
  if (!isFolder(folder)) {
    throw new WeftError(
      'bad-option',
      `Option ${option} is "${path}", but there is no folder ${folder}; create it first.`,
      { option, facts: { about: 'no-folder', option, path, folder } },
    );
  }
  if (path === '' || isFolder(path)) {
    throw badOption(option, `"${path}"`, { en: 'the path of a file', es: 'la ruta de un archivo' });
  }
  return resolve(path);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
