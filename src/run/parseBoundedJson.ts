/** Deeper than any file of Weft's, whose records lie some seven levels down. */
const MAX_DEPTH = 64;
/** Ten times what the largest study has: each takes tens of bytes of memory, and two of text. */
export const MAX_CONTAINERS = 4_000_000;

/** Of text that is JSON or not, but no file of Weft's: parsing it would take the memory of a whole tab. */
export class OutOfBounds extends Error {
  override readonly name = 'OutOfBounds';

  /** @param bound what it has more of than any file of Weft's. */
  constructor(readonly bound: 'depth' | 'count') {
    super(bound === 'depth' ? `it is nested more than ${MAX_DEPTH} deep` : `it has more than ${MAX_CONTAINERS} lists`);
  }
}

/**
 * As `JSON.parse`, for text from anywhere: what its parts would take in memory is bounded before there are any.
 * @throws OutOfBounds, or SyntaxError as `JSON.parse` does.
 */
export function parseBoundedJson(text: string): unknown {
  let [depth, containers] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22:
        at = endOfString(text, at);
        break;
      case 0x5b:
      case 0x7b:
        depth += 1;
        containers += 1;
        if (depth > MAX_DEPTH || containers > MAX_CONTAINERS) {
          throw new OutOfBounds(depth > MAX_DEPTH ? 'depth' : 'count');
        }
        break;
      case 0x5d:
      case 0x7d:
        depth -= 1;
        break;
    }
  }
  return JSON.parse(text);
}

/** The place of the quote that ends a string, or the end of the text where none does. */
function endOfString(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) {
      return text.length;
    }
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) {
      backslashes += 1;
    }
    if (backslashes % 2 === 0) {
      return at;
    }
  }
}
