import { countMembers, examplesPerEpoch, type TrainOptions } from '../options';
import type { LoopState, MemberState, MembersReached } from './checkpoint';

/** A field, and what is wrong with it, in words that complete a sentence. */
export interface CheckpointProblem {
  readonly field: string;
  readonly problem: string;
}

interface Reached extends MembersReached {
  readonly config: TrainOptions;
}

/** What each field of a checkpoint allows, but all together cannot be. */
export function findBadLoop({ config, ended, underWay }: Reached): CheckpointProblem | undefined {
  const members = underWay.reduce((sum, { loop }) => sum + loop.members.length, ended.members.length);
  const count = countMembers(config);
  if (members > count) {
    return { field: 'underWay', problem: `it comes to ${members} members, and config gives ${count}` };
  }
  for (const [index, { loop }] of underWay.entries()) {
    const found = findBadPlace(loop, config);
    if (found !== undefined) {
      return { ...found, field: `underWay.${index}.loop.${found.field}` };
    }
  }
  return undefined;
}

function findBadPlace(
  { members, epochsDone, stepsDone }: LoopState,
  config: TrainOptions,
): CheckpointProblem | undefined {
  if (members.length === 0) {
    return { field: 'members', problem: 'it has none' };
  }
  if (epochsDone > config.epochs) {
    return { field: 'epochsDone', problem: `it is ${epochsDone}, and config.epochs ${config.epochs}` };
  }
  const stepsPerEpoch = Math.ceil(examplesPerEpoch(config) / config.batchSize);
  const mostSteps = epochsDone === config.epochs ? 0 : stepsPerEpoch;
  if (stepsDone > mostSteps) {
    return { field: 'stepsDone', problem: `it is ${stepsDone}, and ${mostSteps} steps are left of the epochs` };
  }
  for (const [index, member] of members.entries()) {
    const problem = findBadHistory(member, epochsDone);
    if (problem !== undefined) {
      return { field: `members.${index}.history`, problem };
    }
  }
  return undefined;
}

/** Members train side by side, until they diverge or are stopped. */
function findBadHistory({ history, status }: MemberState, epochsDone: number): string | undefined {
  const isRight = status === 'training' ? history.length === epochsDone : history.length <= epochsDone;
  return isRight
    ? undefined
    : `it has ${history.length} epochs of a member that is "${status}", and epochsDone is ${epochsDone}`;
}
