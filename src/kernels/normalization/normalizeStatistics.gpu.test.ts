import { expect, it } from 'vitest';
import { launch } from '../../gpu/kernel';
import { useGpu } from '../../testing/gpuTest';
import { randomBytes } from '../../testing/random';
import {
  type ImageStatistics,
  MAX_CHUNK_EXAMPLES,
  type NormalizeStatisticsShape,
  normalizeStatistics,
  normalizeStatisticsReference,
  planNormalizeStatistics,
  sumStatistics,
} from './normalizeStatistics';

const lab = useGpu();

async function computeStatistics(shape: NormalizeStatisticsShape, images: Uint8Array): Promise<ImageStatistics> {
  const plan = planNormalizeStatistics(shape);
  const statistics = lab.poisoned(plan.outputBytes / 4);
  launch(lab.recorder, plan, { images: lab.upload(images), statistics });
  return sumStatistics(plan, await lab.readUints(statistics));
}

it.each([
  [1, 1],
  [1, 5],
  [3, 63],
  [127, 64],
  [128, 65],
  [129, 3],
  [1000, 101],
  [300, 784],
])('is exact for %i random images of %i pixels', async (examples, features) => {
  const images = randomBytes(examples, examples * features);
  const shape = { examples, features };
  expect(await computeStatistics(shape, images)).toEqual(normalizeStatisticsReference(shape, images));
});

it('is exact for pixels that are constant, black, or bright once', async () => {
  const examples = 500;
  const images = Uint8Array.from(
    { length: examples * 4 },
    (_, i) => [200, 0, i === 4 * 499 + 2 ? 255 : 0, 255][i % 4] ?? 0,
  );
  const { perPixel } = await computeStatistics({ examples, features: 4 }, images);
  expect(perPixel.map(({ sum, min, max }) => [sum, min, max])).toEqual([
    [100_000, 200, 200],
    [0, 0, 0],
    [255, 0, 255],
    [127_500, 255, 255],
  ]);
});

it('is exact where the sum of squares of all images exceeds a u32', async () => {
  const examples = 66_100;
  const statistics = await computeStatistics({ examples, features: 1 }, new Uint8Array(examples).fill(255));
  expect(BigInt(statistics.overall.sumOfSquares)).toBe(66_100n * 255n ** 2n);
  expect(statistics.overall).toEqual({
    count: examples,
    sum: examples * 255,
    sumOfSquares: examples * 255 ** 2,
    min: 255,
    max: 255,
  });
});

it('holds the largest chunk in a u32, and starts another with the next image', async () => {
  const examples = MAX_CHUNK_EXAMPLES + 1;
  const program = normalizeStatistics.program({
    EXAMPLES: examples,
    FEATURES: 1,
    CHUNK_EXAMPLES: MAX_CHUNK_EXAMPLES,
    CHUNKS: 2,
  });
  const out = lab.poisoned(8);
  const images = lab.upload(new Uint8Array(examples).fill(255));
  launch(lab.recorder, { program, grid: [1, 2, 1] }, { images, statistics: out });
  const full = [MAX_CHUNK_EXAMPLES * 255, MAX_CHUNK_EXAMPLES * 255 ** 2, 255, 255];
  expect([...(await lab.readUints(out))]).toEqual([...full, 255, 255 ** 2, 255, 255]);
});
