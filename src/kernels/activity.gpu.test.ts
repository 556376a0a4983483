// Members that are left out: of each kernel of a population, what it would write of them stays as it was.
import { expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { randomOperands, requirePlan, SMALL_VARIANTS } from '../testing/checkMatmul';
import { useGpu } from '../testing/gpuTest';
import { randomBytes, randomFloats, randomInts } from '../testing/random';
import { BATCH_RECORD_BYTES, encodeBatchRecord } from './batchRecord';
import { matmulShape } from './matmul/shape';
import { planGatherNormalize } from './normalization/gatherNormalize';
import { planSoftmaxCrossEntropy, totalsBytes } from './softmaxCrossEntropy';

const lab = useGpu();

/** Inactive members first, last, in the middle and beside each other; and none, and all. */
const ACTIVITIES = [
  [0, 1, 0, 0, 1, 0],
  [1, 0, 1, 1, 0, 1],
  [1, 1, 1, 1, 1, 1],
  [0, 0, 0, 0, 0, 0],
] as const;
const MEMBERS = ACTIVITIES[0].length;
const POISON = 0x7fc0_0000;

/** Runs a kernel into poisoned outputs of so many words in all, with activity or (undefined) without. */
type Run = (outputs: GPUBuffer[], activity: GPUBuffer | undefined) => void;

/** Fails unless active members have the bits that a run without activity gives them, and the others the poison. */
async function checkActivity(outputWords: readonly number[], run: Run): Promise<void> {
  const bitsOf = async (activity: readonly number[] | undefined): Promise<Uint32Array[]> => {
    const outputs = outputWords.map((words) => lab.poisoned(words));
    run(outputs, activity && lab.upload(Uint32Array.from(activity)));
    const bits: Uint32Array[] = [];
    for (const output of outputs) {
      bits.push(await lab.readUints(output));
    }
    return bits;
  };
  const everyone = await bitsOf(undefined);
  for (const activity of ACTIVITIES) {
    const expected = everyone.map((bits) =>
      bits.map((word, index) => (activity[Math.floor((index * MEMBERS) / bits.length)] === 1 ? word : POISON)),
    );
    expect(await bitsOf(activity)).toEqual(expected);
  }
}

it.each(
  SMALL_VARIANTS.flatMap((variant) =>
    [false, true].map((hasColumnSums) => ({ family: variant.family, variant, hasColumnSums })),
  ),
)('matmul, $family, column sums $hasColumnSums', async ({ variant, hasColumnSums }) => {
  // Several tiles in both directions, ragged edges, and k with a tail.
  const [m, k, n] = [13, 7, 21];
  const shape = matmulShape({ batch: MEMBERS, m, k, n, hasColumnSums, epilogue: 'bias-relu' });
  const { a, b, extra } = randomOperands(shape, 3);
  const operands = { a: lab.upload(a), b: lab.upload(b), extra: lab.upload(extra) };
  await checkActivity([MEMBERS * m * n, ...(hasColumnSums ? [MEMBERS * n] : [])], ([out, columnSums], activity) => {
    launch(lab.recorder, requirePlan(lab, { ...shape, hasActivity: activity !== undefined }, variant), {
      ...operands,
      out: out as GPUBuffer,
      columnSums,
      activity,
    });
  });
});

it.each([5, 3])('gatherNormalize, %i of 5 rows', async (rowCount) => {
  const [rows, features, examples] = [5, 72, 9];
  const shape = { members: MEMBERS, rows, features, orderLength: examples };
  const inputs = {
    images: lab.upload(randomBytes(1, examples * features)),
    labels: lab.upload(Uint8Array.from(randomInts(2, examples, 10))),
    order: lab.upload(randomInts(3, 2 * examples, examples)),
    seedOfMember: lab.upload(randomInts(4, MEMBERS, 2)),
    affine: lab.upload(randomFloats(5, MEMBERS * features * 2)),
    batch: lab.uniform(BATCH_RECORD_BYTES, (record) => encodeBatchRecord(record, { firstExample: 1, rowCount })),
  };
  await checkActivity([MEMBERS * rows * features, MEMBERS * rows], ([x, y], activity) => {
    launch(lab.recorder, planGatherNormalize({ ...shape, hasActivity: activity !== undefined }), {
      ...inputs,
      x: x as GPUBuffer,
      y: y as GPUBuffer,
      activity,
    });
  });
});

it.each([70, 65])('softmaxCrossEntropy, %i of 70 rows', async (rowCount) => {
  const [rows, classes] = [70, 10];
  const shape = { members: MEMBERS, rows, classes };
  const inputs = {
    logits: lab.upload(randomFloats(1, MEMBERS * rows * classes, -8, 8)),
    labels: lab.upload(randomInts(2, MEMBERS * rows, classes)),
    batch: lab.uniform(BATCH_RECORD_BYTES, (record) => encodeBatchRecord(record, { firstExample: 0, rowCount })),
  };
  // Totals that are not numbers stay so: hits and rows, added to the poison, tell whether a member was counted.
  await checkActivity([MEMBERS * rows * classes, totalsBytes(shape) / 4], ([gradient, totals], activity) => {
    launch(lab.recorder, planSoftmaxCrossEntropy({ ...shape, hasActivity: activity !== undefined }), {
      ...inputs,
      gradient: gradient as GPUBuffer,
      totals: totals as GPUBuffer,
      activity,
    });
  });
});
