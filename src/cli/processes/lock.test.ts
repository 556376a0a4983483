import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { birthOf } from './birth';
import { releaseLock, takeLock } from './lock';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-test-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a lock', () => {
  it('is held by one, until it is given back', async () => {
    expect(await takeLock(path)).toBe(true);
    expect(await takeLock(path)).toBe(false);
    await releaseLock(path);
    expect(await takeLock(path)).toBe(true);
  });

  it('is taken over from a process that is gone', async () => {
    writeFileSync(path, '4194304999');
    expect(await takeLock(path)).toBe(true);
  });

  it('is taken over from one whose number another process has', async () => {
    writeFileSync(path, `${process.pid} ${birthOf(process.ppid)}`);
    expect(await takeLock(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid} ${birthOf(process.pid)}`);
  });

  it('of an older Weft, which wrote the number alone, is held while that runs', async () => {
    writeFileSync(path, `${process.pid}`);
    expect(await takeLock(path)).toBe(false);
  });
});
