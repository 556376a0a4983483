import { findDistance } from '../closeness';
import {
  LOSS_GROUP_ROWS,
  SLOT_WORDS,
  type SoftmaxCrossEntropyPlan,
  softmaxCrossEntropyReference,
} from '../softmaxCrossEntropy';
import { type LaunchTest, launchTest } from './launchTest';
import { randomBelow, randomFloats, randomWords } from './randomValues';
import { activityOf, rowCountOf, type Situation } from './situations';
import { batchRecord, floatsLike, memberBuffer, outputBuffer, perMember, wholeBuffer } from './stretches';

/** Steps whose totals have slots of their own. */
const STEPS = 3;
// Tolerances: docs/kernels.md.
const gradientTolerance = (rowCount: number) => ({ rtol: 5e-6, atol: 1e-6 / rowCount });
const LOSS = { rtol: 1e-6, atol: 1e-6 * LOSS_GROUP_ROWS };
const EXACT = { rtol: 0, atol: 0 };

/** A batch of random logits and labels, of a random step: its totals are added to what the step's slots held. */
export function lossTest(plan: SoftmaxCrossEntropyPlan, situation: Situation): LaunchTest {
  const { members, rows, classes, hasActivity } = plan.shape;
  const [groups] = plan.grid;
  const rowCount = rowCountOf(situation, rows);
  const step = randomBelow(2 * STEPS);
  const batch = { firstExample: step * rows, rowCount };
  const slots = STEPS * groups;
  const batchOf = perMember(() => ({
    logits: randomFloats(rows * classes, -8, 8),
    labels: randomWords(rows, classes),
    totals: randomTotals(slots),
  }));
  const one = { members: 1, rows, classes };
  const gradientCheck = (member: number) => {
    const { logits, labels } = batchOf(member);
    const { gradient } = softmaxCrossEntropyReference(one, logits, labels, rowCount);
    return floatsLike(gradient, gradientTolerance(rowCount));
  };
  const totalsCheck = (member: number) => {
    const { logits, labels, totals } = batchOf(member);
    const expected = readTotals(totals.buffer);
    for (let group = 0; group < groups; group++) {
      const first = group * LOSS_GROUP_ROWS;
      const count = Math.max(0, Math.min(rowCount - first, LOSS_GROUP_ROWS));
      const own = { members: 1, rows: count, classes };
      const ofGroup = softmaxCrossEntropyReference(
        own,
        logits.subarray(first * classes, (first + count) * classes),
        labels.subarray(first, first + count),
        count,
      );
      const slot = (step * groups + group) % slots;
      add(expected.losses, slot, ofGroup.losses[0] as number);
      add(expected.hits, slot, ofGroup.hits[0] as number);
      add(expected.rows, slot, count);
    }
    return (after: ArrayBuffer) => {
      const actual = readTotals(after);
      return (
        findDistance(actual.losses, expected.losses, LOSS) ??
        findDistance(actual.hits, expected.hits, EXACT) ??
        findDistance(actual.rows, expected.rows, EXACT)
      );
    };
  };
  const lent = 'overwritten';
  return launchTest({
    plan,
    record: batchRecord(batch),
    buffers: {
      logits: memberBuffer({ members, words: rows * classes, lent }, situation, (member) => batchOf(member).logits),
      labels: memberBuffer({ members, words: rows, lent }, situation, (member) => batchOf(member).labels),
      gradient: outputBuffer({ members, words: rows * classes, lent }, situation, gradientCheck),
      // The run's own would say by its size that it has other slots.
      totals: memberBuffer(
        { members, words: slots * SLOT_WORDS },
        situation,
        (member) => batchOf(member).totals,
        totalsCheck,
      ),
      activity: hasActivity ? wholeBuffer(activityOf(members, situation)) : undefined,
    },
  });
}

/** Loss, hits and rows of each slot. */
function randomTotals(slots: number): Uint32Array<ArrayBuffer> {
  const totals = randomWords(slots * SLOT_WORDS, 1000);
  const losses = new Float32Array(totals.buffer);
  for (let slot = 0; slot < slots; slot++) {
    losses[slot * SLOT_WORDS] = Math.random() * 100;
  }
  return totals;
}

function readTotals(bytes: ArrayBuffer) {
  const [losses, counts] = [new Float32Array(bytes), new Uint32Array(bytes)];
  const places = Array.from({ length: counts.length / SLOT_WORDS }, (_, slot) => slot * SLOT_WORDS);
  return {
    losses: places.map((at) => losses[at] as number),
    hits: places.map((at) => counts[at + 1] as number),
    rows: places.map((at) => counts[at + 2] as number),
  };
}

function add(sums: number[], at: number, term: number): void {
  sums[at] = (sums[at] as number) + term;
}
