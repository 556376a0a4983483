import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cacheFolder, filesIn, findHome, isFile, resolveLinks } from './lookAt';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft look # %41 "at" '));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('sees files, and links to them, under whatever name', () => {
  const file = join(folder, 'ñ#?.txt');
  writeFileSync(file, '');
  symlinkSync(file, join(folder, 'link'));
  expect([file, join(folder, 'link'), folder].map(isFile)).toEqual([true, true, false]);
  expect(filesIn(folder).sort()).toEqual(['link', 'ñ#?.txt']);
  expect(resolveLinks(join(folder, 'link'))).toBe(resolveLinks(file));
});

it('takes for missing what cannot be looked at', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  symlinkSync('loop', join(folder, 'loop'));
  // ENOTDIR, ELOOP, ENAMETOOLONG and an invalid argument, as EACCES would be for a user who is not root.
  for (const path of [join(file, 'below'), join(folder, 'loop'), join(folder, 'x'.repeat(300)), '\0']) {
    expect(isFile(path)).toBe(false);
    expect(filesIn(path)).toEqual([]);
    expect(resolveLinks(path)).toBe(path);
  }
});

it('knows that a user may have no home', () => {
  const none = () => {
    throw new Error('ENOENT: no such file or directory, uv_os_homedir');
  };
  expect(findHome(none)).toBeUndefined();
  expect(findHome(() => '')).toBeUndefined();
  expect(cacheFolder({}, findHome(none))).toBeUndefined();
  expect(cacheFolder({ XDG_CACHE_HOME: '/cache' }, findHome(none))).toBe('/cache');
  expect(cacheFolder({}, '/home/me')).toBe('/home/me/.cache');
});
