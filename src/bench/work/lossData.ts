import { softmaxCrossEntropyReference } from '../../kernels/softmaxCrossEntropy';
import { CLASSES } from '../../run/network';
import { BATCH_ROWS } from './catalog';
import { type ExpectedOutput, expectAll } from './checkOutputs';
import { randomFloats, randomInts } from './randomData';

/** Logits of a batch for every member, their labels, and what comes of them. */
export interface LossData {
  readonly members: number;
  /** [members, BATCH_ROWS, CLASSES] */
  readonly logits: Float32Array<ArrayBuffer>;
  /** [members, BATCH_ROWS] */
  readonly labels: Uint32Array<ArrayBuffer>;
  /**
   * The gradient of each member's mean loss, and the sum of the members' mean losses.
   * @param runs that were added up in float32 for the latter
   */
  readonly expected: (runs?: number) => readonly [ExpectedOutput, ExpectedOutput];
}

/** exp and its like are allowed some 2 units in the last place by WGSL, times the size of their argument. */
const TOLERANCE = 1e-5;

export function createLossData(members: number): LossData {
  const shape = { members, rows: BATCH_ROWS, classes: CLASSES };
  const logits = randomFloats(1, members * BATCH_ROWS * CLASSES, -4, 4);
  const labels = randomInts(2, members * BATCH_ROWS, CLASSES);
  return {
    members,
    logits,
    labels,
    expected: (runs = 1) => {
      const { gradient, losses } = softmaxCrossEntropyReference(shape, logits, labels, BATCH_ROWS);
      const total = losses.reduce((sum, loss) => sum + loss, 0) / BATCH_ROWS;
      return [expectAll('gradient', gradient, TOLERANCE), expectAll('loss', Float64Array.of(total), toleranceOf(runs))];
    },
  };
}

/** Adding the same number errs the same way each time while the sum has the same exponent, by up to half a unit in its last place. */
function toleranceOf(runs: number): number {
  return TOLERANCE + (runs - 1) * 2 ** -25;
}
