import type { Normalization } from '../../data/normalization';
import { deviationOf, type ImageStatistics, meanOf } from './normalizeStatistics';

const MAX_PIXEL = 255;

/** One over a deviation; 0 for a constant pixel, which then becomes 0 and never NaN. */
function inverseDeviation(deviation: number): number {
  return deviation > 0 ? 1 / deviation : 0;
}

/**
 * Shift and scale of every pixel under a normalization.
 * @returns [features, 2] float32 of (shift, scale), as the `gatherNormalize` kernel reads it.
 */
export function normalizationAffine(normalization: Normalization, statistics: ImageStatistics): Float32Array {
  const { perPixel, overall } = statistics;
  const pairs = perPixel.map((pixel): readonly [number, number] => {
    switch (normalization) {
      case 'raw':
        return [0, 1];
      case 'scale':
        return [0, 1 / MAX_PIXEL];
      case 'center':
        return [meanOf(overall), 1];
      case 'standardize':
        return [meanOf(overall), inverseDeviation(deviationOf(overall))];
      case 'scale-center':
        return [meanOf(overall), 1 / MAX_PIXEL];
      case 'pixel-standardize':
        return [meanOf(pixel), inverseDeviation(deviationOf(pixel))];
      default:
        return normalization satisfies never;
    }
  });
  return Float32Array.from(pairs.flat());
}
