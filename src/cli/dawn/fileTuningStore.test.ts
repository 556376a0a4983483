import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileTuningStore, tuningFile } from './fileTuningStore';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-tuning-'));
  path = join(folder, 'weft', 'tuning.json');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('createFileTuningStore', () => {
  it('keeps winners for the next program, until they are cleared', async () => {
    await createFileTuningStore(path).write('a', { kind: 'quad' });
    await createFileTuningStore(path).write('b', 2);
    expect(await createFileTuningStore(path).read('a')).toEqual({ kind: 'quad' });
    expect(await createFileTuningStore(path).read('b')).toBe(2);
    await createFileTuningStore(path).clear();
    expect(await createFileTuningStore(path).read('a')).toBeUndefined();
    await createFileTuningStore(path).clear();
  });

  const nested = `{"c":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  it.each([
    ['nothing', ''],
    ['what is cut off', '{"a":'],
    ['a list', '[1]'],
    ['null', 'null'],
    ['a number', '7'],
    ['what could be read and not be written again', nested],
  ])('ignores %s, and writes over it', async (_, content) => {
    await createFileTuningStore(path).write('a', 1);
    writeFileSync(path, content);
    expect(await createFileTuningStore(path).read('a')).toBeUndefined();
    await createFileTuningStore(path).write('b', 2);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ b: 2 });
  });

  it('keeps what several write at once', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `winner ${i}`);
    await Promise.all(names.map((name) => createFileTuningStore(path).write(name, name)));
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8'))).sort()).toEqual([...names].sort());
  });

  it('leaves no draft behind', async () => {
    await createFileTuningStore(path).write('a', 1);
    expect(readdirSync(join(folder, 'weft'))).toEqual(['tuning.json']);
  });
});

describe('tuningFile', () => {
  it("is in the user's cache", () => {
    expect(tuningFile({}, () => '/home/someone')).toBe(join('/home/someone', '.cache', 'weft', 'tuning.json'));
    expect(tuningFile({ XDG_CACHE_HOME: '/cache' }, () => '/home/someone')).toBe(join('/cache', 'weft', 'tuning.json'));
  });

  it('is nowhere for a user without a home', () => {
    const failing = () => {
      throw new Error('no such user');
    };
    expect(tuningFile({}, failing)).toBeUndefined();
  });
});
