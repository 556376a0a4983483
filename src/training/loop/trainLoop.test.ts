import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import type { TrainingEvent } from '../../run/events';
import { eventsOf, type FakeRunOptions, settled, startFakeRun } from '../../testing/fakeRun';

const describeEvent = (event: TrainingEvent) => (event.type === 'phaseChanged' ? event.phase : event.type);

describe('a whole run', () => {
  it('trains, validates after each epoch, tests at the end, and tells so in order', async () => {
    const { result, trainee, events } = startFakeRun({ epochs: 2 });
    expect(await result).toMatchObject({
      wasStopped: false,
      trainedSteps: 8,
      statuses: ['finished', 'finished'],
    });
    const epoch = ['training', ...Array(4).fill('metricsRead'), 'validating', 'epochEnded'];
    expect(events.map(describeEvent)).toEqual([...epoch, ...epoch, 'testing', 'memberTested', 'memberTested']);
    const steps = ['step 0', 'step 1', 'step 2', 'step 3'];
    const validation = ['begin validation', 'validation 0', 'validation 1', 'validation 2'];
    expect(trainee.log).toEqual([
      ...['epoch 1', ...steps, ...validation],
      ...['epoch 2', ...steps, ...validation],
      ...['begin test', 'test 0', 'test 1', 'predictions'],
    ]);
  });

  it('keeps every epoch of every member', async () => {
    const { result } = startFakeRun({ epochs: 2, lossOf: (member, epoch) => (member + 1) / epoch });
    const { histories, test } = await result;
    const record = { trainAccuracy: 0.5, valAccuracy: 0.5, learningRate: 0.001 };
    expect(histories).toEqual([
      [
        { epoch: 1, trainLoss: 1, valLoss: 1, ...record },
        { epoch: 2, trainLoss: 0.5, valLoss: 0.5, ...record },
      ],
      [
        { epoch: 1, trainLoss: 2, valLoss: 2, ...record },
        { epoch: 2, trainLoss: 1, valLoss: 1, ...record },
      ],
    ]);
    expect(test?.map((member) => [member?.totals.loss, member?.predictions.classes[0]])).toEqual([
      [0.5, 0],
      [1, 1],
    ]);
  });

  it('reads the metrics about ten times an epoch, at fixed steps and after the last', async () => {
    const { result, events } = startFakeRun({ epochs: 2, stepsPerEpoch: 25 });
    await result;
    const positions = events.flatMap((event) => (event.type === 'metricsRead' ? [event.epochPosition] : []));
    const steps = [3, 6, 9, 12, 15, 18, 21, 24, 25];
    expect(positions).toEqual([...steps.map((step) => step / 25), ...steps.map((step) => 1 + step / 25)]);
  });

  it('counts the images of a short last batch as what they are, and the calls of training alone', async () => {
    const { result } = startFakeRun({ epochs: 3, members: 2, stepsPerEpoch: 3, trainExamples: 20 });
    const { trainedImages, trainedSteps, trainingCalls } = await result;
    expect(trainedImages).toEqual([60, 60]);
    expect(trainedSteps).toBe(9);
    expect(trainingCalls.dispatches).toBe(9 * 19);
  });
});

describe('progress', () => {
  it('counts the images of members that train, and no time between epochs', async () => {
    let nowMs = 0;
    const { result, progressed } = startFakeRun({
      epochs: 3,
      members: 4,
      stepsPerEpoch: 100,
      nowMs: () => nowMs,
      lossOf: (member, epoch) => (member > 0 && epoch === 1 ? Number.NaN : 1),
      onCall: (call) => {
        nowMs += call.startsWith('step') ? 100 : 0;
      },
      onEpochEnd: () => {
        nowMs += 3_600_000;
      },
    });
    await result;
    // One member of four is left after the first epoch, with eight images each tenth of a second.
    const rateNear = (stepsDone: number) => progressed.find((event) => event.stepsDone >= stepsDone)?.imagesPerSecond;
    expect(rateNear(90)).toBeCloseTo(4 * 80, 6);
    expect(rateNear(190)).toBeCloseTo(80, 6);
    // 300 steps take half a minute.
    expect(Math.max(...progressed.map(({ secondsLeft = 0 }) => secondsLeft))).toBeLessThan(31);
  });
});

