import source from '../../../shaders/normalizeStatistics.wgsl?raw';
import { defineKernel, type Launch } from '../../gpu/kernel';

const WORKGROUP_SIZE = 64;
/** Sum, sum of squares, minimum and maximum of a pixel. */
export const STATISTICS_WORDS = 4;

/** More chunks than this bring no more parallelism, only more to add up. */
const MAX_CHUNKS = 128;

/** The most images whose squared u8 pixels surely fit a u32 sum: ⌊(2³² − 1) / 255²⌋. */
export const MAX_CHUNK_EXAMPLES = Math.floor((2 ** 32 - 1) / 255 ** 2);

/** Exact sums of a set of images, pixel by pixel. */
export const normalizeStatistics = defineKernel('normalizeStatistics', source, {
  /** [examples, features] u8, packed without padding. */
  images: 'read',
  /** [chunks, features, 4] u32, written; `sumStatistics` adds its chunks up. */
  statistics: 'read-write',
});

export interface NormalizeStatisticsShape {
  readonly examples: number;
  readonly features: number;
}

export interface NormalizeStatisticsPlan extends Launch<typeof normalizeStatistics.specs> {
  readonly shape: NormalizeStatisticsShape;
  readonly chunkExamples: number;
  readonly chunks: number;
  /** Size of the output: (sum, sum of squares, minimum, maximum) u32 for each chunk and feature. */
  readonly outputBytes: number;
}

export function planNormalizeStatistics(shape: NormalizeStatisticsShape): NormalizeStatisticsPlan {
  const chunkExamples = Math.min(MAX_CHUNK_EXAMPLES, Math.ceil(shape.examples / MAX_CHUNKS));
  const chunks = Math.ceil(shape.examples / chunkExamples);
  return {
    shape,
    chunkExamples,
    chunks,
    grid: [Math.ceil(shape.features / WORKGROUP_SIZE), chunks, 1],
    program: normalizeStatistics.program({
      EXAMPLES: shape.examples,
      FEATURES: shape.features,
      CHUNK_EXAMPLES: chunkExamples,
      CHUNKS: chunks,
      WORKGROUP_SIZE,
    }),
    outputBytes: chunks * shape.features * STATISTICS_WORDS * 4,
  };
}

/** Count, exact sums and range of one pixel, or of all pixels, over a set of images. */
export interface PixelStatistics {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly min: number;
  readonly max: number;
}

export interface ImageStatistics {
  readonly perPixel: readonly PixelStatistics[];
  readonly overall: PixelStatistics;
}

/** Adds up the chunks the kernel wrote. Exact: every sum is a whole number below 2⁵³. */
export function sumStatistics(plan: NormalizeStatisticsPlan, chunks: Uint32Array): ImageStatistics {
  const { examples, features } = plan.shape;
  const perPixel = Array.from({ length: features }, (_, feature) => {
    const parts = Array.from({ length: plan.chunks }, (_, chunk) => {
      const at = (chunk * features + feature) * STATISTICS_WORDS;
      const [sum = 0, sumOfSquares = 0, min = 0, max = 0] = chunks.subarray(at, at + STATISTICS_WORDS);
      return { count: 0, sum, sumOfSquares, min, max };
    });
    return { ...mergeStatistics(parts), count: examples };
  });
  return { perPixel, overall: mergeStatistics(perPixel) };
}

function mergeStatistics(parts: readonly PixelStatistics[]): PixelStatistics {
  return parts.reduce((total, part) => ({
    count: total.count + part.count,
    sum: total.sum + part.sum,
    sumOfSquares: total.sumOfSquares + part.sumOfSquares,
    min: Math.min(total.min, part.min),
    max: Math.max(total.max, part.max),
  }));
}

export function meanOf({ count, sum }: PixelStatistics): number {
  return sum / count;
}

/**
 * The population standard deviation √(n·Σx² − (Σx)²)/n. The difference is taken in whole numbers wider than
 * float64's 53 bits, since it loses most of its digits where the deviation is small against the mean.
 */
export function deviationOf({ count, sum, sumOfSquares }: PixelStatistics): number {
  const scaledVariance = BigInt(count) * BigInt(sumOfSquares) - BigInt(sum) ** 2n;
  return Math.sqrt(Number(scaledVariance)) / count;
}

/** The same statistics by going over every pixel in whole numbers. */
export function normalizeStatisticsReference(shape: NormalizeStatisticsShape, images: Uint8Array): ImageStatistics {
  const perPixel = Array.from({ length: shape.features }, (_, feature) => {
    let [sum, sumOfSquares, min, max] = [0, 0, 255, 0];
    for (let example = 0; example < shape.examples; example++) {
      const value = images[example * shape.features + feature] as number;
      sum += value;
      sumOfSquares += value * value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return { count: shape.examples, sum, sumOfSquares, min, max };
  });
  return { perPixel, overall: mergeStatistics(perPixel) };
}
