import { describe, expect, it } from 'vitest';
import { randomBytes } from '../../testing/random';
import {
  deviationOf,
  MAX_CHUNK_EXAMPLES,
  meanOf,
  normalizeStatisticsReference,
  type PixelStatistics,
  planNormalizeStatistics,
  sumStatistics,
} from './normalizeStatistics';

/** Mean and deviation by their definitions, √(Σ(n·x − Σx)²/n)/n, in whole numbers up to the last steps. */
function momentsOf(values: Uint8Array): { mean: number; deviation: number } {
  const all = Array.from(values, BigInt);
  const count = BigInt(all.length);
  const sum = all.reduce((total, value) => total + value, 0n);
  const squares = all.reduce((total, value) => total + (count * value - sum) ** 2n, 0n);
  return { mean: Number(sum) / all.length, deviation: Math.sqrt(Number(squares) / all.length) / all.length };
}

function statisticsOf(values: Uint8Array): PixelStatistics {
  return normalizeStatisticsReference({ examples: values.length, features: 1 }, values).overall;
}

describe('mean and deviation', () => {
  it.each([
    ['random pixels', randomBytes(1, 10_000)],
    ['pixels that are nearly all alike', new Uint8Array(60_001).fill(255).with(17, 254)],
    ['one bright pixel among black ones', new Uint8Array(60_001).with(60_000, 1)],
  ])('of %s agree with their definitions to 1e-12', (_, values) => {
    const statistics = statisticsOf(values);
    const { mean, deviation } = momentsOf(values);
    expect(Math.abs(meanOf(statistics) / mean - 1)).toBeLessThan(1e-12);
    expect(Math.abs(deviationOf(statistics) / deviation - 1)).toBeLessThan(1e-12);
  });

  it('keep their digits where float64 sums would lose them', () => {
    // 47,040,000 pixels of 254, one of them 255: the variance is (n − 1)/n², a 10⁻¹³ of the mean square.
    const count = 47_040_000;
    const statistics = { count, sum: 254 * count + 1, sumOfSquares: 254 ** 2 * count + 509, min: 254, max: 255 };
    expect(Math.abs(deviationOf(statistics) / (Math.sqrt(count - 1) / count) - 1)).toBeLessThan(1e-12);
  });

  it('are exact for a constant pixel', () => {
    const statistics = statisticsOf(new Uint8Array(50_000).fill(255));
    expect(meanOf(statistics)).toBe(255);
    expect(deviationOf(statistics)).toBe(0);
  });
});

describe('planNormalizeStatistics', () => {
  it.each([
    [1, 1],
    [127, 127],
    [128, 128],
    [129, 65],
    [50_000, 128],
  ])('splits %i examples into %i chunks', (examples, chunks) => {
    const plan = planNormalizeStatistics({ examples, features: 785 });
    expect(plan.chunks).toBe(chunks);
    expect(plan.grid).toEqual([13, chunks, 1]);
    expect(plan.outputBytes).toBe(chunks * 785 * 16);
  });

  it('never lets a chunk grow beyond what a u32 sum of squares holds', () => {
    expect(BigInt(MAX_CHUNK_EXAMPLES) * 255n ** 2n).toBeLessThan(2n ** 32n);
    expect(BigInt(MAX_CHUNK_EXAMPLES + 1) * 255n ** 2n).toBeGreaterThanOrEqual(2n ** 32n);
    expect(planNormalizeStatistics({ examples: 128 * MAX_CHUNK_EXAMPLES, features: 1 }).chunks).toBe(128);
    expect(planNormalizeStatistics({ examples: 128 * MAX_CHUNK_EXAMPLES + 1, features: 1 }).chunks).toBe(129);
  });
});

it('adds up chunks whose sums together exceed a u32', () => {
  const plan = planNormalizeStatistics({ examples: 128 * MAX_CHUNK_EXAMPLES, features: 1 });
  const [sum, squares] = [MAX_CHUNK_EXAMPLES * 255, MAX_CHUNK_EXAMPLES * 255 ** 2];
  const chunks = Uint32Array.from({ length: 128 * 4 }, (_, i) => [sum, squares, 255, 255][i % 4] as number);
  const count = 128 * MAX_CHUNK_EXAMPLES;
  const expected = { count, sum: count * 255, sumOfSquares: count * 255 ** 2, min: 255, max: 255 };
  expect(sumStatistics(plan, chunks)).toEqual({ perPixel: [expected], overall: expected });
});

it('counts every pixel of every example over all, and takes the range of all', () => {
  const { perPixel, overall } = normalizeStatisticsReference(
    { examples: 2, features: 2 },
    new Uint8Array([1, 20, 3, 40]),
  );
  expect(perPixel).toEqual([
    { count: 2, sum: 4, sumOfSquares: 10, min: 1, max: 3 },
    { count: 2, sum: 60, sumOfSquares: 2000, min: 20, max: 40 },
  ]);
  expect(overall).toEqual({ count: 4, sum: 64, sumOfSquares: 2010, min: 1, max: 40 });
});
