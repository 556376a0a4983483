import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NORMALIZATIONS, type Normalization } from '../../data/normalization';
import { expectClose } from '../../testing/expectClose';
import { normalizationAffine } from './affine';
import { normalizeStatisticsReference } from './normalizeStatistics';

// Two examples of three pixels: one that varies, one that is constant, one that is always 0.
const PIXELS = new Uint8Array([10, 200, 0, 30, 200, 0]);
const STATISTICS = normalizeStatisticsReference({ examples: 2, features: 3 }, PIXELS);
const MEAN = 440 / 6;
const DEVIATION = Math.sqrt((100 + 900 + 2 * 40_000) / 6 - MEAN ** 2);

/** All pixels of the examples after a normalization. */
function normalize(normalization: Normalization): number[] {
  const affine = normalizationAffine(normalization, STATISTICS);
  return Array.from(PIXELS, (pixel, i) => {
    const [shift, scale] = affine.subarray(2 * (i % 3), 2 * (i % 3) + 2) as unknown as [number, number];
    return (pixel - shift) * scale;
  });
}

describe('normalizationAffine', () => {
  it.each<[Normalization, (pixel: number) => number]>([
    ['raw', (pixel) => pixel],
    ['scale', (pixel) => pixel / 255],
    ['center', (pixel) => pixel - MEAN],
    ['standardize', (pixel) => (pixel - MEAN) / DEVIATION],
    ['scale-center', (pixel) => (pixel - MEAN) / 255],
  ])('%s follows its formula for every pixel', (normalization, formula) => {
    expectClose(normalize(normalization), Array.from(PIXELS, formula), { rtol: 3e-7, atol: 1e-5 });
  });

  it('pixel-standardize gives each pixel mean 0 and deviation 1, and a constant one 0', () => {
    expectClose(normalize('pixel-standardize'), [-1, 0, 0, 1, 0, 0], { rtol: 1e-7, atol: 0 });
  });

  it('standardize gives 0, not NaN, where all pixels are alike', () => {
    const statistics = normalizeStatisticsReference({ examples: 2, features: 2 }, new Uint8Array([7, 7, 7, 7]));
    expect([...normalizationAffine('standardize', statistics)]).toEqual([7, 0, 7, 0]);
  });

  it('is finite for any images', () => {
    const images = fc.uint8Array({ minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(images, fc.constantFrom(...NORMALIZATIONS), (pixels, normalization) => {
        const statistics = normalizeStatisticsReference({ examples: 3, features: 2 }, pixels);
        const affine = normalizationAffine(normalization, statistics);
        expect(affine).toHaveLength(4);
        expect(affine.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});