describe('pausing', () => {
  it.each([
    ['training', 'step 2'],
    ['validating', 'validation 1'],
    ['testing', 'test 0'],
  ])('while %s holds the run until it is resumed, and changes no result', async (_, call) => {
    const unpaused = await startFakeRun({}).result;
    let isFirst = true;
    const { result, trainee, control, events } = startFakeRun({
      onCall: (made, runControl) => {
        if (made === call && isFirst) {
          isFirst = false;
          runControl.pause();
        }
      },
    });
    await settled();
    expect(trainee.log.at(-1)).toBe(call);
    expect(events.at(-1)?.type).toBe('runPaused');
    control.resume();
    const { histories, test } = await result;
    expect({ histories, test }).toEqual({ histories: unpaused.histories, test: unpaused.test });
    expect(events.filter(({ type }) => type === 'runPaused' || type === 'runResumed')).toHaveLength(2);
  });
});

describe('stopping', () => {
  const stopAt = (call: string, epoch: number, options: FakeRunOptions = {}) => {
    let epochsBegun = 0;
    return startFakeRun({
      ...options,
      onCall: (made, control) => {
        epochsBegun += made.startsWith('epoch') ? 1 : 0;
        if (made === call && epochsBegun === epoch) {
          control.stop();
        }
      },
    });
  };

  it('in training ends the run after the step at hand, and keeps the epochs before', async () => {
    const { result, trainee } = stopAt('step 1', 2);
    const { wasStopped, histories, test, trainedSteps } = await result;
    expect([wasStopped, test, trainedSteps]).toEqual([true, undefined, 6]);
    expect(histories.map(({ length }) => length)).toEqual([1, 1]);
    expect(trainee.log.at(-1)).toBe('step 1');
  });

  it('in validation ends the run without that epoch', async () => {
    const { result, trainee } = stopAt('validation 1', 1);
    const { wasStopped, histories, test } = await result;
    expect([wasStopped, histories, test]).toEqual([true, [[], []], undefined]);
    expect(trainee.log.at(-1)).toBe('validation 1');
  });

  it('after the last step of a validation keeps that epoch', async () => {
    const { result } = stopAt('validation 2', 1);
    const { wasStopped, statuses, histories, test } = await result;
    expect([wasStopped, test]).toEqual([true, undefined]);
    expect([statuses, histories.map(({ length }) => length)]).toEqual([
      ['stopped', 'stopped'],
      [1, 1],
    ]);
  });

  it('when all is tested comes too late to have stopped the run', async () => {
    const { result } = stopAt('predictions', 2);
    const { wasStopped, statuses, test } = await result;
    expect([wasStopped, statuses, test?.includes(null)]).toEqual([false, ['finished', 'finished'], false]);
  });

  it('in the test keeps all epochs, and no part of the test', async () => {
    const { result, events } = stopAt('test 0', 2);
    const { wasStopped, statuses, histories, test } = await result;
    expect([wasStopped, test]).toEqual([true, undefined]);
    expect(statuses).toEqual(['finished', 'finished']);
    expect(histories.map(({ length }) => length)).toEqual([2, 2]);
    expect(events.map(({ type }) => type)).not.toContain('memberTested');
  });

  it('in a pause ends the run', async () => {
    const { result, control, trainee } = startFakeRun({ onCall: (call, to) => call === 'step 2' && to.pause() });
    await settled();
    control.stop();
    expect((await result).wasStopped).toBe(true);
    expect(trainee.log.at(-1)).toBe('step 2');
  });

  it('before the first step ends the run with nothing done', async () => {
    const { result, control } = startFakeRun({
      stepsPerEpoch: 1,
      onCall: (call, to) => call === 'epoch 1' && to.stop(),
    });
    const { wasStopped, trainedSteps, histories } = await result;
    expect([wasStopped, trainedSteps, histories, control.isStopped]).toEqual([true, 0, [[], []], true]);
  });
});

