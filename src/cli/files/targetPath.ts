import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** What a path leads to: nothing yet, a file, a folder, or what is written to as it is, such as a pipe or a terminal. */
export type PathKind = 'nothing' | 'file' | 'folder' | 'stream';

export function pathKind(path: string): PathKind {
  // What stands there is this process's, open already: a file put beside it would not be it.
  if (/^\/(dev|proc)\//.test(resolve(path))) {
    return isFolder(path) ? 'folder' : 'stream';
  }
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    return 'nothing';
  }
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'stream';
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const MAX_LINKS = 40;

/**
 * The path without symbolic links, whether or not there is a file yet: of `link -> file` that of `file`.
 * @throws Error where links go in a circle, or the folder is not there.
 */
export function targetPath(path: string): string {
  let target = resolve(path);
  for (let i = 0; i < MAX_LINKS; i++) {
    target = join(realpathSync(dirname(target)), basename(target));
    if (!lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) {
      return target;
    }
    target = resolve(dirname(target), readlinkSync(target));
  }
  throw new Error(`ELOOP: too many symbolic links, '${path}'`);
}

/**
 * Whether two paths lead to one file, by whatever spelling. Names that differ in case or in how an accent is written
 * alone count as one, on every system: on some they are, and nobody means two.
 */
export function isSameFile(a: string, b: string): boolean {
  if (foldName(targetPath(a)) === foldName(targetPath(b))) {
    return true;
  }
  const [statsA, statsB] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return statsA !== undefined && statsB !== undefined && statsA.dev === statsB.dev && statsA.ino === statsB.ino;
}

function foldName(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
