import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random test data, the same whenever the seed is: uniform in [low, high). */
export function randomFloats(seed: number, length: number, low = -1, high = 1): Float32Array<ArrayBuffer> {
  const random = xoroshiro128plus(seed);
  return Float32Array.from({ length }, () => low + (high - low) * uniformFloat32(random));
}

/** Random whole numbers of 0 … below − 1. */
export function randomInts(seed: number, length: number, below: number): Uint32Array<ArrayBuffer> {
  const random = xoroshiro128plus(seed);
  return Uint32Array.from({ length }, () => uniformInt(random, 0, below - 1));
}

/** Random pixels 0 … 255. */
export function randomBytes(seed: number, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(randomInts(seed, length, 256));
}
