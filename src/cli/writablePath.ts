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
      { option },
    );
  }
  if (path === '' || isFolder(path)) {
    throw badOption(option, `"${path}"`, 'the path of a file');
  }
  return resolve(path);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
