import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { expandMembers } from '../run/members';
import { examplesPerEpoch } from '../run/options';
import type { RunFile } from '../run/runFile';
import { buildRunFile } from './buildRunFile';

/** What is known of a run by its checkpoint, as if it had been stopped there: its whole epochs, and no tests. */
export function runFileOf(checkpoint: Omit<Checkpoint, 'trainee'>): RunFile {
  const { config, loop } = checkpoint;
  const { members } = loop;
  return buildRunFile({
    startedAt: new Date(checkpoint.startedAt),
    commit: checkpoint.commit,
    adapter: checkpoint.adapter,
    options: config,
    members: expandMembers(config),
    dataset: checkpoint.dataset,
    stepsPerEpoch: Math.ceil(examplesPerEpoch(config) / config.batchSize),
    stepMs: checkpoint.stepMs,
    normalizeGbPerSecond: new Map(checkpoint.normalizeGbPerSecond),
    memory: { allocatedBytes: 0, tensorsBefore: 0, tensorsAfter: 0 },
    setupMs: checkpoint.setupMs,
    result: {
      wasStopped: true,
      statuses: members.map(({ status, history }) =>
        status !== 'training' ? status : history.length === config.epochs ? 'finished' : 'stopped',
      ),
      histories: members.map(({ history }) => history),
      unfinished: undefined,
      diagnostics: members.map(({ diagnostics }) => diagnostics),
      restoredEpochs: members.map(() => null),
      test: undefined,
      trainMs: loop.trainMs,
      evaluateMs: loop.evaluateMs,
      diagnoseMs: loop.diagnoseMs,
      trainedImages: members.map(({ trainedImages }) => trainedImages),
      trainedSteps: loop.trainedSteps,
      trainingCalls: loop.calls,
    },
  });
}
