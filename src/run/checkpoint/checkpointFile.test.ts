import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { sampleCheckpoint } from '../../testing/sampleCheckpoint';
import { decodeCheckpoint, encodeCheckpoint } from './checkpointFile';

describe('a checkpoint', () => {
  it('is read back as it was, whatever its numbers and bits are', async () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, Infinity, -Infinity, 5e-324));
    await fc.assert(
      fc.asyncProperty(number, number, fc.uint8Array({ maxLength: 40 }), async (loss, best, bytes) => {
        const checkpoint = sampleCheckpoint({
          loss,
          best,
          bytes: Uint8Array.from([...bytes, 0, 0, 0]).subarray(0, Math.ceil(bytes.length / 4) * 4),
        });
        expect(await decodeCheckpoint(await encodeCheckpoint(checkpoint), 'it')).toEqual(checkpoint);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused by name and place where any of its bytes is another, or missing', async () => {
    const file = await encodeCheckpoint(sampleCheckpoint());
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = file.slice();
        changed[at] = (changed[at] as number) ^ flip;
        await expect(decodeCheckpoint(changed, 'it')).rejects.toMatchObject({ code: 'bad-checkpoint' });
        await expect(decodeCheckpoint(file.slice(0, at), 'it')).rejects.toThrow(/^Checkpoint it, \w+/);
      }),
      { numRuns: 300 },
    );
  });

  // biome-ignore lint/suspicious/noExplicitAny: an edit may make anything of a header.
  it.each<[string, (header: any) => void, string]>([
    ['a schema of another version', (header) => (header.schema = 'weft.checkpoint/1'), 'field schema'],
    ['a field that is missing', (header) => delete header.ended, 'field ended'],
    ['a field of another kind', (header) => (header.setupMs = 'soon'), 'field setupMs'],
    ['a field too many', (header) => (header.more = 1), 'field more'],
    ['an option that cannot be', (header) => (header.config.epochs = 0), 'field config.epochs'],
    ['members without weights kept or not', (header) => (header.underWay[0].kept = []), 'field underWay.0.kept'],
    [
      'tensors longer than the file',
      (header) => (header.underWay[0].tensors = [{ name: 'weights.0', bytes: 4000 }]),
      'tensor weights.0',
    ],
    ['tensors shorter than the file', (header) => (header.underWay[0].tensors = []), 'end'],
  ])('with a good checksum is refused for %s', async (_, change, place) => {
    const checkpoint = sampleCheckpoint();
    const file = await rewrite(await encodeCheckpoint(checkpoint), change);
    await expect(decodeCheckpoint(file, 'it')).rejects.toThrow(`Checkpoint it, ${place}: `);
    await expect(decodeCheckpoint(file, 'it')).rejects.toBeInstanceOf(WeftError);
  });
});

it('of another version is refused by it', async () => {
  const file = await encodeCheckpoint(sampleCheckpoint());
  file[7] = 1;
  await expect(decodeCheckpoint(file, 'it')).rejects.toThrow(
    /^Checkpoint it, version: it is 1, and only 2 can be read\.$/,
  );
});

it('reads a zero with a sign where none can be as zero, and can be written again', async () => {
  const change = (header: Record<string, unknown>) => Object.assign(header.config as object, { firstSeed: 'MINUS' });
  const file = await rewrite(await encodeCheckpoint(sampleCheckpoint()), change, (json) =>
    json.replace('"MINUS"', '-0'),
  );
  const checkpoint = await decodeCheckpoint(file, 'it');
  expect(checkpoint.config.firstSeed).toBe(0);
  expect(await decodeCheckpoint(await encodeCheckpoint(checkpoint), 'it')).toEqual(checkpoint);
});

/** The file with another header and a checksum that fits. */
async function rewrite(
  file: Uint8Array<ArrayBuffer>,
  change: (header: Record<string, unknown>) => void,
  changeText = (json: string) => json,
) {
  const headerBytes = new DataView(file.buffer).getUint32(40, true);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(44, 44 + headerBytes)));
  change(header);
  const json = new TextEncoder().encode(changeText(JSON.stringify(header)));
  const rest = new Uint8Array(4 + json.length + file.length - 44 - headerBytes);
  new DataView(rest.buffer).setUint32(0, json.length, true);
  rest.set(json, 4);
  rest.set(file.subarray(44 + headerBytes), 4 + json.length);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', rest));
  return Uint8Array.from([...file.subarray(0, 8), ...digest, ...rest]);
}
