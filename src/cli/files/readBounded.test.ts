import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBoundedText } from './readBounded';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-bounded-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MOST = 2 ** 21;

describe('readBoundedText', () => {
  it('gives files as they are up to the bound', () => {
    const path = join(folder, 'file');
    for (const text of ['', 'ñandú', 'é'.repeat(MOST / 2), 'x'.repeat(MOST)]) {
      writeFileSync(path, text);
      expect(readBoundedText(path, MOST) === text).toBe(true);
    }
  });

  it('refuses what is larger, and what has no end', () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'x'.repeat(MOST + 1));
    expect(() => readBoundedText(path, MOST)).toThrow('it has more than 2 MiB');
    if (process.platform !== 'win32') {
      expect(() => readBoundedText('/dev/zero', MOST)).toThrow('it has more than 2 MiB');
    }
  });

  it.skipIf(process.platform === 'win32')('reads from a pipe', () => {
    const program = `import { readBoundedText } from ${JSON.stringify(join(import.meta.dirname, 'readBounded.ts'))};
      process.stdout.write(String(readBoundedText('/dev/stdin').length));`;
    writeFileSync(join(folder, 'read.mjs'), program);
    writeFileSync(join(folder, 'text'), 'x'.repeat(3_000_000));
    const args = [
      '-c',
      'cat "$1" | "$0" --import tsx "$2"',
      process.execPath,
      join(folder, 'text'),
      join(folder, 'read.mjs'),
    ];
    expect(execFileSync('sh', args, { encoding: 'utf8' })).toBe('3000000');
  });

  it('says why there is nothing to read', () => {
    expect(() => readBoundedText(join(folder, 'missing'))).toThrow('ENOENT');
    expect(() => readBoundedText(folder)).toThrow('EISDIR');
  });
});
