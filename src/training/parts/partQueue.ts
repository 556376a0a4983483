import type { UnderWay } from '../../run/checkpoint/checkpoint';
import { sliceState } from '../population/populationState';
import { cutParts } from './planParts';

/** Members that will be trained at once. */
export interface Part {
  readonly size: number;
  /** Where their training was interrupted; left out where it has not begun. */
  readonly underWay?: UnderWay;
}

/**
 * The parts that a run has before it: those under way, cut where there is less room for them than there was, and those
 * whose training has not begun.
 * @param memberCount of all that have not ended.
 * @param mostMembers at once.
 */
export function queueParts(memberCount: number, underWay: readonly UnderWay[], mostMembers: number): Part[] {
  const begun = underWay.flatMap((group) => cutUnderWay(group, mostMembers));
  const left = memberCount - begun.reduce((sum, { size }) => sum + size, 0);
  return [...begun, ...cutParts(left, mostMembers).map((size) => ({ size }))];
}

/** What training took counts once, with the first of them. */
function cutUnderWay({ loop, trainee }: UnderWay, mostMembers: number): Part[] {
  let first = 0;
  return cutParts(loop.members.length, mostMembers).map((size, index) => {
    const end = first + size;
    const members = loop.members.slice(first, end);
    const own = { ...loop, ...(index === 0 ? {} : NO_WORK), members };
    const part = { size, underWay: { loop: own, trainee: sliceState(trainee, first, end) } };
    first = end;
    return part;
  });
}

const NO_WORK = {
  trainedSteps: 0,
  calls: { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 },
  trainMs: 0,
  evaluateMs: 0,
  diagnoseMs: 0,
};
