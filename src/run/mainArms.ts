import type { Normalization } from '../data/normalization';
import { type Arm, groupByArm } from './arms';
import type { RunFile, RunMember } from './runFile';

/** Members that differ in their seeds alone. */
export interface ArmGroup {
  readonly arm: Arm;
  readonly members: readonly RunMember[];
}

/** Keras's default for Adam, and the notebook's. */
const USUAL_LEARNING_RATE = 0.001;

/**
 * One arm a normalization, comparable with each other: those with the usual learning rate, or the run's first where it
 * has not got that, and without callbacks where there are members without.
 */
export function mainArms(run: RunFile): readonly ArmGroup[] {
  const mainRate = mainLearningRate(run);
  const byNormalization = new Map<Normalization, ArmGroup>();
  for (const group of groupByArm(run.members)) {
    const { normalization, learningRate } = group.arm;
    const known = byNormalization.get(normalization);
    if (learningRate === mainRate && (known === undefined || countCallbacks(group.arm) < countCallbacks(known.arm))) {
      byNormalization.set(normalization, group);
    }
  }
  return [...byNormalization.values()];
}

export function mainLearningRate({ config: { learningRates } }: RunFile): number | undefined {
  return learningRates.includes(USUAL_LEARNING_RATE) ? USUAL_LEARNING_RATE : learningRates[0];
}

function countCallbacks({ reduceLrOnPlateau, earlyStopping }: Arm): number {
  return Number(reduceLrOnPlateau) + Number(earlyStopping);
}
