import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExampleOrder } from './exampleOrder';

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** Pearson's statistic against equal expected counts. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('createExampleOrder', () => {
  it('visits every example exactly once', () => {
    fc.assert(
      fc.property(uint32, uint32, fc.integer({ min: 0, max: 500 }), (seed, epoch, exampleCount) => {
        const order = createExampleOrder({ seed, epoch, exampleCount });
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: exampleCount }, (_, index) => index));
      }),
    );
  });

  it('is the same whenever seed and epoch are the same', () => {
    fc.assert(
      fc.property(uint32, uint32, (seed, epoch) => {
        const options = { seed, epoch, exampleCount: 100 };
        expect(createExampleOrder(options)).toEqual(createExampleOrder(options));
      }),
    );
  });

  it('keeps the order that earlier runs have seen', () => {
    expect([...createExampleOrder({ seed: 1, epoch: 1, exampleCount: 8 })]).toEqual([0, 3, 2, 1, 7, 5, 6, 4]);
  });

  it('differs by seed and by epoch, and does not take one for the other', () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) {
      for (let epoch = 0; epoch < 20; epoch += 1) {
        orders.add(createExampleOrder({ seed, epoch, exampleCount: 50 }).join());
      }
    }
    expect(orders.size).toBe(400);
  });

  it('gives every order of four examples equally often over neighbouring seeds and epochs', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 240; seed += 1) {
      for (let epoch = 0; epoch < 100; epoch += 1) {
        const order = createExampleOrder({ seed, epoch, exampleCount: 4 }).join();
        counts.set(order, (counts.get(order) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: a uniform order exceeds 53.2 about once in 3,000 choices of the constants above.
    expect(chiSquared([...counts.values()])).toBeLessThan(53.2);
  });

  it('puts every example at every place equally often', () => {
    const exampleCount = 20;
    const counts = new Array<number>(exampleCount * exampleCount).fill(0);
    for (let epoch = 0; epoch < 2000; epoch += 1) {
      createExampleOrder({ seed: 1, epoch, exampleCount }).forEach((example, place) => {
        const cell = place * exampleCount + example;
        counts[cell] = (counts[cell] ?? 0) + 1;
      });
    }
    // Of random orders 20/19 × chi-squared with 19 × 19 degrees of freedom: 380 on average, with a deviation of 28.
    // Four deviations are allowed.
    expect(chiSquared(counts)).toBeLessThan(493);
  });

  it('shares no more places between two epochs, or two seeds, than chance does', () => {
    const exampleCount = 50_000;
    const first = createExampleOrder({ seed: 1, epoch: 1, exampleCount });
    for (const other of [
      { seed: 1, epoch: 2 },
      { seed: 2, epoch: 1 },
      { seed: 2, epoch: 2 },
    ]) {
      const order = createExampleOrder({ ...other, exampleCount });
      // Two random orders agree at one place on average (Poisson); ten has a chance of about 1 in 10 million.
      expect(order.filter((example, place) => example === first[place]).length).toBeLessThan(10);
    }
  });
});
