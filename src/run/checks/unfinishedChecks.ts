import { max } from 'd3-array';
import type { StoredRun } from '../runFile';
import type { Problem } from './problem';

/** The epoch that a run was stopped in, against its members' whole epochs. */
export function findBadUnfinished({ unfinished, status, members, config }: StoredRun): Problem {
  if (unfinished === undefined) {
    return undefined;
  }
  if (status !== 'stopped') {
    return `unfinished is there; it must be left out where status is "${status}"`;
  }
  const { epoch, steps, stepsPerEpoch } = unfinished;
  // Members of other parts have trained for more epochs, or fewer.
  const trained = members.filter((_, index) => (unfinished.members[index] ?? null) !== null);
  const atHand = trained.length > 0 ? trained : members;
  const next = (max(atHand, ({ history }) => history.length) ?? 0) + 1;
  if (epoch !== next || epoch > config.epochs) {
    return `unfinished.epoch is ${epoch}; it must be ${next}, after the whole epochs of the members, and at most config.epochs, which is ${config.epochs}`;
  }
  if (steps > stepsPerEpoch) {
    return `unfinished.steps is ${steps}; it must be at most unfinished.stepsPerEpoch, which is ${stepsPerEpoch}`;
  }
  return unfinished.members.length === members.length
    ? undefined
    : `unfinished.members has ${unfinished.members.length} entries; it must have ${members.length}, one a member`;
}
