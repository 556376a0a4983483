import type { TrainingEvent } from '../../run/events';
import { expandMembers } from '../../run/members';
import { parseTrainOptions, type RawOptions, type TrainOptions } from '../../run/options';
import type { EpochRecord } from '../../run/records';
import type { RunFile } from '../../run/runFile';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';

// Small made-up runs for the tests of the page's state.

export function sampleOptions(raw: RawOptions = {}): TrainOptions {
  return parseTrainOptions(
    { normalizations: 'raw,scale', 'train-examples': '512', epochs: '2', ...raw },
    SAMPLE_ADAPTER,
  );
}

export function runStarted(options = sampleOptions()): TrainingEvent {
  return { type: 'runStarted', options, members: expandMembers(options), stepsPerEpoch: 4 };
}

/** @param valAccuracies `null` for a member that no longer trains. */
export function epochEnded(epoch: number, valAccuracies: readonly (number | null)[]): TrainingEvent {
  const record = (valAccuracy: number): EpochRecord => ({
    epoch,
    trainLoss: 1 - valAccuracy,
    trainAccuracy: valAccuracy,
    valLoss: 1 - valAccuracy,
    valAccuracy,
    learningRate: 0.001,
  });
  return {
    type: 'epochEnded',
    records: valAccuracies.map((accuracy) => (accuracy === null ? null : record(accuracy))),
  };
}

type RunMember = RunFile['members'][number];

/** Test figures with a thousand examples a class, the wrong ones taken for the next class. */
export function sampleTest(loss: number | null, accuracy: number): NonNullable<RunMember['test']> {
  const right = Math.round(1000 * accuracy);
  const confusion = Array.from({ length: 10 }, (_, label) =>
    Array.from({ length: 10 }, (_, predicted) =>
      predicted === label ? right : predicted === (label + 1) % 10 ? 1000 - right : 0,
    ),
  );
  return { loss, accuracy, confusion };
}

export function sampleRunFile(options = sampleOptions(), changes: readonly Partial<RunMember>[] = []): RunFile {
  return {
    schema: 'weft.run/1',
    startedAt: '2026-08-22T10:15:00.000Z',
    commit: 'abc1234',
    status: 'finished',
    adapter: { ...SAMPLE_ADAPTER, features: [...SAMPLE_ADAPTER.features] },
    config: options,
    members: expandMembers(options).map(({ index, ...member }) => ({
      ...member,
      status: 'finished',
      bestEpoch: 2,
      history: [],
      restoredEpoch: null,
      diagnostics: [],
      test: sampleTest(0.5, 0.8),
      ...changes[index],
    })),
    summary: [],
    mistakes: [],
    throughput: {
      imagesPerSecond: 1000,
      gflopPerSecond: 3,
      stepMs: { p10: 1, median: 2, p90: 3 },
      dispatchesPerStep: 19,
      submitsPerStep: 1,
      uniformWritesPerStep: 0,
      perNormalization: options.normalizations.map((normalization) => ({
        normalization,
        normalizeGbPerSecond: 1.5,
      })),
    },
    memory: { allocatedBytes: 1, tensorsBefore: 1, tensorsAfter: 1 },
    wallMs: { setup: 1000, train: 8000, evaluate: 1000 },
  };
}
