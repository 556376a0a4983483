// IDX files for tests.
import { IMAGE_COLS, IMAGE_PIXELS, IMAGE_ROWS } from './idx';

/** @param pixels [count, 784] uint8 */
export function encodeIdxImages(pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  return encodeIdx([0x803, pixels.length / IMAGE_PIXELS, IMAGE_ROWS, IMAGE_COLS], pixels);
}

export function encodeIdxLabels(labels: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return encodeIdx([0x801, labels.length], labels);
}

function encodeIdx(header: readonly number[], items: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(header.length * 4 + items.length);
  const view = new DataView(bytes.buffer);
  header.forEach((word, index) => {
    view.setUint32(index * 4, word);
  });
  bytes.set(items, header.length * 4);
  return bytes;
}
