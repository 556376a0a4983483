/** Values repeat after so many: a prime, so that no row or column of a power of two repeats. */
const PERIOD = 65_537;
/** A NaN that no computation gives: those have no digits. */
const POISON_BITS = 0x7fc5_a5a5;

// Tests need operands that nothing is adapted to, not a stream that can be repeated.

/** Uniform in [low, high). */
export function randomFloats(length: number, low = -1, high = 1): Float32Array<ArrayBuffer> {
  return fill(new Float32Array(length), () => low + Math.random() * (high - low));
}

/** Whole numbers of 0 … below − 1. */
export function randomWords(length: number, below: number): Uint32Array<ArrayBuffer> {
  return fill(new Uint32Array(length), () => randomBelow(below));
}

/** Bytes 0 … 255. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return fill(new Uint8Array(length), () => randomBelow(256));
}

export function randomBelow(count: number): number {
  return Math.floor(Math.random() * count);
}

/** Words that read as NaN: what is not written, or is not to be, is noticed. */
export function poison(words: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(words).fill(POISON_BITS);
}

function fill<T extends Float32Array | Uint32Array | Uint8Array>(values: T, random: () => number): T {
  const { length } = values;
  for (let i = 0; i < Math.min(length, PERIOD); i++) {
    values[i] = random();
  }
  for (let filled = PERIOD; filled < length; filled += PERIOD) {
    values.copyWithin(filled, 0, Math.min(PERIOD, length - filled));
  }
  return values;
}
