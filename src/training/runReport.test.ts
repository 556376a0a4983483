import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fakeMembers } from '../testing/fakeTrainee';
import { TRAINING_FLOP } from './network';
import { PRESET_DEFAULTS } from './options';
import { runReportSchema } from './report';
import { buildRunReport, type RunFacts } from './runReport';
import type { TrainLoopResult } from './trainLoop';

const EPOCH = { trainLoss: 0.5, trainAccuracy: 0.75, valLoss: 0.4, valAccuracy: 0.8, learningRate: 0.001 };

const RESULT: TrainLoopResult = {
  wasStopped: false,
  histories: [
    [
      { epoch: 1, ...EPOCH },
      { epoch: 2, ...EPOCH, valLoss: 0.3 },
      { epoch: 3, ...EPOCH, valLoss: 0.35 },
    ],
    [{ epoch: 1, ...EPOCH }],
  ],
  divergedMembers: [false, false],
  test: [
    { loss: 0.5, accuracy: 0.8, rows: 100 },
    { loss: 0.7, accuracy: 0.7, rows: 100 },
  ],
  trainMs: 2_000,
  evaluateMs: 500,
  trainedImages: 10_000,
  trainedSteps: 40,
  trainingCalls: { dispatches: 760, submits: 40, bufferWrites: 2, bindGroups: 0, buffers: 0 },
};

const FACTS: RunFacts = {
  startedAt: new Date('2026-01-02T03:04:05.678Z'),
  adapter: {
    vendor: 'google',
    architecture: 'swiftshader',
    device: '',
    description: '',
    isFallback: true,
    runtime: 'chrome',
    runtimeVersion: 'Chrome 156.0.0.0',
    features: ['subgroups'],
  },
  options: { ...PRESET_DEFAULTS.quick, normalizations: ['scale'], seeds: 2 },
  members: fakeMembers(2),
  result: RESULT,
  stepMs: [50, 40, 60, 45, 55],
  normalizeGbPerSecond: new Map([['scale', 1.5]]),
  memory: { allocatedBytes: 1000, tensorsBefore: 6, tensorsAfter: 6 },
  setupMs: 300,
};

/** The report of a run with some of its facts changed, as it is once it went through JSON. */
function reportOf(facts: Partial<RunFacts> = {}, result: Partial<TrainLoopResult> = {}) {
  const report = buildRunReport({ ...FACTS, ...facts, result: { ...RESULT, ...result } });
  return v.parse(runReportSchema, JSON.parse(JSON.stringify(report)));
}

/** The interval of two values, to rounding. */
function around(mean: number, margin: number) {
  return {
    mean: expect.closeTo(mean, 12),
    low: expect.closeTo(mean - margin, 9),
    high: expect.closeTo(mean + margin, 9),
    n: 2,
  };
}

describe('the report of a finished run', () => {
  it('tells each member with its best epoch and its test', () => {
    const { status, startedAt, members } = reportOf();
    expect([status, startedAt]).toEqual(['finished', '2026-01-02T03:04:05.678Z']);
    expect(members.map((member) => [member.status, member.bestEpoch, member.history.length])).toEqual([
      ['finished', 2, 3],
      ['finished', 1, 1],
    ]);
    expect(members.map(({ test }) => test)).toEqual([
      { loss: 0.5, accuracy: 0.8 },
      { loss: 0.7, accuracy: 0.7 },
    ]);
  });

  it('sums up a normalization by mean and range of its members', () => {
    const [summary] = reportOf().summary;
    // Two values at ±d around their mean have a standard error of d, and t(0.975, 1) is tan(0.475 π) = 12.7062.
    const tMultiple = Math.tan(0.475 * Math.PI);
    expect(summary?.testAccuracy).toEqual(around(0.75, 0.05 * tMultiple));
    expect(summary?.testLoss).toEqual(around(0.6, 0.1 * tMultiple));
  });

  it('counts member-images a second, and calls a step', () => {
    expect(reportOf().throughput).toEqual({
      imagesPerSecond: 5_000,
      gflopPerSecond: (5_000 * TRAINING_FLOP) / 1e9,
      stepMs: { p10: 40, median: 50, p90: 60 },
      dispatchesPerStep: 19,
      submitsPerStep: 1,
      uniformWritesPerStep: 0.05,
      perNormalization: [{ normalization: 'scale', imagesPerSecond: 5_000, normalizeGbPerSecond: 1.5 }],
    });
  });

  it('gives each normalization its share of the images', () => {
    const members = fakeMembers(2).map((member, index) => ({
      ...member,
      normalization: (['scale', 'raw'] as const)[index] as 'scale' | 'raw',
    }));
    const { perNormalization } = reportOf({
      members,
      options: { ...FACTS.options, normalizations: ['scale', 'raw'], seeds: 1 },
    }).throughput;
    expect(perNormalization.map(({ imagesPerSecond }) => imagesPerSecond)).toEqual([2_500, 2_500]);
  });
});

describe('the report of a stopped run', () => {
  it('keeps what was done, without a test', () => {
    const { status, members, summary } = reportOf({}, { wasStopped: true, test: undefined });
    expect(status).toBe('stopped');
    expect(members.map((member) => [member.status, member.history.length, member.test])).toEqual([
      ['stopped', 3, null],
      ['stopped', 1, null],
    ]);
    expect(summary[0]?.testAccuracy).toEqual({ mean: null, low: null, high: null, n: 0 });
  });

  it('is valid also when nothing was done', () => {
    const nothing = { wasStopped: true, histories: [[], []], test: undefined, trainMs: 0, trainedImages: 0 };
    const { members, throughput } = reportOf({ stepMs: [] }, { ...nothing, trainedSteps: 0 });
    expect(members.map(({ bestEpoch }) => bestEpoch)).toEqual([0, 0]);
    expect(throughput).toMatchObject({ imagesPerSecond: 0, dispatchesPerStep: 0, stepMs: { median: 0 } });
  });
});

describe('a diverged member', () => {
  const diverged: Partial<TrainLoopResult> = {
    divergedMembers: [false, true],
    histories: [
      [{ epoch: 1, ...EPOCH }],
      [{ epoch: 1, ...EPOCH, trainLoss: Number.NaN, valLoss: Number.POSITIVE_INFINITY }],
    ],
    test: [
      { loss: 0.5, accuracy: 0.8, rows: 100 },
      { loss: Number.NaN, accuracy: 0.1, rows: 100 },
    ],
  };

  it('is told as such, with null for what is not a number', () => {
    const member = reportOf({}, diverged).members[1];
    expect([member?.status, member?.bestEpoch]).toEqual(['diverged', 0]);
    expect(member?.history[0]).toMatchObject({ trainLoss: null, valLoss: null, valAccuracy: 0.8 });
    expect(member?.test).toEqual({ loss: null, accuracy: 0.1 });
  });

  it('does not count in the summary', () => {
    const [summary] = reportOf({}, diverged).summary;
    expect(summary?.testAccuracy).toEqual({ mean: 0.8, low: null, high: null, n: 1 });
  });

  it('stays diverged when the run is stopped later', () => {
    const { members } = reportOf({}, { ...diverged, wasStopped: true, test: undefined });
    expect(members.map(({ status }) => status)).toEqual(['stopped', 'diverged']);
  });
});
