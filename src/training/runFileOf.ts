import type { Checkpoint, EndedParts, MembersReached } from '../run/checkpoint/checkpoint';
import { expandMembers } from '../run/members';
import { examplesPerEpoch } from '../run/options';
import type { RunFile } from '../run/runFile';
import { buildRunFile } from './buildRunFile';
import { addWork, membersAsTheyAre } from './parts/endedParts';

/** What is known of a run by its checkpoint, as if it had been stopped there: of members under way, whole epochs. */
export function runFileOf(checkpoint: Omit<Checkpoint, 'underWay'> & MembersReached): RunFile {
  const { config, ended, underWay } = checkpoint;
  const members = expandMembers(config);
  return buildRunFile({
    startedAt: new Date(checkpoint.startedAt),
    commit: checkpoint.commit,
    adapter: checkpoint.adapter,
    options: config,
    members,
    dataset: checkpoint.dataset,
    stepsPerEpoch: Math.ceil(examplesPerEpoch(config) / config.batchSize),
    stepMs: checkpoint.stepMs,
    normalizeGbPerSecond: new Map(checkpoint.normalizeGbPerSecond),
    examples: checkpoint.examples,
    tensors: { tensorsBefore: 0, tensorsAfter: 0 },
    setupMs: checkpoint.setupMs,
    result: {
      ...underWay.reduce<EndedParts>((work, { loop }) => addWork(work, loop), ended),
      members: membersAsTheyAre(members, checkpoint, config),
      parts: ended.parts + underWay.length + (countReached(checkpoint) < members.length ? 1 : 0),
      wasStopped: true,
      unfinished: undefined,
    },
  });
}

function countReached({ ended, underWay }: MembersReached): number {
  return underWay.reduce((sum, { loop }) => sum + loop.members.length, ended.members.length);
}
