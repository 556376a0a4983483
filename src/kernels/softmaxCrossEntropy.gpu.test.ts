import { describe, expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { expectClose, type Tolerance } from '../testing/expectClose';
import { useGpu } from '../testing/gpuTest';
import { randomFloats, randomInts } from '../testing/random';
import { BATCH_RECORD_BYTES, encodeBatchRecord } from './batchRecord';
import {
  decodeTotals,
  planSoftmaxCrossEntropy,
  type SoftmaxCrossEntropyShape,
  softmaxCrossEntropyReference,
  totalsBytes,
} from './softmaxCrossEntropy';

const lab = useGpu();

interface Batch {
  readonly shape: SoftmaxCrossEntropyShape;
  readonly logits: Float32Array;
  readonly labels: Uint32Array;
  readonly rowCount: number;
}

function randomBatch(shape: SoftmaxCrossEntropyShape, seed = 1, rowCount = shape.rows): Batch {
  const { members, rows, classes } = shape;
  const logits = randomFloats(seed, members * rows * classes, -8, 8);
  return { shape, logits, labels: randomInts(seed + 1, members * rows, classes), rowCount };
}

/** One row for each pair of logits and label. */
function batchOf(rows: readonly (readonly [logits: readonly number[], label: number])[]): Batch {
  const shape = { members: 1, rows: rows.length, classes: rows[0]?.[0].length ?? 0 };
  const logits = Float32Array.from(rows.flatMap(([row]) => row));
  return { shape, logits, labels: Uint32Array.from(rows, ([, label]) => label), rowCount: rows.length };
}

/** Records a batch as that of a step; gives the gradient's buffer. */
function recordBatch({ shape, logits, labels, rowCount }: Batch, totals: GPUBuffer, step = 7): GPUBuffer {
  const gradient = lab.poisoned(logits.length);
  launch(lab.recorder, planSoftmaxCrossEntropy(shape), {
    logits: lab.upload(logits),
    labels: lab.upload(labels),
    gradient,
    totals,
    batch: lab.uniform(BATCH_RECORD_BYTES, (record) =>
      encodeBatchRecord(record, { firstExample: step * shape.rows, rowCount }),
    ),
  });
  return gradient;
}

const emptyTotals = (shape: SoftmaxCrossEntropyShape, steps = 1) =>
  lab.upload(new Uint8Array(totalsBytes(shape, steps)));

async function readTotals(totals: GPUBuffer, members: number) {
  return decodeTotals((await lab.readUints(totals)).buffer as ArrayBuffer, members);
}

async function compute(batch: Batch) {
  const totals = emptyTotals(batch.shape);
  const gradient = await lab.readFloats(recordBatch(batch, totals));
  return { gradient, totals: await readTotals(totals, batch.shape.members) };
}

/** WGSL's exp(x) may be off by (3 + 2|x|) units in the last place: of probabilities that count, some 40 · 2⁻²³. */
function gradientTolerance(rowCount: number): Tolerance {
  return { rtol: 5e-6, atol: 1e-6 / rowCount };
}

/** WGSL's log may be off by 2⁻²¹ around 1, and 3 units in the last place elsewhere. */
const LOSS_TOLERANCE: Tolerance = { rtol: 1e-6, atol: 1e-6 };

async function checkBatch(batch: Batch): Promise<void> {
  const { shape, logits, labels, rowCount } = batch;
  const actual = await compute(batch);
  const expected = softmaxCrossEntropyReference(shape, logits, labels, rowCount);
  expectClose(actual.gradient, expected.gradient, gradientTolerance(rowCount));
  const losses = actual.totals.map(({ loss }) => loss);
  expectClose(
    losses,
    Array.from(expected.losses, (sum) => sum / rowCount),
    LOSS_TOLERANCE,
  );
  expect(actual.totals.map(({ accuracy }) => accuracy)).toEqual(Array.from(expected.hits, (hits) => hits / rowCount));
  expect(actual.totals.every(({ rows }) => rows === rowCount)).toBe(true);
}

it.each([
  [1, 1, 1],
  [1, 1, 10],
  [2, 63, 10],
  [3, 64, 7],
  [2, 65, 10],
  [4, 131, 3],
  [20, 127, 10],
  [1, 128, 2],
  [2, 130, 256],
  [1, 1000, 10],
])('computes loss, gradient and hits of %i members, %i rows, %i classes', async (members, rows, classes) => {
  await checkBatch(randomBatch({ members, rows, classes }));
});

describe('at the ends of the range of numbers', () => {
  it('stays finite and right for logits of ±10,000', async () => {
    const rows = [
      [[1e4, -1e4, 0], 0],
      [[1e4, -1e4, 0], 1],
      [[-1e4, -1e4, -1e4], 2],
      [[1e4, 1e4 - 1, 1e4 - 2], 1],
    ] as const;
    await checkBatch(batchOf(rows));
  });

  it('gives zero loss and gradient for a row that is surely right', async () => {
    const { gradient, totals } = await compute(batchOf([[[0, 200, 0, 0], 1]]));
    expect([...gradient]).toEqual([0, 0, 0, 0]);
    expect(totals).toEqual([{ loss: 0, accuracy: 1, rows: 1 }]);
  });

  it('gives ln(classes) where all logits are alike', async () => {
    const { totals } = await compute(batchOf([[[3, 3, 3, 3, 3, 3, 3, 3, 3, 3], 4]]));
    expectClose([totals[0]?.loss ?? Number.NaN], [Math.log(10)], LOSS_TOLERANCE);
  });
});

it('counts as hit only the first of several largest logits', async () => {
  const tied = [1, 3, 3, 0];
  const accuracyOf = async (label: number) => (await compute(batchOf([[tied, label]]))).totals[0]?.accuracy;
  expect([await accuracyOf(0), await accuracyOf(1), await accuracyOf(2)]).toEqual([0, 1, 0]);
});

it.each([1, 64, 69])('leaves the rows beyond a short batch of %i out, whatever they hold', async (rowCount) => {
  const shape = { members: 2, rows: 70, classes: 5 };
  const batch = randomBatch(shape, 5, rowCount);
  for (const member of [0, 1]) {
    batch.logits.fill(Number.NaN, (member * 70 + rowCount) * 5, (member + 1) * 70 * 5);
  }
  await checkBatch(batch);
});

it('keeps NaN and Inf in their member', async () => {
  const shape = { members: 3, rows: 5, classes: 4 };
  const batch = randomBatch(shape, 9);
  batch.logits.fill(Number.NaN, 0, 20).fill(Number.POSITIVE_INFINITY, 40);
  const middle = { ...batch, shape: { ...shape, members: 1 } };
  const expected = await compute({ ...middle, logits: batch.logits.slice(20, 40), labels: batch.labels.slice(5, 10) });
  const actual = await compute(batch);
  expect(actual.gradient.slice(20, 40)).toEqual(expected.gradient);
  expect(actual.totals[1]).toEqual(expected.totals[0]);
});

describe('totals', () => {
  it('add up over batches, a short one included', async () => {
    const shape = { members: 2, rows: 66, classes: 10 };
    const totals = emptyTotals(shape);
    const batches = Array.from({ length: 12 }, (_, i) => randomBatch(shape, 10 * i, i === 11 ? 17 : 66));
    for (const batch of batches) {
      recordBatch(batch, totals);
    }
    const references = batches.map(({ logits, labels, rowCount }) =>
      softmaxCrossEntropyReference(shape, logits, labels, rowCount),
    );
    const rows = 11 * 66 + 17;
    const actual = await readTotals(totals, 2);
    for (const member of [0, 1]) {
      const loss = references.reduce((sum, { losses }) => sum + (losses[member] as number), 0) / rows;
      const hits = references.reduce((sum, reference) => sum + (reference.hits[member] as number), 0);
      expectClose([actual[member]?.loss ?? Number.NaN], [loss], LOSS_TOLERANCE);
      expect(actual[member]).toMatchObject({ accuracy: hits / rows, rows });
    }
  });

  it('keep small losses beside large ones', async () => {
    const totals = emptyTotals({ members: 1, rows: 1, classes: 2 }, 51);
    recordBatch(batchOf([[[2 ** 24, 0], 1]]), totals, 0);
    for (let step = 1; step <= 50; step++) {
      recordBatch(batchOf([[[0, 0], 1]]), totals, step);
    }
    const [total] = await readTotals(totals, 1);
    // A float32 sum would stay at 2²⁴: each ln 2 is less than half of its last digit.
    expect((total?.loss ?? 0) * 51 - 2 ** 24).toBeCloseTo(50 * Math.LN2, 4);
  });

  it('are the float64 sum of the losses of 400 steps, which a float32 sum misses', async () => {
    const shape = { members: 2, rows: 128, classes: 10 };
    const steps = 400;
    const all = emptyTotals(shape, steps);
    const batches = Array.from({ length: 8 }, (_, i) => randomBatch(shape, 10 * i));
    const lossesOf: number[][] = [];
    for (const batch of batches) {
      lossesOf.push((await compute(batch)).totals.map(({ loss, rows }) => loss * rows));
    }
    for (let step = 0; step < steps; step++) {
      recordBatch(batches[step % batches.length] as Batch, all, step);
    }
    const totals = await readTotals(all, 2);
    for (const member of [0, 1]) {
      let [sum, serial] = [0, 0];
      for (let step = 0; step < steps; step++) {
        const loss = lossesOf[step % batches.length]?.[member] as number;
        sum += loss;
        serial = Math.fround(serial + loss);
      }
      const { loss = Number.NaN, rows = 0 } = totals[member] ?? {};
      expect(rows).toBe(steps * shape.rows);
      expectClose([loss], [sum / rows], { rtol: 1e-12, atol: 0 });
      expect(Math.abs(serial / sum - 1)).toBeGreaterThan(1e-7);
      // And so, but for what exp and log are allowed, the float64 loss of the same logits.
      const reference = batches
        .map(({ logits, labels }) => softmaxCrossEntropyReference(shape, logits, labels, shape.rows))
        .reduce((total, { losses }) => total + (losses[member] as number), 0);
      expectClose([loss], [reference / (batches.length * shape.rows)], { rtol: 2e-7, atol: 0 });
    }
  });

  it('go round where there are more steps than slots, and lose no more than a batch does', async () => {
    // Two workgroups of rows a member, of which a short batch leaves the second without any.
    const shape = { members: 2, rows: 80, classes: 4 };
    const [few, many] = [emptyTotals(shape, 3), emptyTotals(shape, 40)];
    for (let step = 0; step < 40; step++) {
      const batch = randomBatch(shape, 10 * step, step === 39 ? 5 : 80);
      recordBatch(batch, few, step);
      recordBatch(batch, many, step);
    }
    const [actual, expected] = [await readTotals(few, 2), await readTotals(many, 2)];
    expect(actual.map(({ accuracy, rows }) => [accuracy, rows])).toEqual(
      expected.map(({ accuracy, rows }) => [accuracy, rows]),
    );
    expectClose(
      actual.map(({ loss }) => loss),
      expected.map(({ loss }) => loss),
      { rtol: 5e-7, atol: 0 },
    );
  });

  it('and gradients have the same bits each time', async () => {
    const batch = randomBatch({ members: 3, rows: 130, classes: 10 }, 21);
    expect(await compute(batch)).toEqual(await compute(batch));
  });
});

it('gives the gradient that central differences of the mean loss show', async () => {
  const shape = { members: 1, rows: 3, classes: 5 };
  const { logits, labels } = randomBatch(shape, 31);
  const { gradient } = await compute({ shape, logits, labels, rowCount: 3 });
  const step = 1e-4;
  const lossAt = (index: number, change: number) => {
    const moved = Float64Array.from(logits);
    moved[index] = (moved[index] as number) + change;
    return (softmaxCrossEntropyReference(shape, moved, labels, 3).losses[0] as number) / 3;
  };
  const slopes = Array.from(logits, (_, i) => (lossAt(i, step) - lossAt(i, -step)) / (2 * step));
  // The differences themselves are right to step²/6 and 10⁻¹⁶/step, far below what the kernel is allowed.
  expectClose(gradient, slopes, gradientTolerance(3));
});
