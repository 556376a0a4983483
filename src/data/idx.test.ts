import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { IMAGE_PIXELS, parseIdxImages, parseIdxLabels } from './idx';
import { encodeIdxImages, encodeIdxLabels } from './idxFixtures';

const NAME = 'some-dataset/some-file.gz';

/** What the parser refused with; fails when it gave a result or threw anything but a `bad-dataset` naming the file. */
function refusalOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(WeftError);
    expect((error as WeftError).code).toBe('bad-dataset');
    expect((error as WeftError).message).toContain(NAME);
    return (error as WeftError).message;
  }
  throw new Error('The parser accepted what it must refuse.');
}

function patch(bytes: Uint8Array<ArrayBuffer>, offset: number, value: number): Uint8Array<ArrayBuffer> {
  const patched = bytes.slice();
  new DataView(patched.buffer).setUint32(offset, value);
  return patched;
}

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((a) => a.slice());
const imagePixels = fc.integer({ min: 1, max: 3 }).chain((count) => bytesOf(count * IMAGE_PIXELS));
const labelValues = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 50 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** Both formats as one shape, for what holds of either. */
const validFile = fc.oneof(
  imagePixels.map((pixels) => ({ bytes: encodeIdxImages(pixels), parse: parseIdxImages })),
  labelValues.map((labels) => ({ bytes: encodeIdxLabels(labels), parse: parseIdxLabels })),
);

describe('parseIdxImages', () => {
  it('gives back the pixels that were written', () => {
    fc.assert(
      fc.property(imagePixels, (pixels) => {
        expect(parseIdxImages(encodeIdxImages(pixels), NAME)).toEqual(pixels);
      }),
    );
  });

  it('reads a file that lies inside a larger buffer', () => {
    const pixels = new Uint8Array(IMAGE_PIXELS).fill(7);
    const file = encodeIdxImages(pixels);
    const larger = new Uint8Array(file.length + 10).fill(255);
    larger.set(file, 3);
    expect(parseIdxImages(larger.subarray(3, 3 + file.length), NAME)).toEqual(pixels);
  });

  it('refuses every other image size, naming it', () => {
    const file = encodeIdxImages(new Uint8Array(IMAGE_PIXELS));
    fc.assert(
      fc.property(uint32, uint32, (rows, cols) => {
        fc.pre(rows !== 28 || cols !== 28);
        const message = refusalOf(() => parseIdxImages(patch(patch(file, 8, rows), 12, cols), NAME));
        expect(message).toContain(`${rows}×${cols}`);
        expect(message).toContain('28×28');
      }),
    );
  });

  it('refuses a file of labels', () => {
    const message = refusalOf(() => parseIdxImages(encodeIdxLabels(new Array(20).fill(1)), NAME));
    expect(message).toContain('0x00000801');
    expect(message).toContain('0x00000803');
  });
});

describe('parseIdxLabels', () => {
  it('gives back the labels that were written', () => {
    fc.assert(
      fc.property(labelValues, (labels) => {
        expect([...parseIdxLabels(encodeIdxLabels(labels), NAME)]).toEqual(labels);
      }),
    );
  });

  it('refuses a label above 9, naming it and its position', () => {
    fc.assert(
      fc.property(labelValues, fc.nat(), fc.integer({ min: 10, max: 255 }), (labels, place, wrong) => {
        const position = place % labels.length;
        const message = refusalOf(() => parseIdxLabels(encodeIdxLabels(labels.with(position, wrong)), NAME));
        expect(message).toContain(`label ${wrong} at position ${position};`);
      }),
    );
  });

  it('refuses a file of images', () => {
    refusalOf(() => parseIdxLabels(encodeIdxImages(new Uint8Array(IMAGE_PIXELS)), NAME));
  });
});

describe('either parser', () => {
  it('refuses a file cut off anywhere', () => {
    fc.assert(
      fc.property(validFile, fc.nat(), ({ bytes, parse }, cut) => {
        refusalOf(() => parse(bytes.subarray(0, cut % bytes.length), NAME));
      }),
    );
  });

  it('refuses bytes after the end', () => {
    fc.assert(
      fc.property(validFile, fc.uint8Array({ minLength: 1, maxLength: 2000 }), ({ bytes, parse }, appended) => {
        const longer = new Uint8Array([...bytes, ...appended]);
        expect(refusalOf(() => parse(longer, NAME))).toContain(`${longer.length} bytes`);
      }),
    );
  });

  it('refuses every other magic, naming it', () => {
    fc.assert(
      fc.property(validFile, uint32, ({ bytes, parse }, magic) => {
        fc.pre(magic !== new DataView(bytes.buffer).getUint32(0));
        expect(refusalOf(() => parse(patch(bytes, 0, magic), NAME))).toContain(magic.toString(16));
      }),
    );
  });

  it('refuses a count that does not fit the length', () => {
    fc.assert(
      fc.property(validFile, uint32, ({ bytes, parse }, count) => {
        fc.pre(count !== new DataView(bytes.buffer).getUint32(4));
        refusalOf(() => parse(patch(bytes, 4, count), NAME));
      }),
    );
  });

  it('refuses a file that holds nothing', () => {
    expect(refusalOf(() => parseIdxImages(encodeIdxImages(new Uint8Array(0)), NAME))).toContain('0 images');
    expect(refusalOf(() => parseIdxLabels(encodeIdxLabels([]), NAME))).toContain('0 labels');
  });

  it('never throws anything but a bad-dataset error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 100 }), (noise) => {
        refusalOf(() => parseIdxImages(noise.slice(), NAME));
        // With the right magic, so that the noise gets past the first check.
        refusalOf(() => parseIdxImages(patch(noise.slice(), 0, 0x803), NAME));
      }),
    );
  });
});
