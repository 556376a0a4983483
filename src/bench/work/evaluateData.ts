import type { DatasetSplits } from '../../data/dataset';
import type { Member } from '../../run/members';
import { type ExpectedOutput, sampleIndices } from './checkOutputs';
import { type NormalizedBatch, validationBatchOf } from './trainData';
import { trainReference } from './trainReference';

/** What a peer evaluates: a member with its initial weights, on the whole validation split. */
export interface EvaluatedModel {
  readonly member: Member;
  readonly split: NormalizedBatch;
  /** The mean loss, one entry. */
  readonly expected: () => readonly ExpectedOutput[];
}

/** A mean of a thousand losses, each of sums of 784 float32 products. */
const TOLERANCE = 1e-5;

export function evaluatedModelOf(splits: DatasetSplits, member: Member): EvaluatedModel {
  const split = validationBatchOf(splits, member);
  return {
    member,
    split,
    expected: () => [
      {
        name: `loss of member ${member.index + 1}`,
        length: 1,
        indices: sampleIndices(1, 1),
        // The loss of the first of one batches is that of the initial weights.
        values: Float64Array.from(trainReference(member.seed, [split], 'keras')),
        tolerance: TOLERANCE,
      },
    ],
  };
}
