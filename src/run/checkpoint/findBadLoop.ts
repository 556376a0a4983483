import { countMembers, examplesPerEpoch } from '../options';
import type { Checkpoint, MemberState } from './checkpoint';

/** A field, and what is wrong with it, in words that complete a sentence. */
export interface CheckpointProblem {
  readonly field: string;
  readonly problem: string;
}

/** What each field of a checkpoint allows, but all together cannot be. */
export function findBadLoop({ config, loop }: Pick<Checkpoint, 'config' | 'loop'>): CheckpointProblem | undefined {
  const { members, epochsDone, stepsDone } = loop;
  const count = countMembers(config);
  if (members.length !== count) {
    return { field: 'loop.members', problem: `it has ${members.length} entries, and config gives ${count}` };
  }
  if (epochsDone > config.epochs) {
    return { field: 'loop.epochsDone', problem: `it is ${epochsDone}, and config.epochs ${config.epochs}` };
  }
  const stepsPerEpoch = Math.ceil(examplesPerEpoch(config) / config.batchSize);
  const mostSteps = epochsDone === config.epochs ? 0 : stepsPerEpoch;
  if (stepsDone > mostSteps) {
    return { field: 'loop.stepsDone', problem: `it is ${stepsDone}, and ${mostSteps} steps are left of the epochs` };
  }
  for (const [index, member] of members.entries()) {
    const problem = findBadHistory(member, epochsDone);
    if (problem !== undefined) {
      return { field: `loop.members.${index}.history`, problem };
    }
  }
  return undefined;
}

/** Members train side by side, until they diverge or are stopped. */
function findBadHistory({ history, status }: MemberState, epochsDone: number): string | undefined {
  const isRight = status === 'training' ? history.length === epochsDone : history.length <= epochsDone;
  return isRight
    ? undefined
    : `it has ${history.length} epochs of a member that is "${status}", and loop.epochsDone is ${epochsDone}`;
}
