import { describe, expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { expectClose, type Tolerance } from '../testing/expectClose';
import { useGpu } from '../testing/gpuTest';
import { randomFloats } from '../testing/random';
import { BATCH_RECORD_BYTES, encodeBatchRecord } from './batchRecord';
import {
  decodeUnitMoments,
  planUnitMoments,
  type UnitMoments,
  type UnitMomentsShape,
  unitMomentsReference,
} from './unitMoments';

const lab = useGpu();

/**
 * Deviations are rounded twice before they are squared, and some 100 positive squares are summed in order: 2⁻²⁴ times
 * a few, and about √100 for the sum, of which the root takes half.
 */
const STD_TOLERANCE: Tolerance = { rtol: 2e-6, atol: 0 };

interface Case {
  readonly shape: UnitMomentsShape;
  /** [members, rows, units]. */
  readonly z: Float32Array;
  readonly rowCount: number;
}

function record({ shape, z, rowCount }: Case, moments: GPUBuffer, activity?: readonly number[]): void {
  const plan = planUnitMoments({ ...shape, hasActivity: activity !== undefined });
  const parts = shape.hasNegativeParts
    ? { positive: z.map((value) => Math.max(value, 0)), negative: z.map((value) => Math.max(-value, 0)) }
    : { positive: z };
  launch(lab.recorder, plan, {
    positive: lab.upload(parts.positive),
    negative: parts.negative && lab.upload(parts.negative),
    moments,
    batch: lab.uniform(BATCH_RECORD_BYTES, (bytes) => encodeBatchRecord(bytes, { firstExample: 3, rowCount })),
    activity: activity && lab.upload(Uint32Array.from(activity)),
  });
}

function poisonedFor(shape: UnitMomentsShape): GPUBuffer {
  return lab.poisoned(planUnitMoments(shape).outputBytes / 4);
}

async function compute(of: Case): Promise<UnitMoments[]> {
  const moments = poisonedFor(of.shape);
  record(of, moments);
  const bytes = (await lab.readUints(moments)).buffer as ArrayBuffer;
  return decodeUnitMoments(planUnitMoments(of.shape), bytes, of.rowCount);
}

async function check(of: Case, tolerance: Tolerance = STD_TOLERANCE): Promise<void> {
  const { shape, z, rowCount } = of;
  const actual = await compute(of);
  for (let member = 0; member < shape.members; member++) {
    const first = member * shape.rows * shape.units;
    const expected = unitMomentsReference(z.subarray(first, first + rowCount * shape.units), shape.units);
    const { mean, std, deadShare } = actual[member] as UnitMoments;
    expectClose([std], [expected.std], tolerance);
    expectClose([mean], [expected.mean], { rtol: 1e-6, atol: 1e-6 * expected.std });
    expect(deadShare).toBe(shape.hasNegativeParts ? expected.deadShare : null);
  }
}

function randomCase(
  [members, rows, units]: readonly [number, number, number],
  { hasNegativeParts = true, rowCount = rows, low = -1, high = 1 } = {},
): Case {
  const z = randomFloats(members + rows + units, members * rows * units, low, high);
  return { shape: { members, rows, units, hasNegativeParts }, z, rowCount };
}

describe.each([true, false])('with negative parts apart: %s', (hasNegativeParts) => {
  it.each([
    [1, 1, 1],
    [1, 5, 63],
    [2, 3, 64],
    [3, 31, 65],
    [20, 13, 10],
    [4, 128, 512],
    [2, 7, 784],
  ] as const)('takes the moments of %i members, %i rows, %i units', async (...sizes) => {
    await check(randomCase(sizes, { hasNegativeParts }));
  });

  it.each([1, 64, 69])('leaves the rows beyond a short batch of %i out, whatever they hold', async (rowCount) => {
    const of = randomCase([2, 70, 67], { hasNegativeParts, rowCount });
    for (const member of [0, 1]) {
      of.z.fill(Number.NaN, (member * 70 + rowCount) * 67, (member + 1) * 70 * 67);
    }
    await check(of);
  });
});

describe('keeps the digits of a deviation', () => {
  it('of some thousandths of the mean', async () => {
    await check(randomCase([2, 128, 130], { low: 1000, high: 1004 }));
    await check(randomCase([2, 128, 130], { low: -1004, high: -1000, hasNegativeParts: false }));
  });

  it('between units whose own values hardly differ, and the other way round', async () => {
    const sizes = [1, 32, 130] as const;
    const between = randomCase(sizes, { low: -0.001, high: 0.001 });
    between.z.forEach((value, i) => {
      between.z[i] = value + 50 * ((i % 130) - 65);
    });
    await check(between);
    const within = randomCase(sizes, { low: -0.001, high: 0.001 });
    within.z.forEach((value, i) => {
      within.z[i] = value + 50 * (Math.floor(i / 130) - 16);
    });
    await check(within);
  });
});

it('gives exactly 0 where all values are alike', async () => {
  const of = randomCase([1, 17, 70]);
  of.z.fill(123.456);
  expect((await compute(of))[0]).toMatchObject({ std: 0, deadShare: 0 });
});

it('counts a unit as dead only if it is 0 or less in every row of the batch', async () => {
  const of = randomCase([2, 9, 131], { low: -1, high: -0.5, rowCount: 8 });
  // Of the first member unit 3 lives in the last row, unit 130 in the first; unit 64 is 0, unit 70 lives in the padding.
  of.z[7 * 131 + 3] = 0.25;
  of.z[130] = 1e-30;
  of.z[2 * 131 + 64] = 0;
  of.z[8 * 131 + 70] = 5;
  const shares = (await compute(of)).map(({ deadShare }) => deadShare);
  expect(shares).toEqual([129 / 131, 1]);
});

it('leaves an inactive member untouched, and the others with the same bits as without it', async () => {
  const of = randomCase([3, 20, 70]);
  const [all, some] = [poisonedFor(of.shape), poisonedFor(of.shape)];
  const poison = (await lab.readUints(some))[0] as number;
  record(of, all);
  record(of, some, [1, 0, 1]);
  const words = planUnitMoments(of.shape).outputBytes / 4 / 3;
  expect(await lab.readUints(some)).toEqual((await lab.readUints(all)).fill(poison, words, 2 * words));
});

it('has a reference that gives hand-computed moments', () => {
  // Units (1, 5), (−2, 0), (−1, −3): mean 0, squares 40 over 6 values.
  const { mean, std, deadShare } = unitMomentsReference(Float32Array.of(1, -2, -1, 5, 0, -3), 3);
  expect([mean, deadShare]).toEqual([0, 2 / 3]);
  expectClose([std], [Math.sqrt(40 / 6)], { rtol: 1e-15, atol: 0 });
});
