import { isFigure } from './curves';
import type { RunMember, RunRecord } from './runFile';

/**
 * The one rule for figures that are not finite, in means, intervals, comparisons, tables and curves: such a figure is
 * left out, and an accuracy counts only where the loss measured beside it is finite. A loss that is not finite comes of
 * logits that are not; what they hit is no answer of the network.
 */
export function countedFigure(
  value: number | null | undefined,
  lossBeside: number | null | undefined = value,
): number | undefined {
  return isFigure(value) && isFigure(lossBeside) ? value : undefined;
}

interface Tested {
  readonly test?: Pick<NonNullable<RunMember['test']>, 'loss' | 'accuracy'> | null;
}

/** A member's test figure by `countedFigure`; `undefined` where it was not tested, too. */
export function testFigure({ test }: Tested, figure: 'loss' | 'accuracy'): number | undefined {
  return countedFigure(test?.[figure], test?.loss);
}

type RecordFigure = 'trainLoss' | 'trainAccuracy' | 'valLoss' | 'valAccuracy' | 'heldOutLoss' | 'heldOutAccuracy';

/** Which loss is measured beside each figure of an epoch. */
const LOSS_BESIDE = {
  trainLoss: 'trainLoss',
  trainAccuracy: 'trainLoss',
  valLoss: 'valLoss',
  valAccuracy: 'valLoss',
  heldOutLoss: 'heldOutLoss',
  heldOutAccuracy: 'heldOutLoss',
} as const satisfies Readonly<Record<RecordFigure, RecordFigure>>;

/** A figure of one epoch by `countedFigure`. */
export function recordFigure(record: Partial<RunRecord>, figure: RecordFigure): number | undefined {
  return countedFigure(record[figure], record[LOSS_BESIDE[figure]]);
}