describe('divergence', () => {
  const divergesAt = (epochs: readonly number[]) => (member: number, epoch: number) =>
    epoch >= (epochs[member] ?? Number.POSITIVE_INFINITY) ? Number.NaN : 1 / epoch;

  it('of one member is told once and freezes it; its history ends and the others go on', async () => {
    const never = Number.POSITIVE_INFINITY;
    const { result, trainee, events } = startFakeRun({ epochs: 4, members: 3, lossOf: divergesAt([never, 2, never]) });
    const { statuses, histories, test, trainedImages } = await result;
    expect(statuses).toEqual(['finished', 'diverged', 'finished']);
    expect(histories.map(({ length }) => length)).toEqual([4, 2, 4]);
    expect(trainedImages).toEqual([4 * 32, 2 * 32, 4 * 32]);
    expect(test?.map((member) => member === null)).toEqual([false, true, false]);
    expect(eventsOf(events, 'memberDiverged')).toEqual([{ type: 'memberDiverged', member: 1, epoch: 2 }]);
    expect(eventsOf(events, 'memberTested').map(({ member }) => member)).toEqual([0, 2]);
    expect(trainee.log.filter((call) => call.startsWith('active'))).toEqual(['active true,false,true']);
  });

  it('leaves null in what is told of later epochs', async () => {
    const { result, events } = startFakeRun({ epochs: 3, lossOf: divergesAt([2]), stepsPerEpoch: 1 });
    await result;
    const isNull = (entries: readonly unknown[]) => entries.map((entry) => entry === null);
    const expected = [
      [false, false],
      [false, false],
      [true, false],
    ];
    expect(eventsOf(events, 'epochEnded').map(({ records }) => isNull(records))).toEqual(expected);
    expect(eventsOf(events, 'metricsRead').map(({ members }) => isNull(members))).toEqual(expected);
  });

  it('is also an infinite loss, of training or validation', async () => {
    const { result } = startFakeRun({
      members: 3,
      lossOf: (member, _, pass) =>
        (member === 0 && pass === 'train') || (member === 1 && pass === 'validation') ? Number.POSITIVE_INFINITY : 1,
    });
    expect((await result).statuses).toEqual(['diverged', 'diverged', 'finished']);
  });

  it('of all members ends training early, without a test', async () => {
    const { result, trainee, progressed } = startFakeRun({ epochs: 5, lossOf: divergesAt([1, 1]) });
    const { statuses, trainedSteps, wasStopped, test } = await result;
    expect([statuses, trainedSteps, wasStopped, test]).toEqual([['diverged', 'diverged'], 4, false, undefined]);
    expect(trainee.log).not.toContain('epoch 2');
    expect(trainee.log).not.toContain('begin test');
    expect(progressed.at(-1)).toMatchObject({ shareDone: 1, stepsDone: 4, stepsTotal: 4 });
  });
});

describe('a failed device', () => {
  const failure = new WeftError('device-lost', 'The GPU was lost.');

  it.each<[string, FakeRunOptions]>([
    ['when it is waited for', { finish: () => Promise.reject(failure) }],
    ['when metrics are read', { read: () => Promise.reject(failure) }],
    ['in both ways at once', { finish: () => Promise.reject(failure), read: () => Promise.reject(failure) }],
  ])('rejects the run with its error %s, and leaves no rejection unhandled', async (_, options) => {
    await expect(startFakeRun(options).result).rejects.toBe(failure);
    await settled();
  });
});
