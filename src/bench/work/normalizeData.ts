import { createExampleOrder } from '../../data/exampleOrder';
import { normalizationAffine } from '../../kernels/normalization/affine';
import {
  type ImageStatistics,
  normalizeStatisticsReference,
  type PixelStatistics,
} from '../../kernels/normalization/normalizeStatistics';
import { CLASSES, FEATURES } from '../../run/network';
import type { BenchCase } from './catalog';
import { type ExpectedOutput, sampleIndices, type Verdict } from './checkOutputs';
import { randomInts, randomPixels } from './randomData';

export type GatherCase = Extract<BenchCase, { kind: 'gather-normalize' }>;

/** Made-up images with the order in which they are gathered. */
export interface GatherData {
  /** [examples, FEATURES] u8 */
  readonly images: Uint8Array<ArrayBuffer>;
  /** [examples] u8 */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** [examples] u32, shuffled */
  readonly order: Uint32Array<ArrayBuffer>;
  /** [FEATURES, 2] of (shift, scale) */
  readonly affine: Float32Array;
}

/** Enough images to know the statistics of uniform noise by. */
const STATISTICS_EXAMPLES = 500;

export function createGatherData({ normalization, examples }: GatherCase): GatherData {
  const images = randomPixels(1, examples * FEATURES);
  const known = { examples: STATISTICS_EXAMPLES, features: FEATURES };
  return {
    images,
    labels: Uint8Array.from(randomInts(2, examples, CLASSES)),
    order: createExampleOrder({ seed: 3, epoch: 1, exampleCount: examples }),
    affine: normalizationAffine(normalization, normalizeStatisticsReference(known, images)),
  };
}

/** A subtraction and a product, each rounded once, of numbers up to 255. */
const AFFINE_TOLERANCE = 1e-6;
const CHECKED_ENTRIES = 100_000;

export function expectedPixels({ rows }: GatherCase, { images, order, affine }: GatherData): ExpectedOutput {
  const length = rows * FEATURES;
  const indices = sampleIndices(length, CHECKED_ENTRIES);
  const values = Float64Array.from(indices, (index) => {
    const feature = index % FEATURES;
    const example = order[Math.floor(index / FEATURES)] as number;
    const pixel = images[example * FEATURES + feature] as number;
    return (pixel - (affine[2 * feature] as number)) * (affine[2 * feature + 1] as number);
  });
  return { name: 'pixels', length, indices, values, tolerance: AFFINE_TOLERANCE };
}

export function expectedLabels({ rows }: GatherCase, { labels, order }: GatherData): Float64Array {
  return Float64Array.from(order.subarray(0, rows), (example) => labels[example] as number);
}

/** Pixels whose statistics are counted again, exactly. */
const CHECKED_PIXELS = 48;

/** Every sum is a whole number: there is right and wrong, and nothing between. */
export function checkStatistics(actual: ImageStatistics, images: Uint8Array, examples: number): Verdict {
  const pixels = sampleIndices(FEATURES, CHECKED_PIXELS);
  const wrong = Array.from(pixels).filter((pixel) => {
    const expected = countPixel(images, examples, pixel);
    const found = actual.perPixel[pixel];
    return (Object.keys(expected) as (keyof PixelStatistics)[]).some((key) => found?.[key] !== expected[key]);
  });
  const counts = { checkedEntries: 4 * pixels.length, outputEntries: 4 * FEATURES };
  return wrong.length === 0
    ? { maxRelativeError: 0, ...counts }
    : { maxRelativeError: Number.NaN, ...counts, fault: `the statistics of pixel ${wrong[0]} are not its own` };
}

function countPixel(images: Uint8Array, examples: number, pixel: number): PixelStatistics {
  let [sum, sumOfSquares, min, max] = [0, 0, 255, 0];
  for (let example = 0; example < examples; example++) {
    const value = images[example * FEATURES + pixel] as number;
    sum += value;
    sumOfSquares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { count: examples, sum, sumOfSquares, min, max };
}
