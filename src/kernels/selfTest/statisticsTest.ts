import { findDistance } from '../closeness';
import {
  type NormalizeStatisticsPlan,
  normalizeStatisticsReference,
  STATISTICS_WORDS,
} from '../normalization/normalizeStatistics';
import { type LaunchTest, launchTest } from './launchTest';
import { poison, randomBytes } from './randomValues';

/** Random images of the first two chunks: those of all would be a dataset. */
export function statisticsTest(plan: NormalizeStatisticsPlan): LaunchTest {
  const { examples, features } = plan.shape;
  const chunks = Math.min(2, plan.chunks);
  const { chunkExamples } = plan;
  const images = randomBytes(Math.ceil((Math.min(examples, chunks * chunkExamples) * features) / 4) * 4);
  const words = chunks * features * STATISTICS_WORDS;
  const check = (after: ArrayBuffer) => {
    const expected = Array.from({ length: chunks }, (_, chunk) => {
      const first = chunk * chunkExamples;
      const count = Math.min(chunkExamples, examples - first);
      const own = images.subarray(first * features, (first + count) * features);
      const { perPixel } = normalizeStatisticsReference({ examples: count, features }, own);
      return perPixel.flatMap(({ sum, sumOfSquares, min, max }) => [sum, sumOfSquares, min, max]);
    });
    return findDistance(new Uint32Array(after), expected.flat(), { rtol: 0, atol: 0 });
  };
  return launchTest({
    plan,
    grid: [plan.grid[0], chunks, 1],
    buffers: {
      images: { bytes: images.byteLength, stretches: [{ offsetBytes: 0, before: images }] },
      statistics: { bytes: plan.outputBytes, stretches: [{ offsetBytes: 0, before: poison(words), check }] },
    },
  });
}
