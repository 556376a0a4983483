import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { loadDatasetFile } from './datasetFile';
import { parseIdxLabels } from './idx';
import { encodeIdxLabels } from './idxFixtures';

const NAME = 'some-dataset/some-file.gz';
const LABELS = [3, 1, 4, 1, 5, 9, 2, 6];
const IDX = encodeIdxLabels(LABELS);
const GZIP = new Uint8Array(gzipSync(IDX));

async function load(bytes: Uint8Array<ArrayBuffer>): Promise<number[]> {
  const fetchBytes = async () => bytes;
  return [...(await loadDatasetFile({ name: NAME, url: '/file.gz', fetchBytes, parse: parseIdxLabels }))];
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** What the file was refused with; fails when it was accepted or refused with anything but a `bad-dataset` naming it. */
async function refusalOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const error = await load(bytes).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WeftError);
  expect((error as WeftError).code).toBe('bad-dataset');
  expect((error as WeftError).message).toContain(NAME);
  return (error as WeftError).message;
}

describe('loadDatasetFile', () => {
  it('reads a gzip file', async () => {
    expect(await load(GZIP)).toEqual(LABELS);
  });

  it('reads a file that arrives decompressed', async () => {
    expect(await load(IDX)).toEqual(LABELS);
  });

  it('refuses a file cut off anywhere, compressed or not', async () => {
    for (const whole of [GZIP, IDX]) {
      for (let length = 0; length < whole.length; length += 1) {
        await refusalOf(whole.slice(0, length));
      }
    }
  });

  it.each([
    ['a zero', [0]],
    ['many zeros', new Array<number>(600).fill(0)],
    ['text', [...new TextEncoder().encode('<html>')]],
    ['the start of another gzip file', [0x1f, 0x8b, 8]],
    ['a whole gzip file', [...gzipSync(Uint8Array.of(1, 2))]],
  ])('refuses a gzip file followed by %s', async (_, appended) => {
    await refusalOf(new Uint8Array([...GZIP, ...appended]));
  });

  it.each([
    ['zeros', new Uint8Array(100 * 2 ** 20), undefined, /begins with magic 0x0/],
    ['an IDX file that goes on and on', concat(IDX, new Uint8Array(100 * 2 ** 20)), IDX.length, /nothing may follow/],
  ])('stops unpacking %s as soon as it knows', async (_, content, announced, sentence) => {
    const bomb = new Uint8Array(gzipSync(content));
    if (announced !== undefined) {
      new DataView(bomb.buffer).setUint32(bomb.length - 4, announced, true);
    }
    const startedAtMs = performance.now();
    expect(await refusalOf(bomb)).toMatch(sentence);
    // All of it takes ten times as long.
    expect(performance.now() - startedAtMs).toBeLessThan(100);
  });

  it('refuses a file that announces more than there is room for', async () => {
    const huge = new Uint8Array(2 ** 21);
    huge.set(GZIP);
    new DataView(huge.buffer).setUint32(huge.length - 4, 2 ** 30 + 1, true);
    expect(await refusalOf(huge)).toMatch(/announces 1073741825 bytes unpacked; it may have at most 1073741824/);
  });

  it('refuses a gzip file followed by any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), async (appended) => {
        await refusalOf(new Uint8Array([...GZIP, ...appended]));
      }),
    );
  });

  it('refuses a gzip file with any bit of its checksum or length flipped', async () => {
    for (let bit = 0; bit < 64; bit += 1) {
      const damaged = GZIP.slice();
      const place = damaged.length - 8 + (bit >> 3);
      damaged[place] = (damaged[place] as number) ^ (1 << (bit & 7));
      await refusalOf(damaged);
    }
  });

  it('refuses a file that is neither gzip nor IDX, naming its first bytes', async () => {
    expect(await refusalOf(new TextEncoder().encode('PK zip'))).toBe(
      `File ${NAME} is not a gzip file: it begins with bytes 50 4b 20 7a; a gzip file begins with 1f 8b.`,
    );
  });

  it('refuses an empty file, saying so', async () => {
    expect(await refusalOf(new Uint8Array(0))).toContain('it is empty');
  });
});
