import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/**
 * One of a seed's independent streams of random numbers. Stream 0 gives a network its initial weights, stream e ≥ 1 the
 * order of examples of epoch e.
 * @param seed a whole number, 0…2³² − 1
 * @param stream a whole number, 0…2³² − 1
 */
export function createRandomStream(seed: number, stream: number): RandomGenerator {
  return xoroshiro128plusFromState(mixState(seed, stream));
}

/** One for each word of the generator's state; the first bits of the fractions of √2, √3, √5 and √7. */
const WORD_SALTS = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a];

/**
 * The generator's 128 bits of state for a pair. Each word is mix(mix(salt + seed) + stream). As `mix` is a bijection,
 * two pairs that share the seed, or the stream, differ in all four words; two that share neither meet in one word with
 * a chance of 2⁻³², in all four of 2⁻¹²⁸. Neighbouring seeds and streams get unrelated states, which the generator's own
 * seeding would not give them: it leaves three of the four words (nearly) alike.
 */
function mixState(seed: number, stream: number): number[] {
  return WORD_SALTS.map((salt) => mix(mix(salt + seed) + stream));
}

/** The finalizer of MurmurHash3, a bijection of 32-bit words in which every bit of input reaches every bit of output. */
function mix(word: number): number {
  let bits = word | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
