import type { AdapterReport } from '../../gpu/adapter';
import type { EpochRecord, Member, TrainingEvent } from '../../training/events';
import { parseTrainOptions, type RawOptions, type TrainOptions } from '../../training/options';
import type { RunReport } from '../../training/report';

// Small made-up runs for the tests of the page's state.

export const SAMPLE_ADAPTER: AdapterReport = {
  vendor: 'google',
  architecture: 'swiftshader',
  device: '',
  description: 'SwiftShader',
  isFallback: true,
  runtime: 'chrome',
  runtimeVersion: 'Chrome 156.0.0.0',
  features: [],
};

export function sampleOptions(raw: RawOptions = {}): TrainOptions {
  return parseTrainOptions(
    { normalizations: 'raw,scale', 'train-examples': '512', epochs: '2', ...raw },
    SAMPLE_ADAPTER,
  );
}

export function sampleMembers({ normalizations, learningRates, seeds, firstSeed }: TrainOptions): readonly Member[] {
  return normalizations
    .flatMap((normalization) =>
      learningRates.flatMap((learningRate) =>
        Array.from({ length: seeds }, (_, index) => ({ normalization, learningRate, seed: firstSeed + index })),
      ),
    )
    .map((member, index) => ({ index, ...member }));
}

export function runStarted(options = sampleOptions()): TrainingEvent {
  return { type: 'runStarted', options, members: sampleMembers(options), stepsPerEpoch: 4 };
}

export function epochEnded(epoch: number, valAccuracies: readonly number[]): TrainingEvent {
  const record = (valAccuracy: number): EpochRecord => ({
    epoch,
    trainLoss: 1 - valAccuracy,
    trainAccuracy: valAccuracy,
    valLoss: 1 - valAccuracy,
    valAccuracy,
    learningRate: 0.001,
  });
  return { type: 'epochEnded', records: valAccuracies.map(record) };
}

type ReportedMember = RunReport['members'][number];

export function sampleReport(options = sampleOptions(), changes: readonly Partial<ReportedMember>[] = []): RunReport {
  return {
    schema: 'weft.run/1',
    startedAt: '2026-08-22T10:15:00.000Z',
    commit: 'abc1234',
    status: 'finished',
    adapter: { ...SAMPLE_ADAPTER, features: [...SAMPLE_ADAPTER.features] },
    config: { ...options, normalizations: [...options.normalizations], learningRates: [...options.learningRates] },
    members: sampleMembers(options).map(({ normalization, seed, learningRate }, index) => ({
      normalization,
      seed,
      learningRate,
      status: 'finished',
      bestEpoch: 2,
      history: [],
      test: { loss: 0.5, accuracy: 0.8 },
      ...changes[index],
    })),
    summary: [],
    throughput: {
      imagesPerSecond: 1000,
      gflopPerSecond: 3,
      stepMs: { p10: 1, median: 2, p90: 3 },
      dispatchesPerStep: 19,
      submitsPerStep: 1,
      uniformWritesPerStep: 0,
      perNormalization: options.normalizations.map((normalization) => ({
        normalization,
        imagesPerSecond: 500,
        normalizeGbPerSecond: 1.5,
      })),
    },
    memory: { allocatedBytes: 1, tensorsBefore: 1, tensorsAfter: 1 },
    wallMs: { setup: 1000, train: 8000, evaluate: 1000 },
  };
}
