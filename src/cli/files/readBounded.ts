import { closeSync, openSync, readSync } from 'node:fs';

/** Many times what the largest study takes. */
const MAX_BYTES = 2 ** 28;
const PIECE_BYTES = 2 ** 20;

/**
 * A text file, or what comes out of a pipe; of one that has no end, not more than there may be.
 * @throws Error with the reason, in words that complete a sentence.
 */
export function readBoundedText(path: string, mostBytes = MAX_BYTES): string {
  const descriptor = openSync(path, 'r');
  try {
    const pieces: Buffer[] = [];
    let length = 0;
    for (;;) {
      const piece = Buffer.alloc(Math.min(PIECE_BYTES, mostBytes + 1 - length));
      const read = readSync(descriptor, piece, 0, piece.length, null);
      if (read === 0) {
        return Buffer.concat(pieces).toString('utf8');
      }
      pieces.push(piece.subarray(0, read));
      length += read;
      if (length > mostBytes) {
        throw new Error(`it has more than ${mostBytes / 2 ** 20} MiB`);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
