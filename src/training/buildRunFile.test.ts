import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NOTHING_ENDED } from '../run/checkpoint/checkpoint';
import { TRAINING_FLOP } from '../run/network';
import { PRESET_DEFAULTS } from '../run/options';
import { runFileSchema } from '../run/runFile';
import { fakeMembers } from '../testing/fakeTrainee';
import { buildRunFile, type RunFacts } from './buildRunFile';
import type { MemberTest, TrainLoopResult } from './loop/loopContract';
import { addEnded } from './parts/endedParts';
import type { PartsResult } from './parts/trainParts';

const EPOCH = { trainLoss: 0.5, trainAccuracy: 0.75, valLoss: 0.4, valAccuracy: 0.8, learningRate: 0.001 };

/** Of four examples of class 0, the first of which is taken for class 1. */
function testOf(loss: number, accuracy: number): MemberTest {
  const predictions = { classes: Uint8Array.of(1, 0, 0, 0), confidences: Float32Array.of(0.75, 1, 1, 1) };
  return { totals: { loss, accuracy, rows: 4 }, predictions };
}

const CONFUSION = Array.from({ length: 10 }, (_, label) =>
  label === 0 ? [3, 1, 0, 0, 0, 0, 0, 0, 0, 0] : Array(10).fill(0),
);

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
  statuses: ['finished', 'finished'],
  unfinished: undefined,
  diagnostics: [[], []],
  restoredEpochs: [null, null],
  test: [testOf(0.5, 0.8), testOf(0.7, 0.7)],
  trainMs: 2_000,
  evaluateMs: 500,
  diagnoseMs: 10,
  trainedImages: [6_000, 4_000],
  trainedSteps: 40,
  trainingCalls: { dispatches: 760, submits: 40, bufferWrites: 2, bindGroups: 0, buffers: 0 },
};

const TEST = { images: new Uint8Array(4 * 784).fill(7), labels: new Uint8Array(4), count: 4 };

/** As parts are joined, of which these members are the only one. */
function joined(result: TrainLoopResult, members: RunFacts['members'] = fakeMembers(2)): PartsResult {
  const { wasStopped, unfinished } = result;
  const part = { members, result, test: TEST, groups: 2, allocatedBytes: 1000 };
  return { ...addEnded(NOTHING_ENDED, part), wasStopped, unfinished };
}

const FACTS: RunFacts = {
  startedAt: new Date('2026-01-02T03:04:05.678Z'),
  adapter: {
    vendor: 'google',
    architecture: 'swiftshader',
    device: '',
    description: '',
    isFallback: true,
    runtime: 'browser',
    runtimeVersion: 'Chrome 156.0.0.0',
    features: ['subgroups'],
  },
  options: { ...PRESET_DEFAULTS.quick, normalizations: ['scale'], seeds: 2 },
  members: fakeMembers(2),
  result: joined(RESULT),
  commit: 'abc1234',
  dataset: 'd'.repeat(64),
  examples: { validation: 3, test: 4 },
  stepsPerEpoch: 20,
  stepMs: [50, 40, 60, 45, 55],
  normalizeGbPerSecond: new Map([['scale', 1.5]]),
  tensors: { tensorsBefore: 6, tensorsAfter: 6 },
  setupMs: 300,
};

/** A run file with some of its facts changed, as it is once it went through JSON. */
function runOf(facts: Partial<RunFacts> = {}, result: Partial<TrainLoopResult> = {}) {
  const run = buildRunFile({ ...FACTS, ...facts, result: joined({ ...RESULT, ...result }, facts.members) });
  return v.parse(runFileSchema, JSON.parse(JSON.stringify(run)));
}

it('tells of its set-up what the options do not', () => {
  expect(runOf().setup).toEqual({ validationExamples: 3, testExamples: 4, parts: 2 });
});

/** The interval of two values, to rounding. */
function around(mean: number, margin: number) {
  return {
    mean: expect.closeTo(mean, 12),
    low: expect.closeTo(mean - margin, 9),
    high: expect.closeTo(mean + margin, 9),
    n: 2,
  };
}

