import { expect, it } from 'vitest';
import { NORMALIZATIONS } from '../../data/normalization';
import { launch } from '../../gpu/kernel';
import { expectClose, type Tolerance } from '../../testing/expectClose';
import { useGpu } from '../../testing/gpuTest';
import { randomBytes, randomFloats, randomInts } from '../../testing/random';
import { BATCH_RECORD_BYTES, type BatchRecord, encodeBatchRecord } from '../batchRecord';
import { normalizationAffine } from './affine';
import {
  type GatherNormalizeReferenceInputs,
  type GatherNormalizeShape,
  gatherNormalizeReference,
  planGatherNormalize,
} from './gatherNormalize';
import { normalizeStatisticsReference } from './normalizeStatistics';

const EXAMPLES = 23;
/** One rounding of the difference and one of the product, each at most 2⁻²⁴, with some room. */
const TWO_ROUNDINGS: Tolerance = { rtol: 1.5e-7, atol: 0 };
const lab = useGpu();

type Inputs = Omit<GatherNormalizeReferenceInputs, keyof BatchRecord>;

function randomInputs(shape: GatherNormalizeShape, seeds: number): Inputs {
  const { members, features, orderLength } = shape;
  return {
    images: randomBytes(1, EXAMPLES * features),
    labels: Uint8Array.from(randomInts(2, EXAMPLES, 10)),
    order: randomInts(3, seeds * orderLength, EXAMPLES),
    seedOfMember: randomInts(4, members, seeds),
    affine: randomFloats(5, members * features * 2, -3, 3),
  };
}

async function checkGather(shape: GatherNormalizeShape, inputs: Inputs, batch: BatchRecord): Promise<void> {
  const { members, rows, features } = shape;
  const [x, y] = [lab.poisoned(members * rows * features), lab.poisoned(members * rows)];
  launch(lab.recorder, planGatherNormalize(shape), {
    images: lab.upload(inputs.images),
    labels: lab.upload(inputs.labels),
    order: lab.upload(inputs.order),
    seedOfMember: lab.upload(inputs.seedOfMember),
    affine: lab.upload(inputs.affine),
    x,
    y,
    batch: lab.uniform(BATCH_RECORD_BYTES, (record) => encodeBatchRecord(record, batch)),
  });
  const expected = gatherNormalizeReference(shape, { ...inputs, ...batch });
  expect(await lab.readUints(y)).toEqual(expected.y);
  expectClose(await lab.readFloats(x), expected.x, TWO_ROUNDINGS);
}

it.each([4, 8, 12, 252, 256, 260, 508, 784])('gathers images of %i pixels, byte by byte', async (features) => {
  const shape = { members: 2, rows: 7, features, orderLength: 20 };
  await checkGather(shape, randomInputs(shape, 1), { firstExample: 0, rowCount: 7 });
});

it('gives each member the order of its seed, from where the batch starts', async () => {
  const shape = { members: 5, rows: 4, features: 12, orderLength: 9 };
  const inputs = { ...randomInputs(shape, 3), seedOfMember: new Uint32Array([2, 0, 1, 2, 0]) };
  await checkGather(shape, inputs, { firstExample: 0, rowCount: 4 });
  await checkGather(shape, inputs, { firstExample: 5, rowCount: 4 });
});

it.each([3, 1, 0])('fills a last batch of %i examples up with zeros', async (rowCount) => {
  const shape = { members: 3, rows: 4, features: 268, orderLength: 8 };
  await checkGather(shape, randomInputs(shape, 2), { firstExample: 8 - rowCount, rowCount });
});

it('finds the labels of all examples, which share words', async () => {
  const shape = { members: 1, rows: EXAMPLES, features: 4, orderLength: EXAMPLES };
  const inputs = {
    ...randomInputs(shape, 1),
    order: Uint32Array.from({ length: EXAMPLES }, (_, i) => EXAMPLES - 1 - i),
  };
  await checkGather(shape, inputs, { firstExample: 0, rowCount: EXAMPLES });
});

it('applies every normalization, each to its own member, and gives 0 for a constant pixel', async () => {
  const shape = { members: NORMALIZATIONS.length, rows: 6, features: 16, orderLength: 6 };
  const inputs = randomInputs(shape, 2);
  for (let example = 0; example < EXAMPLES; example++) {
    inputs.images[example * shape.features + 4] = 99;
  }
  const statistics = normalizeStatisticsReference({ examples: EXAMPLES, features: shape.features }, inputs.images);
  const affines = NORMALIZATIONS.map((normalization) => normalizationAffine(normalization, statistics));
  const affine = Float32Array.from(affines.flatMap((pairs) => [...pairs]));
  await checkGather(shape, { ...inputs, affine }, { firstExample: 0, rowCount: 6 });
  const ofConstant = affines[NORMALIZATIONS.indexOf('pixel-standardize')]?.subarray(8, 10);
  expect(ofConstant).toEqual(new Float32Array([99, 0]));
});

it('refuses images whose pixels do not fill whole words', () => {
  const shape = { members: 1, rows: 1, features: 10, orderLength: 1 };
  expect(() => planGatherNormalize(shape)).toThrow('Images of 10 pixels; they must have a multiple of 4.');
});
