import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raceCandidates } from './race';

/** Races on a clock that only samples move: a candidate is how long its samples take, without noise. */
function simulate(options: {
  readonly noise?: (candidate: number, sample: number) => number;
  readonly budgetMs?: number;
  readonly goodEnoughMs?: number;
}) {
  const { noise = () => 0, budgetMs = Number.POSITIVE_INFINITY, goodEnoughMs = 0 } = options;
  const samples = new Map<number, number>();
  let nowMs = 0;
  return {
    samples,
    spentMs: () => nowMs,
    race: (candidates: readonly number[]) =>
      raceCandidates(candidates, {
        sampleMs: async (trueMs) => {
          if (Number.isNaN(trueMs)) {
            throw new Error('lost its shader');
          }
          const sample = samples.get(trueMs) ?? 0;
          samples.set(trueMs, sample + 1);
          const sampleMs = trueMs * (1 + noise(trueMs, sample));
          nowMs += sampleMs;
          return sampleMs;
        },
        deadlineMs: budgetMs,
        goodEnoughMs,
        now: () => nowMs,
      }),
  };
}

describe('raceCandidates', () => {
  it('finds the fastest, and hardly times those that are far behind', async () => {
    const { race, samples } = simulate({});
    expect(await race([20, 50, 10, 11, 12])).toBe(10);
    expect(samples.get(50)).toBe(1);
    expect(samples.get(20)).toBe(2);
    expect(samples.get(12)).toBeLessThan(samples.get(10) as number);
  });

  it('leaves the first in its place where another is hardly faster', async () => {
    expect(await simulate({}).race([10, 9.9, 40])).toBe(10);
    expect(await simulate({}).race([10, 9.5, 40])).toBe(9.5);
  });

  it('comes within a tenth of the fastest under noise that makes one sample in three up to three times as long', async () => {
    const candidate = fc.record({
      trueMs: fc.integer({ min: 100, max: 1000 }),
      /** Which of its samples, of three, is long. */
      longOne: fc.integer({ min: 0, max: 2 }),
      /** By how much samples are longer, in turn. */
      noise: fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 7, maxLength: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(candidate, { minLength: 1, maxLength: 12, selector: ({ trueMs }) => trueMs }),
        async (candidates) => {
          const noise = (ms: number, sample: number) => {
            const { longOne = 0, noise: sizes = [] } = candidates.find(({ trueMs }) => trueMs === ms) ?? {};
            return (sample % 3 === longOne ? 1 : 0.02) * (sizes[sample] ?? 0);
          };
          const times = candidates.map(({ trueMs }) => trueMs);
          return ((await simulate({ noise }).race(times)) as number) <= 1.1 * Math.min(...times);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never spends more than its budget, and decides by what it has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 8 }),
        fc.integer({ min: 0, max: 3000 }),
        async (candidates, budgetMs) => {
          const { race, samples, spentMs } = simulate({ budgetMs });
          const winner = await race(candidates);
          const wasEachTimed = candidates.every((candidate) => samples.has(candidate));
          // The very first sample is the one whose length nobody knows; others may be as long as was not expected of them.
          const unexpectedMs = Math.max(...candidates);
          return spentMs() <= budgetMs + unexpectedMs && (winner === undefined) === !wasEachTimed;
        },
      ),
    );
  });

  it('stops when a candidate is as fast as any can be', async () => {
    const { race, samples } = simulate({ goodEnoughMs: 10 });
    expect(await race([12, 10, 11])).toBe(10);
    expect([...samples.values()]).toEqual([1, 1, 1]);
  });

  it('takes none that fails, and nothing where all do', async () => {
    expect(await simulate({}).race([Number.NaN, 10, 20])).toBe(10);
    expect(await simulate({}).race([Number.NaN, Number.NaN])).toBeUndefined();
    expect(await simulate({}).race([])).toBeUndefined();
  });
});
