// The IDX format: a big-endian header (magic, then the length of each dimension), then one byte an element.
import { type ErrorFacts, WeftError } from '../errors';

export const IMAGE_ROWS = 28;
export const IMAGE_COLS = 28;
export const IMAGE_PIXELS = IMAGE_ROWS * IMAGE_COLS;
export const CLASS_COUNT = 10;

interface IdxFormat {
  readonly content: 'images' | 'labels';
  readonly magic: number;
  readonly headerBytes: number;
  /** How many bytes one item takes. */
  readonly itemBytes: number;
}

const IMAGES: IdxFormat = { content: 'images', magic: 0x803, headerBytes: 16, itemBytes: IMAGE_PIXELS };
const LABELS: IdxFormat = { content: 'labels', magic: 0x801, headerBytes: 8, itemBytes: 1 };

/**
 * Reads an IDX file of 28×28 images.
 * @param bytes the whole file, decompressed
 * @param name what errors call the file
 * @returns pixels — [count, 784] uint8, row by row; a view of `bytes`, not a copy
 * @throws WeftError `bad-dataset` for anything but a whole file of at least one 28×28 image and nothing after it
 */
export function parseIdxImages(bytes: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
  const header = parseHeader(bytes, name, IMAGES);
  const rows = header.getUint32(8);
  const cols = header.getUint32(12);
  if (rows !== IMAGE_ROWS || cols !== IMAGE_COLS) {
    const [found, expected] = [`${rows}×${cols}`, `${IMAGE_ROWS}×${IMAGE_COLS}`];
    throw badDataset(`holds images of ${found} pixels; they must be ${expected}`, {
      about: 'image-size',
      file: name,
      found,
      expected,
    });
  }
  return itemsAfterHeader(bytes, name, IMAGES, header.getUint32(4));
}

/**
 * Reads an IDX file of labels 0…9.
 * @param bytes the whole file, decompressed
 * @param name what errors call the file
 * @returns labels — [count] uint8; a view of `bytes`, not a copy
 * @throws WeftError `bad-dataset` for anything but a whole file of at least one label, each 0…9, and nothing after it
 */
export function parseIdxLabels(bytes: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
  const header = parseHeader(bytes, name, LABELS);
  const labels = itemsAfterHeader(bytes, name, LABELS, header.getUint32(4));
  const index = labels.findIndex((label) => label >= CLASS_COUNT);
  if (index >= 0) {
    const facts = { label: labels[index] as number, position: index, most: CLASS_COUNT - 1 };
    throw badDataset(`has label ${facts.label} at position ${index}; labels must be 0 to ${facts.most}`, {
      about: 'label-range',
      file: name,
      ...facts,
    });
  }
  return labels;
}

function parseHeader(bytes: Uint8Array<ArrayBuffer>, name: string, format: IdxFormat): DataView {
  const { content, magic, headerBytes } = format;
  if (bytes.length < headerBytes) {
    throw badDataset(`has ${bytes.length} bytes; an IDX file of ${content} begins with ${headerBytes} of header`, {
      about: 'idx-header',
      file: name,
      content,
      bytes: bytes.length,
      headerBytes,
    });
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const found = header.getUint32(0);
  if (found !== magic) {
    throw badDataset(`begins with magic 0x${hex(found)}; an IDX file of ${content} begins with 0x${hex(magic)}`, {
      about: 'idx-magic',
      file: name,
      content,
      found: hex(found),
      expected: hex(magic),
    });
  }
  return header;
}

function itemsAfterHeader(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  format: IdxFormat,
  count: number,
): Uint8Array<ArrayBuffer> {
  const { content, headerBytes, itemBytes } = format;
  const expectedBytes = headerBytes + count * itemBytes;
  if (count === 0) {
    throw badDataset(`announces 0 ${content}; there must be at least 1`, { about: 'idx-empty', file: name, content });
  }
  if (bytes.length !== expectedBytes) {
    const fault = bytes.length < expectedBytes ? 'is truncated' : 'has bytes left over';
    throw badDataset(
      `${fault}: it has ${bytes.length} bytes, and the ${count} ${content} it announces take exactly ${expectedBytes}`,
      { about: 'idx-length', file: name, content, count, bytes: bytes.length, expected: expectedBytes },
    );
  }
  return bytes.subarray(headerBytes);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function badDataset(fault: string, facts: ErrorFacts & { readonly file: string }): WeftError {
  return new WeftError('bad-dataset', `File ${facts.file} ${fault}.`, { facts });
}
