import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { FakeTrainee, type FakeTraineeOptions } from '../testing/fakeTrainee';
import type { TrainingEvent } from './events';
import { Pace } from './pace';
import { RunControl } from './runControl';
import { RunProgress } from './runProgress';
import { type TrainLoopResult, trainLoop } from './trainLoop';

const BATCH = 8;

interface Run {
  readonly result: Promise<TrainLoopResult>;
  readonly trainee: FakeTrainee;
  readonly control: RunControl;
  /** All but `progressed`. */
  readonly events: TrainingEvent[];
}

type RunOptions = Omit<FakeTraineeOptions, 'onCall'> & {
  readonly epochs?: number;
  readonly trainExamples?: number;
  readonly onCall?: (call: string, control: RunControl) => void;
  readonly onEvent?: (event: TrainingEvent, control: RunControl) => void;
};

function start({ epochs = 2, trainExamples, onCall, onEvent, ...options }: RunOptions): Run {
  const control = new RunControl();
  const events: TrainingEvent[] = [];
  const trainee = new FakeTrainee({ ...options, onCall: (call) => onCall?.(call, control) });
  const createPace = () => new Pace({ stepsPerFence: 1, openFences: 1 }, () => trainee.finish());
  const result = trainLoop({
    trainee,
    epochs,
    batchSize: BATCH,
    trainExamples: trainExamples ?? trainee.stepsPerEpoch * BATCH,
    control,
    pace: createPace(),
    createEvaluationPace: createPace,
    progress: new RunProgress(trainee, epochs, () => undefined),
    emit: (event) => {
      events.push(event);
      onEvent?.(event, control);
    },
    tellThroughput: async () => undefined,
  });
  return { result, trainee, control, events };
}

const describeEvent = (event: TrainingEvent) => (event.type === 'phaseChanged' ? event.phase : event.type);

/** Long enough for everything that waits for nothing but other promises. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('a whole run', () => {
  it('trains, validates after each epoch, tests at the end, and tells so in order', async () => {
    const { result, trainee, events } = start({ epochs: 2 });
    expect(await result).toMatchObject({ wasStopped: false, trainedSteps: 8, divergedMembers: [false, false] });
    const epoch = ['training', ...Array(4).fill('metricsRead'), 'validating', 'epochEnded'];
    expect(events.map(describeEvent)).toEqual([...epoch, ...epoch, 'testing', 'memberTested', 'memberTested']);
    const steps = ['step 0', 'step 1', 'step 2', 'step 3'];
    const validation = ['begin validation', 'validation 0', 'validation 1', 'validation 2'];
    expect(trainee.log).toEqual([
      ...['epoch 1', ...steps, ...validation],
      ...['epoch 2', ...steps, ...validation],
      ...['begin test', 'test 0', 'test 1'],
    ]);
  });

  it('keeps every epoch of every member', async () => {
    const { result } = start({ epochs: 2, lossOf: (member, epoch) => (member + 1) / epoch });
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
    expect(test?.map(({ loss }) => loss)).toEqual([0.5, 1]);
  });

  it('reads the metrics about ten times an epoch, at fixed steps and after the last', async () => {
    const { result, events } = start({ epochs: 2, stepsPerEpoch: 25 });
    await result;
    const positions = events.flatMap((event) => (event.type === 'metricsRead' ? [event.epochPosition] : []));
    const steps = [3, 6, 9, 12, 15, 18, 21, 24, 25];
    expect(positions).toEqual([...steps.map((step) => step / 25), ...steps.map((step) => 1 + step / 25)]);
  });

  it('counts the images of a short last batch as what they are, and the calls of training alone', async () => {
    const { result } = start({ epochs: 3, members: 2, stepsPerEpoch: 3, trainExamples: 20 });
    const { trainedImages, trainedSteps, trainingCalls } = await result;
    expect(trainedImages).toBe(3 * 20 * 2);
    expect(trainedSteps).toBe(9);
    expect(trainingCalls.dispatches).toBe(9 * 19);
  });
});

describe('pausing', () => {
  it.each([
    ['training', 'step 2'],
    ['validating', 'validation 1'],
    ['testing', 'test 0'],
  ])('while %s holds the run until it is resumed, and changes no result', async (_, call) => {
    const unpaused = await start({}).result;
    let isFirst = true;
    const { result, trainee, control, events } = start({
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
  const stopAt = (call: string, epoch: number, options: RunOptions = {}) => {
    let epochsBegun = 0;
    return start({
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

  it('in the test keeps all epochs, and no part of the test', async () => {
    const { result, events } = stopAt('test 0', 2);
    const { wasStopped, histories, test } = await result;
    expect([wasStopped, test]).toEqual([true, undefined]);
    expect(histories.map(({ length }) => length)).toEqual([2, 2]);
    expect(events.map(({ type }) => type)).not.toContain('memberTested');
  });

  it('in a pause ends the run', async () => {
    const { result, control, trainee } = start({ onCall: (call, to) => call === 'step 2' && to.pause() });
    await settled();
    control.stop();
    expect((await result).wasStopped).toBe(true);
    expect(trainee.log.at(-1)).toBe('step 2');
  });

  it('before the first step ends the run with nothing done', async () => {
    const { result, control } = start({ stepsPerEpoch: 1, onCall: (call, to) => call === 'epoch 1' && to.stop() });
    const { wasStopped, trainedSteps, histories } = await result;
    expect([wasStopped, trainedSteps, histories, control.isStopped]).toEqual([true, 0, [[], []], true]);
  });
});

describe('divergence', () => {
  it('of one member is told once and freezes it; its history ends and the others go on', async () => {
    const { result, trainee, events } = start({
      epochs: 4,
      members: 3,
      lossOf: (member, epoch) => (member === 1 && epoch >= 2 ? Number.NaN : 1 / epoch),
    });
    const { divergedMembers, histories } = await result;
    expect(divergedMembers).toEqual([false, true, false]);
    expect(histories.map(({ length }) => length)).toEqual([4, 2, 4]);
    const told = events.filter(({ type }) => type === 'memberDiverged');
    expect(told).toEqual([{ type: 'memberDiverged', member: 1, epoch: 2 }]);
    expect(trainee.log.filter((call) => call.startsWith('active'))).toEqual(['active true,false,true']);
  });

  it('is also an infinite loss', async () => {
    const { result } = start({ lossOf: (member) => (member === 0 ? Number.POSITIVE_INFINITY : 1) });
    expect((await result).divergedMembers).toEqual([true, false]);
  });

  it('of all members ends training early', async () => {
    const { result, trainee } = start({ epochs: 5, lossOf: () => Number.NaN });
    const { divergedMembers, trainedSteps, wasStopped } = await result;
    expect([divergedMembers, trainedSteps, wasStopped]).toEqual([[true, true], 4, false]);
    expect(trainee.log).not.toContain('epoch 2');
  });
});

describe('a failed device', () => {
  const failure = new WeftError('device-lost', 'The GPU was lost.');

  it.each<[string, RunOptions]>([
    ['when it is waited for', { finish: () => Promise.reject(failure) }],
    ['when metrics are read', { read: () => Promise.reject(failure) }],
    ['in both ways at once', { finish: () => Promise.reject(failure), read: () => Promise.reject(failure) }],
  ])('rejects the run with its error %s, and leaves no rejection unhandled', async (_, options) => {
    await expect(start(options).result).rejects.toBe(failure);
    await settled();
  });
});
