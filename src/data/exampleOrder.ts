import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { createRandomStream } from './randomStream';

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
  const random = createRandomStream(seed, epoch);
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
