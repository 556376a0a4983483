import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface ExampleOrderOptions {
  /** A whole number, 0…2³² − 1; members with the same seed see the examples in the same order. */
  readonly seed: number;
  /** A whole number, 0…2³² − 1. */
  readonly epoch: number;
  readonly exampleCount: number;
}

/**
 * The order in which one epoch visits the examples: every order equally likely, and the same one whenever seed, epoch
 * and count are the same.
 * @returns indices — [exampleCount] uint32, each of 0…exampleCount − 1 once
 */
export function createExampleOrder({ seed, epoch, exampleCount }: ExampleOrderOptions): Uint32Array<ArrayBuffer> {
  const random = xoroshiro128plusFromState(mixState(seed, epoch));
  const order = Uint32Array.from({ length: exampleCount }, (_, index) => index);
  // Fisher–Yates from the end; `uniformInt` rejects instead of folding, so no order is favoured.
  for (let last = exampleCount - 1; last > 0; last -= 1) {
    const chosen = uniformInt(random, 0, last);
    const swapped = order[last] as number;
    order[last] = order[chosen] as number;
    order[chosen] = swapped;
  }
  return order;
}

/** One for each word of the generator's state; the first bits of the fractions of √2, √3, √5 and √7. */
const WORD_SALTS = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a];

/**
 * The generator's 128 bits of state for a pair. Each word is mix(mix(salt + seed) + epoch). As `mix` is a bijection,
 * two pairs that share the seed, or the epoch, differ in all four words; two that share neither meet in one word with
 * a chance of 2⁻³², in all four of 2⁻¹²⁸. Neighbouring seeds and epochs get unrelated states, which the generator's own
 * seeding would not give them: it leaves three of the four words (nearly) alike.
 */
function mixState(seed: number, epoch: number): number[] {
  return WORD_SALTS.map((salt) => mix(mix(salt + seed) + epoch));
}

/** The finalizer of MurmurHash3, a bijection of 32-bit words in which every bit of input reaches every bit of output. */
function mix(word: number): number {
  let bits = word | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
