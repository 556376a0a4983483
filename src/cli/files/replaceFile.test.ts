import { spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replaceFile } from './replaceFile';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-replace-'));
  path = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** No process has it: the most that Linux gives out is 2 ** 22. */
const NOBODY = 2 ** 22 + 1;

it('leaves a whole file behind whoever is killed while writing', async () => {
  const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'replaceFile.ts')).href);
  const script = `
    const { replaceFile } = await import(${module});
    for (let i = 0; ; i = (i + 1) % 10) {
      await replaceFile(${JSON.stringify(path)}, String(i).repeat(4_000_000));
      console.log(i);
    }`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  for (let look = 0; look < 20; look++) {
    const text = readFileSync(path, 'latin1');
    expect(text).toHaveLength(4_000_000);
    expect(new Set(text).size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const text = readFileSync(path, 'latin1');
  expect([text.length, new Set(text).size]).toEqual([4_000_000, 1]);
});

it('removes drafts that killed processes left, and no others', async () => {
  const left = (name: string, ageSeconds: number) => {
    const seconds = Date.now() / 1000 - ageSeconds;
    writeFileSync(join(folder, name), 'half');
    utimesSync(join(folder, name), seconds, seconds);
  };
  left(`.weft-${NOBODY}-1.draft`, 3600);
  left(`.weft-${NOBODY}-2.draft`, 1);
  left(`.weft-${process.ppid}-1.draft`, 3600);
  left('mine.draft', 3600);
  await replaceFile(path, 'new');
  expect(readdirSync(folder).sort()).toEqual(
    [`.weft-${NOBODY}-2.draft`, `.weft-${process.ppid}-1.draft`, 'file', 'mine.draft'].sort(),
  );
});

it('writes through symbolic links, also to where nothing is yet', async () => {
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync(join('elsewhere', 'target'), path);
  await replaceFile(path, 'one');
  await replaceFile(path, 'two');
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'elsewhere', 'target'), 'utf8')).toBe('two');
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['target']);
});

it.runIf(process.platform !== 'win32')('keeps the permissions of what it replaces', async () => {
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  await replaceFile(path, 'new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

it('leaves nothing where it fails', async () => {
  mkdirSync(path);
  await expect(replaceFile(path, 'new')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['file']);
});
