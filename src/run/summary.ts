import { groupByArm } from './arms';
import { isFigure } from './curves';
import { testFigure } from './figures';
import type { RunFile, RunMember } from './runFile';
import { meanInterval } from './statistics';

/** An entry for each arm, over the seeds whose figure counts; see `countedFigure`. */
export function summaryOf(members: readonly RunMember[]): RunFile['summary'] {
  return groupByArm(members).map(({ arm, members: ofArm }) => ({
    ...arm,
    testAccuracy: meanInterval(ofArm.map((member) => testFigure(member, 'accuracy')).filter(isFigure)),
    testLoss: meanInterval(ofArm.map((member) => testFigure(member, 'loss')).filter(isFigure)),
  }));
}
