import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { MemberTest, TrainLoopOptions } from './loopContract';

/**
 * Tells what members made of the test split, and gathers it.
 * @param isTested, totals, predictions [members]
 * @returns [members]; `null` for members that were not tested.
 */
export function tellTests(
  isTested: readonly boolean[],
  totals: readonly LossTotals[],
  predictions: readonly MemberTest['predictions'][],
  emit: TrainLoopOptions['emit'],
): (MemberTest | null)[] {
  return isTested.map((isMemberTested, member) => {
    const memberTotals = totals[member];
    const memberPredictions = predictions[member];
    if (!isMemberTested || memberTotals === undefined || memberPredictions === undefined) {
      return null;
    }
    const { loss, accuracy } = memberTotals;
    emit({ type: 'memberTested', member, loss, accuracy });
    return { totals: memberTotals, predictions: memberPredictions };
  });
}