describe('the file of a finished run', () => {
  it('tells each member with its best epoch and its test', () => {
    const { status, startedAt, members } = runOf();
    expect([status, startedAt]).toEqual(['finished', '2026-01-02T03:04:05.678Z']);
    expect(members.map((member) => [member.status, member.bestEpoch, member.history.length])).toEqual([
      ['finished', 2, 3],
      ['finished', 1, 1],
    ]);
    expect(members.map(({ test }) => test)).toEqual([
      { loss: 0.5, accuracy: 0.8, confusion: CONFUSION },
      { loss: 0.7, accuracy: 0.7, confusion: CONFUSION },
    ]);
  });

  it('sums up a normalization by mean and range of its members', () => {
    const [summary] = runOf().summary;
    // Two values at ±d around their mean have a standard error of d, and t(0.975, 1) is tan(0.475 π) = 12.7062.
    const tMultiple = Math.tan(0.475 * Math.PI);
    expect(summary?.testAccuracy).toEqual(around(0.75, 0.05 * tMultiple));
    expect(summary?.testLoss).toEqual(around(0.6, 0.1 * tMultiple));
  });

  it('counts member-images a second, and calls a step', () => {
    expect(runOf().throughput).toEqual({
      imagesPerSecond: 5_000,
      gflopPerSecond: (5_000 * TRAINING_FLOP) / 1e9,
      stepMs: { p10: 40, median: 50, p90: 60 },
      dispatchesPerStep: 19,
      submitsPerStep: 1,
      uniformWritesPerStep: 0.05,
      perNormalization: [{ normalization: 'scale', normalizeGbPerSecond: 1.5 }],
    });
  });

  it('tells one speed of training, that of all members, since they share each step', () => {
    const members = fakeMembers([{ normalization: 'scale' }, { normalization: 'raw' }]);
    const options = { ...FACTS.options, normalizations: ['scale', 'raw'], seeds: 1 } as const;
    const { imagesPerSecond, perNormalization } = runOf({ members, options }).throughput;
    expect(imagesPerSecond).toBe(5_000);
    expect(perNormalization.flatMap((entry) => Object.keys(entry))).not.toContain('imagesPerSecond');
  });

  it('sums up each arm over its seeds', () => {
    const arms = [{ learningRate: 0.1 }, { learningRate: 0.1, reduceLrOnPlateau: true }];
    const members = fakeMembers([...arms, ...arms].map((arm, index) => ({ ...arm, seed: 1 + (index >> 1) })));
    const four = { histories: [[], [], [], []], test: [0.1, 0.2, 0.3, 0.4].map((accuracy) => testOf(1, accuracy)) };
    const { summary } = runOf({ members }, { ...four, statuses: members.map(() => 'finished') });
    const arm = { normalization: 'scale', learningRate: 0.1, earlyStopping: false };
    expect(summary).toMatchObject([
      { ...arm, reduceLrOnPlateau: false, testAccuracy: { mean: expect.closeTo(0.2, 12), n: 2 } },
      { ...arm, reduceLrOnPlateau: true, testAccuracy: { mean: expect.closeTo(0.3, 12), n: 2 } },
    ]);
  });

  it('tells which weights a member was tested with, and what was measured of it', () => {
    const measured = { loss: 2.3, layers: [{ preActivationStd: Number.NaN, deadShare: 0.25, gradientNorm: 3 }] };
    const [first, second] = runOf(
      {},
      {
        statuses: ['finished', 'stopped-early'],
        restoredEpochs: [null, 1],
        diagnostics: [[{ epoch: 0, ...measured }], []],
      },
    ).members;
    expect([first?.status, first?.restoredEpoch]).toEqual(['finished', null]);
    expect([second?.status, second?.restoredEpoch]).toEqual(['stopped-early', 1]);
    expect(first?.diagnostics).toEqual([
      { epoch: 0, loss: 2.3, layers: [{ preActivationStd: null, deadShare: 0.25, gradientNorm: 3 }] },
    ]);
  });

  it('tells what was held out, where it was', () => {
    const held = { heldOutLoss: Number.NaN, heldOutAccuracy: 0.5 };
    const { members } = runOf({}, { histories: [[{ epoch: 1, ...EPOCH, ...held }], [{ epoch: 1, ...EPOCH }]] });
    expect(members[0]?.history[0]).toMatchObject({ heldOutLoss: null, heldOutAccuracy: 0.5 });
    expect(members[1]?.history[0]).not.toHaveProperty('heldOutLoss');
  });

  it('shows the mistakes of the first member of an arm', () => {
    const { mistakes } = runOf();
    const mistake = { example: 0, label: 0, predicted: 1, confidence: 0.75, pixels: btoa('\x07'.repeat(784)) };
    const arm = { normalization: 'scale', learningRate: 0.001, reduceLrOnPlateau: false, earlyStopping: false };
    expect(mistakes).toEqual([{ ...arm, seed: 1, mistakes: [mistake] }]);
  });
});

const STOPPED = { wasStopped: true, statuses: ['stopped', 'stopped'] } as const;

describe('the file of a stopped run', () => {
  it('keeps what was done, without a test', () => {
    const { status, members, summary } = runOf({}, { ...STOPPED, test: undefined });
    expect(status).toBe('stopped');
    expect(members.map((member) => [member.status, member.history.length, member.test])).toEqual([
      ['stopped', 3, null],
      ['stopped', 1, null],
    ]);
    expect(summary[0]?.testAccuracy).toEqual({ mean: null, low: null, high: null, n: 0 });
  });

  it('is valid also when nothing was done', () => {
    const nothing = { ...STOPPED, histories: [[], []], test: undefined, trainMs: 0, trainedImages: [0, 0] };
    const { members, throughput } = runOf({ stepMs: [] }, { ...nothing, trainedSteps: 0 });
    expect(members.map(({ bestEpoch }) => bestEpoch)).toEqual([0, 0]);
    expect(throughput).toMatchObject({ imagesPerSecond: 0, dispatchesPerStep: 0, stepMs: { median: 0 } });
  });
});

describe('a diverged member', () => {
  const diverged: Partial<TrainLoopResult> = {
    statuses: ['finished', 'diverged'],
    histories: [
      [{ epoch: 1, ...EPOCH }],
      [{ epoch: 1, ...EPOCH, trainLoss: Number.NaN, valLoss: Number.POSITIVE_INFINITY }],
    ],
    test: [testOf(0.5, 0.8), null],
  };

  it('is told as such, with null for what is not a number, and no test', () => {
    const member = runOf({}, diverged).members[1];
    expect([member?.status, member?.bestEpoch]).toEqual(['diverged', 0]);
    expect(member?.history[0]).toMatchObject({ trainLoss: null, valLoss: null, valAccuracy: 0.8 });
    expect(member?.test).toBeNull();
  });

  it.each([
    ['that was not tested', null],
    ['whose test was not finite', testOf(Number.NaN, 0.1)],
  ])('%s does not count in the summary', (_, test) => {
    const [summary] = runOf({}, { ...diverged, test: [testOf(0.5, 0.8), test] }).summary;
    expect(summary?.testAccuracy).toEqual({ mean: 0.8, low: null, high: null, n: 1 });
  });
});
