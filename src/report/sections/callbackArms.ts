import { groupByArm } from '../../run/arms';
import { type ArmGroup, mainLearningRate } from '../../run/mainArms';
import type { RunFile } from '../../run/runFile';

/**
 * The arms of a callback's section: those with and without it, at the main learning rate, and without the other
 * callback where that is compared too.
 */
export function callbackArms(run: RunFile, callback: 'reduceLrOnPlateau' | 'earlyStopping'): readonly ArmGroup[] {
  const other = callback === 'reduceLrOnPlateau' ? 'earlyStopping' : 'reduceLrOnPlateau';
  const isOtherCompared = run.config[other] === 'compare';
  return groupByArm(run.members).filter(
    ({ arm, members }) =>
      arm.learningRate === mainLearningRate(run) &&
      !(isOtherCompared && arm[other]) &&
      members.some(({ history }) => history.length > 0),
  );
}
