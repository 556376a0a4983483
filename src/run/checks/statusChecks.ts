import { max } from 'd3-array';
import { orderForParts } from '../partOrder';
import type { RunMember, RunRecord, StoredRun } from '../runFile';
import { firstProblem, type Problem } from './problem';

/** How a run and its members are said to have ended, against what there is of them. */
export function findBadStatus(run: StoredRun): Problem {
  return (
    firstProblem(run.members.entries(), ([index, member]) => {
      const path = `members.${index}`;
      return findBadDivergence(member, path) ?? findBadEnd(member, run, path) ?? findBadTest(member, run, path, index);
    }) ?? findBadPace(run)
  );
}

/** A member diverges in the first epoch of which a loss is not finite, and that is its last. */
function findBadDivergence({ status, history }: RunMember, path: string): Problem {
  const place = history.findIndex((record) => !isFiniteEpoch(record));
  if (place === -1) {
    return status === 'diverged'
      ? `${path}.status is "diverged"; the losses of its last epoch must then be null, for not finite`
      : undefined;
  }
  if (status !== 'diverged') {
    return `${path}.status is "${status}"; it must be "diverged", since a loss of epoch ${place + 1} is null`;
  }
  return place === history.length - 1
    ? undefined
    : `${path}.history has ${history.length} epochs; it must end with epoch ${place + 1}, in which the member diverged`;
}

function isFiniteEpoch({ trainLoss, valLoss }: RunRecord): boolean {
  return trainLoss !== null && valLoss !== null;
}

function findBadEnd({ status, history }: RunMember, { config, status: ofRun }: StoredRun, path: string): Problem {
  const isComplete = history.length === config.epochs;
  const has = `its history has ${history.length} of config.epochs, which is ${config.epochs}`;
  switch (status) {
    case 'diverged':
      return undefined;
    case 'finished':
      return isComplete ? undefined : `${path}.status is "finished"; it must be another, since ${has}`;
    case 'stopped-early':
      return isComplete ? `${path}.status is "stopped-early"; it must be "finished", since ${has}` : undefined;
    case 'stopped':
      if (ofRun === 'finished') {
        return `${path}.status is "stopped"; it must be another where the run's status is "finished"`;
      }
      return isComplete ? `${path}.status is "stopped"; it must be "finished", since ${has}` : undefined;
    default:
      return status satisfies never;
  }
}

/**
 * Members are tested together, when training has ended; those that were stopped may have been tested as they were. In
 * parts, no part is tested before the one before it.
 */
function findBadTest({ status, test, restoredEpoch }: RunMember, run: StoredRun, path: string, place: number): Problem {
  const { status: ofRun, members } = run;
  if (test !== null && status === 'diverged' && restoredEpoch === null) {
    return `${path}.test is there; it must be null for a member that diverged and has no weights restored`;
  }
  if (test !== null || status === 'diverged') {
    return undefined;
  }
  const order = orderForParts(members);
  const later = isInParts(run) ? order.slice(order.indexOf(place)) : order;
  const tested = later.find((index) => members[index]?.test !== null) ?? -1;
  const reason = ofRun === 'finished' ? 'the run\'s status is "finished"' : `members.${tested} was tested`;
  return ofRun === 'finished' || tested !== -1
    ? `${path}.test is null; it must be there for a member that is "${status}" where ${reason}`
    : undefined;
}

/** Members of a part train side by side: none that was stopped by hand is behind another, but in parts after it. */
function findBadPace(run: StoredRun): Problem {
  const { members } = run;
  let most = max(members, ({ history }) => history.length) ?? 0;
  return firstProblem(orderForParts(members), (index) => {
    const { status, history } = members[index] as RunMember;
    if (status !== 'stopped') {
      return undefined;
    }
    if (isInParts(run) && history.length < most) {
      most = history.length;
    }
    return history.length === most
      ? undefined
      : `members.${index}.history has ${history.length} epochs; it must have ${most}, as many as another member's when the run was stopped`;
  });
}

function isInParts({ setup }: StoredRun): boolean {
  return (setup?.parts ?? 1) > 1;
}
