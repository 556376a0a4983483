import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFull, probePlace, probeReadable } from './places';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-places-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a folder', () => {
  it('that is there is written to on trial, and left as it was', async () => {
    const place = await probePlace('runs', folder);
    expect(place).toMatchObject({ place: 'runs', path: folder, state: 'ok', reason: null });
    expect(place.freeBytes).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is not there yet is tried above, and not made', async () => {
    expect(await probePlace('runs', join(folder, 'a/b'))).toMatchObject({ state: 'missing', reason: null });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that nobody makes must be there', async () => {
    const place = await probePlace('temporary', join(folder, 'a'), { isMade: false });
    expect(place).toMatchObject({ state: 'unwritable', reason: expect.stringMatching('ENOENT') });
  });

  it('that is a file cannot be read, and one below it cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await probePlace('runs', file)).toMatchObject({
      state: 'unreadable',
      reason: expect.stringMatching('ENOTDIR'),
    });
    expect(await probePlace('runs', join(file, 'x'))).toMatchObject({ state: 'unwritable' });
  });

  it('that cannot be written to says why', async () => {
    // No file can be made there, by whomever.
    expect(await probePlace('runs', '/proc')).toMatchObject({ state: 'unwritable', reason: expect.any(String) });
    symlinkSync('loop', join(folder, 'loop'));
    expect((await probePlace('runs', join(folder, 'loop'))).state).toBe('missing');
  });

  it('that the user does not have is nowhere', async () => {
    expect(await probePlace('tuning', undefined)).toMatchObject({ state: 'nowhere', path: null, freeBytes: null });
  });
});

it.each([
  ['ENOSPC: no space left on device, write', true],
  ['EDQUOT: disk quota exceeded', true],
  ['EACCES: permission denied', false],
])('a disk that says "%s" is full: %s', (message, expected) => {
  expect(isFull(new Error(message))).toBe(expected);
});

it('files are there when each can be read', () => {
  writeFileSync(join(folder, 'a'), '');
  mkdirSync(join(folder, 'b'));
  expect(probeReadable('dataset', ['a'], folder)).toMatchObject({ state: 'ok' });
  expect(probeReadable('dataset', ['a', 'c'], folder)).toMatchObject({
    state: 'missing',
    reason: expect.stringMatching('ENOENT.*c'),
  });
  expect(probeReadable('dataset', ['a/c'], folder)).toMatchObject({ state: 'unreadable' });
});
