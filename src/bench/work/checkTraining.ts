import type { Member } from '../../run/members';
import type { Verdict } from './checkOutputs';
import type { NormalizedBatch } from './trainData';
import { type AdamConvention, trainReference } from './trainReference';

/** Steps whose losses are compared with float64: the third depends on two updates of all weights. */
export const CHECKED_STEPS = 3;

/**
 * How far the losses of the first steps may be off, relatively. Float32 training follows float64 to some 1e-6; a wrong
 * gradient or a wrong update shows in the first decimals.
 */
const TOLERANCE = 1e-4;

const references = new Map<string, readonly number[]>();

/** The losses of a member's first steps in float64; computed once, since it takes a second. */
function referenceOf(
  member: Member,
  batches: readonly NormalizedBatch[],
  convention: AdamConvention,
): readonly number[] {
  const key = `${member.normalization},${member.seed},${batches[0]?.labels.length},${convention}`;
  const known = references.get(key) ?? trainReference(member.seed, batches.slice(0, CHECKED_STEPS), convention);
  references.set(key, known);
  return known;
}

export interface TrainedMember {
  readonly member: Member;
  readonly batches: readonly NormalizedBatch[];
  readonly convention: AdamConvention;
  /** Mean losses of the first steps from the initial weights. */
  readonly firstLosses: readonly number[];
  /** Mean loss of a batch after the timed steps. */
  readonly lastLoss: number;
}

/** Right is: the first losses are those of float64, and the timed steps have gone on learning from there. */
export function checkTraining(trained: readonly TrainedMember[]): Verdict {
  let maxRelativeError = 0;
  let fault: string | undefined;
  for (const { member, batches, convention, firstLosses, lastLoss } of trained) {
    const expected = referenceOf(member, batches, convention);
    expected.forEach((loss, step) => {
      const error = Math.abs((firstLosses[step] ?? Number.NaN) - loss) / loss;
      if (!(error <= TOLERANCE)) {
        fault ??= `loss of step ${step + 1} is ${firstLosses[step]}, not ${loss}`;
      }
      maxRelativeError = Math.max(maxRelativeError, error);
    });
    if (!(lastLoss < (expected[0] as number))) {
      fault ??= `loss after the timed steps is ${lastLoss}, not below ${expected[0]}`;
    }
  }
  const checkedEntries = trained.length * CHECKED_STEPS;
  return { maxRelativeError, checkedEntries, outputEntries: checkedEntries, ...(fault === undefined ? {} : { fault }) };
}
