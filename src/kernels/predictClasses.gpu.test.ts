import { describe, expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { expectClose, type Tolerance } from '../testing/expectClose';
import { useGpu } from '../testing/gpuTest';
import { randomFloats } from '../testing/random';
import { BATCH_RECORD_BYTES, type BatchRecord, encodeBatchRecord } from './batchRecord';
import {
  decodePredictions,
  type PredictClassesShape,
  planPredictClasses,
  predictClassesReference,
} from './predictClasses';

const lab = useGpu();

/** exp may be off by (3 + 2|x|) units in the last place: of terms that count in the sum, some 40 · 2⁻²³. */
const CONFIDENCE_TOLERANCE: Tolerance = { rtol: 5e-6, atol: 0 };

function record(shape: PredictClassesShape, logits: Float32Array, predictions: GPUBuffer, batch: BatchRecord) {
  launch(lab.recorder, planPredictClasses(shape), {
    logits: lab.upload(logits),
    predictions,
    batch: lab.uniform(BATCH_RECORD_BYTES, (bytes) => encodeBatchRecord(bytes, batch)),
  });
}

async function read(shape: PredictClassesShape, predictions: GPUBuffer) {
  return decodePredictions(shape, (await lab.readUints(predictions)).buffer as ArrayBuffer);
}

function poisonedFor(shape: PredictClassesShape): GPUBuffer {
  return lab.poisoned(planPredictClasses(shape).outputBytes / 4);
}

/** One member's predictions for rows of logits. */
async function predictRows(rows: readonly (readonly number[])[]) {
  const shape = { members: 1, rows: rows.length, classes: rows[0]?.length ?? 0, examples: rows.length };
  const predictions = poisonedFor(shape);
  record(shape, Float32Array.from(rows.flat()), predictions, { firstExample: 0, rowCount: rows.length });
  const [predicted] = await read(shape, predictions);
  return { classes: Array.from(predicted?.classes ?? []), confidences: Array.from(predicted?.confidences ?? []) };
}

it.each([
  [1, 1, 1],
  [1, 1, 10],
  [2, 63, 10],
  [3, 64, 7],
  [20, 65, 10],
  [4, 131, 3],
  [2, 13, 784],
])('tells the largest class of %i members, %i rows, %i classes', async (members, rows, classes) => {
  const shape = { members, rows, classes, examples: rows };
  const logits = randomFloats(members + rows + classes, members * rows * classes, -8, 8);
  const predictions = poisonedFor(shape);
  record(shape, logits, predictions, { firstExample: 0, rowCount: rows });
  for (const [member, actual] of (await read(shape, predictions)).entries()) {
    const expected = predictClassesReference(
      logits.subarray(member * rows * classes, (member + 1) * rows * classes),
      classes,
    );
    expect(actual.classes).toEqual(expected.classes);
    expectClose(actual.confidences, expected.confidences, CONFIDENCE_TOLERANCE);
  }
});

it('takes the first of several largest logits', async () => {
  const { classes, confidences } = await predictRows([
    [1, 3, 3, 0],
    [2, 2, 2, 2],
    [0, 0, 0, 7],
    [7, 7, 0, 7],
  ]);
  expect(classes).toEqual([1, 0, 3, 0]);
  expect(confidences[1]).toBe(0.25);
});

it('stays finite and right for logits of ±10,000', async () => {
  const { classes, confidences } = await predictRows([
    [1e4, -1e4, 0],
    [-1e4, -1e4, -1e4],
    [-1e4, 1e4 - 1, 1e4],
  ]);
  expect(classes).toEqual([0, 0, 2]);
  expectClose(confidences, [1, 1 / 3, 1 / (1 + Math.exp(-1))], CONFIDENCE_TOLERANCE);
});

describe('over the batches of a pass', () => {
  const SHAPE = { members: 3, rows: 5, classes: 4, examples: 13 };

  it('puts every example in its place, and leaves out what a short last batch is filled up with', async () => {
    const predictions = poisonedFor(SHAPE);
    const expected = Array.from({ length: SHAPE.members }, () => ({ classes: [] as number[], from: [] as number[] }));
    for (const [batch, firstExample] of [0, 5, 10].entries()) {
      const rowCount = Math.min(5, SHAPE.examples - firstExample);
      const logits = randomFloats(batch, 3 * 5 * 4, -3, 3);
      for (const member of [0, 1, 2]) {
        // The padding would be the surest of all.
        logits.fill(100, (member * 5 + rowCount) * 4, (member * 5 + rowCount) * 4 + (5 - rowCount));
        const own = logits.subarray(member * 5 * 4, (member * 5 + rowCount) * 4);
        const reference = predictClassesReference(own, 4);
        expected[member]?.classes.push(...reference.classes);
        expected[member]?.from.push(...reference.confidences);
      }
      record(SHAPE, logits, predictions, { firstExample, rowCount });
    }
    for (const [member, { classes, confidences }] of (await read(SHAPE, predictions)).entries()) {
      expect(Array.from(classes)).toEqual(expected[member]?.classes);
      expectClose(confidences, expected[member]?.from ?? [], CONFIDENCE_TOLERANCE);
    }
  });

  it('leaves an inactive member untouched, and the others with the same bits as without it', async () => {
    const logits = randomFloats(7, 3 * 5 * 4);
    const batch = { firstExample: 6, rowCount: 5 };
    const withActivity = { ...SHAPE, hasActivity: true };
    const [all, some] = [poisonedFor(SHAPE), poisonedFor(SHAPE)];
    record(SHAPE, logits, all, batch);
    launch(lab.recorder, planPredictClasses(withActivity), {
      logits: lab.upload(logits),
      predictions: some,
      batch: lab.uniform(BATCH_RECORD_BYTES, (bytes) => encodeBatchRecord(bytes, batch)),
      activity: lab.upload(Uint32Array.of(1, 0, 1)),
    });
    const expected = await lab.readUints(all);
    const poison = expected[0] as number;
    expect(await lab.readUints(some)).toEqual(expected.fill(poison, 13 * 2, 2 * 13 * 2));
  });
});

it('has a reference that predicts hand-computed numbers', () => {
  const { classes, confidences } = predictClassesReference(Float32Array.of(0, Math.log(3), 5, 5), 2);
  expect([...classes]).toEqual([1, 0]);
  expectClose(confidences, [0.75, 0.5], { rtol: 1e-7, atol: 0 });
});
