import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { createRandomStream } from '../../data/randomStream';

/** Data of the bench: the same for every implementation and in every run, never zeros. */
const STREAM = 0;

/** Uniform in [low, high). */
export function randomFloats(seed: number, length: number, low = -1, high = 1): Float32Array<ArrayBuffer> {
  const random = createRandomStream(seed, STREAM);
  return Float32Array.from({ length }, () => low + (high - low) * uniformFloat32(random));
}

/** Whole numbers of 0 … below − 1. */
export function randomInts(seed: number, length: number, below: number): Uint32Array<ArrayBuffer> {
  const random = createRandomStream(seed, STREAM);
  return Uint32Array.from({ length }, () => uniformInt(random, 0, below - 1));
}

/** Pixels 0 … 255. A cheap generator: a whole dataset is 39 million of them. */
export function randomPixels(seed: number, length: number): Uint8Array<ArrayBuffer> {
  const random = createRandomStream(seed, STREAM);
  const bytes = new Uint8Array(Math.ceil(length / 4) * 4);
  const words = new Int32Array(bytes.buffer);
  for (let i = 0; i < words.length; i++) {
    words[i] = random.next();
  }
  return bytes.subarray(0, length);
}
