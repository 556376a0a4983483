import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { FakeTrainee, type FakeTraineeOptions } from '../testing/fakeTrainee';
import type { TrainingEvent } from './events';
import { PRESET_DEFAULTS, type TrainOptions } from './options';
import { Pace } from './pace';
import { RunControl } from './runControl';
import { RunProgress } from './runProgress';
import { type TrainLoopOptions, type TrainLoopResult, trainLoop } from './trainLoop';

const BATCH = 8;

interface Run {
  readonly result: Promise<TrainLoopResult>;
  readonly trainee: FakeTrainee;
  readonly control: RunControl;
  readonly events: TrainingEvent[];
  /** What the run's progress told. */
  readonly progressed: Extract<TrainingEvent, { type: 'progressed' }>[];
}

type RunOptions = Omit<FakeTraineeOptions, 'onCall'> & {
  readonly epochs?: number;
  /** Without those held out. */
  readonly trainExamples?: number;
  readonly options?: Partial<TrainOptions>;
  readonly onEpochEnd?: TrainLoopOptions['onEpochEnd'];
  /** The clock of the run's progress. */
  readonly nowMs?: () => number;
  readonly onCall?: (call: string, control: RunControl) => void;
  readonly onEvent?: (event: TrainingEvent, control: RunControl) => void;
};

function start({
  epochs = 2,
  trainExamples,
  options,
  onCall,
  onEvent,
  onEpochEnd,
  nowMs,
  ...traineeOptions
}: RunOptions): Run {
  const control = new RunControl();
  const events: TrainingEvent[] = [];
  const progressed: Run['progressed'] = [];
  const trainee = new FakeTrainee({ ...traineeOptions, onCall: (call) => onCall?.(call, control) });
  const createPace = () => new Pace({ stepsPerFence: 1, openFences: 1 }, () => trainee.finish());
  const heldOutExamples = trainee.stepsPerEvaluation.heldOut * BATCH;
  const result = trainLoop({
    trainee,
    options: {
      ...PRESET_DEFAULTS.notebook,
      diagnostics: 'off',
      ...options,
      epochs,
      batchSize: BATCH,
      heldOutExamples,
      trainExamples: (trainExamples ?? trainee.stepsPerEpoch * BATCH) + heldOutExamples,
    },
    control,
    pace: createPace(),
    createEvaluationPace: createPace,
    progress: new RunProgress(trainee, epochs, (event) => progressed.push(event as Run['progressed'][number]), nowMs),
    emit: (event) => {
      events.push(event);
      onEvent?.(event, control);
    },
    tellThroughput: async () => undefined,
    ...(onEpochEnd === undefined ? {} : { onEpochEnd }),
  });
  return { result, trainee, control, events, progressed };
}

/** The calls but for steps. */
const callsOf = ({ log }: FakeTrainee) => log.filter((call) => !/^(step|validation|heldOut|test|begin) ?/.test(call));

const eventsOf = <T extends TrainingEvent['type']>(events: readonly TrainingEvent[], type: T) =>
  events.filter((event): event is Extract<TrainingEvent, { type: T }> => event.type === type);

const describeEvent = (event: TrainingEvent) => (event.type === 'phaseChanged' ? event.phase : event.type);

/** Long enough for everything that waits for nothing but other promises. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('a whole run', () => {
  it('trains, validates after each epoch, tests at the end, and tells so in order', async () => {
    const { result, trainee, events } = start({ epochs: 2 });
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
    expect(test?.map((member) => [member?.totals.loss, member?.predictions.classes[0]])).toEqual([
      [0.5, 0],
      [1, 1],
    ]);
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
    expect(trainedImages).toEqual([60, 60]);
    expect(trainedSteps).toBe(9);
    expect(trainingCalls.dispatches).toBe(9 * 19);
  });
});

describe('progress', () => {
  it('counts the images of members that train, and no time between epochs', async () => {
    let nowMs = 0;
    const { result, progressed } = start({
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
  const divergesAt = (epochs: readonly number[]) => (member: number, epoch: number) =>
    epoch >= (epochs[member] ?? Number.POSITIVE_INFINITY) ? Number.NaN : 1 / epoch;

  it('of one member is told once and freezes it; its history ends and the others go on', async () => {
    const never = Number.POSITIVE_INFINITY;
    const { result, trainee, events } = start({ epochs: 4, members: 3, lossOf: divergesAt([never, 2, never]) });
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
    const { result, events } = start({ epochs: 3, lossOf: divergesAt([2]), stepsPerEpoch: 1 });
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
    const { result } = start({
      members: 3,
      lossOf: (member, _, pass) =>
        (member === 0 && pass === 'train') || (member === 1 && pass === 'validation') ? Number.POSITIVE_INFINITY : 1,
    });
    expect((await result).statuses).toEqual(['diverged', 'diverged', 'finished']);
  });

  it('of all members ends training early, without a test', async () => {
    const { result, trainee, progressed } = start({ epochs: 5, lossOf: divergesAt([1, 1]) });
    const { statuses, trainedSteps, wasStopped, test } = await result;
    expect([statuses, trainedSteps, wasStopped, test]).toEqual([['diverged', 'diverged'], 4, false, undefined]);
    expect(trainee.log).not.toContain('epoch 2');
    expect(trainee.log).not.toContain('begin test');
    expect(progressed.at(-1)).toMatchObject({ shareDone: 1, stepsDone: 4, stepsTotal: 4 });
  });
});

describe('held-out examples', () => {
  it('are evaluated after validation, and never trained on', async () => {
    const { result, trainee } = start({
      epochs: 1,
      heldOutSteps: 2,
      trainExamples: 30,
      lossOf: (_, __, pass) => ({ train: 1, validation: 2, heldOut: 3, test: 4 })[pass],
      accuracyOf: (_, __, pass) => ({ train: 0.1, validation: 0.2, heldOut: 0.3, test: 0.4 })[pass],
    });
    const { histories, trainedImages } = await result;
    expect(trainee.log).toEqual([
      ...['epoch 1', 'step 0', 'step 1', 'step 2', 'step 3'],
      ...[
        'begin validation',
        'validation 0',
        'validation 1',
        'validation 2',
        'begin heldOut',
        'heldOut 0',
        'heldOut 1',
      ],
      ...['begin test', 'test 0', 'test 1', 'predictions'],
    ]);
    expect(histories[0]).toEqual([
      {
        epoch: 1,
        ...{ trainLoss: 1, trainAccuracy: 0.1, valLoss: 2, valAccuracy: 0.2, heldOutLoss: 3, heldOutAccuracy: 0.3 },
        learningRate: 0.001,
      },
    ]);
    expect(trainedImages).toEqual([30, 30]);
  });

  it('are what a callback watches that is told to', async () => {
    const { result } = start({
      epochs: 5,
      members: [{ earlyStopping: true }],
      heldOutSteps: 1,
      options: { stoppingMonitor: 'held_out_loss', stoppingPatience: 1 },
      lossOf: (_, epoch, pass) => (pass === 'heldOut' ? epoch : 1 / epoch),
    });
    expect((await result).histories[0]).toHaveLength(2);
  });
});

describe('ReduceLROnPlateau', () => {
  // The validation losses that Keras printed in the notebook, and when it reduced the rate.
  const LOSSES = [0.3601, 0.3498, 0.3057, 0.3217, 0.3207, 0.2925, 0.2911, 0.2986, 0.3197, 0.31];
  const run = () =>
    start({
      epochs: LOSSES.length,
      members: [{}, { reduceLrOnPlateau: true }],
      lossOf: (_, epoch, pass) => (pass === 'validation' ? (LOSSES[epoch - 1] as number) : 1),
    });

  it('reduces the rates of the members that have it when Keras did, and of no other', async () => {
    const { result, trainee, events } = run();
    const { histories } = await result;
    expect(histories[0]?.map(({ learningRate }) => learningRate)).toEqual(LOSSES.map(() => 1e-3));
    expect(histories[1]?.map(({ learningRate }) => learningRate)).toEqual([
      ...[1e-3, 1e-3, 1e-3, 1e-3, 1e-3],
      ...[5e-4, 5e-4, 5e-4, 5e-4],
      2.5e-4,
    ]);
    expect(eventsOf(events, 'learningRateReduced')).toEqual([
      { type: 'learningRateReduced', member: 1, epoch: 5, learningRate: 5e-4 },
      { type: 'learningRateReduced', member: 1, epoch: 9, learningRate: 2.5e-4 },
    ]);
    expect(trainee.log.filter((call) => call.startsWith('rates'))).toEqual([
      'rates 0.001,0.0005',
      'rates 0.001,0.00025',
    ]);
  });

  it('sets the rates before the next epoch starts', async () => {
    const { result, trainee } = run();
    await result;
    expect(callsOf(trainee).slice(3, 7)).toEqual(['epoch 4', 'epoch 5', 'rates 0.001,0.0005', 'epoch 6']);
  });

  it('is carried out once for all members that it reduces, and not after the last epoch', async () => {
    const members = [{ reduceLrOnPlateau: true }, { reduceLrOnPlateau: true, learningRate: 0.1 }];
    const { result, trainee } = start({
      epochs: 3,
      members,
      options: { plateauPatience: 1, plateauFactor: 0.5, plateauMinLr: 0.01 },
      lossOf: () => 1,
    });
    await result;
    // The first member's rate is below the least already.
    expect(trainee.log.filter((call) => call.startsWith('rates'))).toEqual(['rates 0.001,0.05']);
  });
});

describe('EarlyStopping', () => {
  const LOSSES = [
    [5, 4, 3, 2, 1],
    [5, 1, 2, 3, 0],
    [1, 2, 3, 0, 0],
  ];
  const lossOf = (member: number, epoch: number) => LOSSES[member]?.[epoch - 1] as number;
  const hasIt = { earlyStopping: true };
  const PATIENCE = { stoppingPatience: 2 };

  it('freezes members one by one, and tests all with the weights of their best epoch', async () => {
    const { result, trainee, events } = start({
      epochs: 5,
      members: [{}, hasIt, hasIt],
      options: PATIENCE,
      lossOf,
    });
    const { statuses, histories, restoredEpochs, trainedImages, test } = await result;
    expect(statuses).toEqual(['finished', 'stopped-early', 'stopped-early']);
    expect(histories.map(({ length }) => length)).toEqual([5, 4, 3]);
    expect(trainedImages).toEqual([5 * 32, 4 * 32, 3 * 32]);
    expect(restoredEpochs).toEqual([null, 2, 1]);
    expect(test?.every((member) => member !== null)).toBe(true);
    expect(eventsOf(events, 'memberStopped')).toEqual([
      { type: 'memberStopped', member: 2, epoch: 3, restoredEpoch: 1 },
      { type: 'memberStopped', member: 1, epoch: 4, restoredEpoch: 2 },
    ]);
    expect(callsOf(trainee)).toEqual([
      ...['epoch 1', 'save false,true,true'],
      ...['epoch 2', 'save false,true,false'],
      ...['epoch 3', 'active true,true,false'],
      ...['epoch 4', 'active true,false,false'],
      'epoch 5',
      ...['restore false,true,true', 'active true,true,true', 'predictions'],
    ]);
  });

  it('restores the best weights of a member that never stopped, as Keras does', async () => {
    const { result, trainee, events } = start({
      epochs: 3,
      members: [hasIt],
      options: PATIENCE,
      lossOf: (_, epoch) => [2, 1, 3][epoch - 1] as number,
    });
    const { statuses, restoredEpochs } = await result;
    expect([statuses, restoredEpochs]).toEqual([['finished'], [2]]);
    expect(eventsOf(events, 'memberStopped')).toEqual([]);
    expect(callsOf(trainee).slice(-2)).toEqual(['restore true', 'predictions']);
  });

  it('has nothing to stop after the last epoch', async () => {
    const { result, events } = start({ epochs: 3, members: [hasIt], options: PATIENCE, lossOf: (_, epoch) => epoch });
    expect(await result).toMatchObject({ statuses: ['finished'], restoredEpochs: [1] });
    expect(eventsOf(events, 'memberStopped')).toEqual([]);
  });

  it('keeps the last weights where the best are not to be restored', async () => {
    const { result, trainee, events } = start({
      epochs: 5,
      members: [{}, hasIt, hasIt],
      options: { ...PATIENCE, restoreBestWeights: 'off' },
      lossOf,
    });
    expect((await result).restoredEpochs).toEqual([null, null, null]);
    expect(eventsOf(events, 'memberStopped').map(({ epoch, restoredEpoch }) => [epoch, restoredEpoch])).toEqual([
      [3, 3],
      [4, 4],
    ]);
    expect(trainee.log.filter((call) => /^(save|restore)/.test(call))).toEqual([]);
  });

  it('of all members ends training early, with a test', async () => {
    const { result, trainee, progressed } = start({
      epochs: 9,
      members: [hasIt, hasIt],
      options: PATIENCE,
      lossOf: () => 1,
    });
    const { statuses, trainedSteps } = await result;
    expect([statuses, trainedSteps]).toEqual([['stopped-early', 'stopped-early'], 12]);
    expect(callsOf(trainee).slice(-4)).toEqual([
      ...['active false,false', 'restore true,true', 'active true,true', 'predictions'],
    ]);
    expect(progressed.at(-1)).toMatchObject({ shareDone: 1, stepsDone: 12, stepsTotal: 12 });
  });

  it('goes with members that diverge: these are neither restored nor tested', async () => {
    const { result, trainee, progressed } = start({
      epochs: 9,
      members: [hasIt, hasIt],
      options: PATIENCE,
      lossOf: (member, epoch) => (member === 0 && epoch === 2 ? Number.NaN : 1),
    });
    expect(await result).toMatchObject({
      statuses: ['diverged', 'stopped-early'],
      restoredEpochs: [null, 1],
      test: [null, {}],
    });
    expect(callsOf(trainee)).toEqual([
      ...['epoch 1', 'save true,true'],
      ...['epoch 2', 'active false,true'],
      ...['epoch 3', 'active false,false'],
      ...['restore false,true', 'active false,true', 'predictions'],
    ]);
    expect(progressed.at(-1)?.shareDone).toBe(1);
  });

  it('is not asked about a member that diverged', async () => {
    const { result, trainee, events } = start({
      epochs: 3,
      members: [{ earlyStopping: true, reduceLrOnPlateau: true }, {}],
      options: { stoppingPatience: 1, plateauPatience: 1 },
      lossOf: (member, epoch) => (member === 0 && epoch === 2 ? Number.NaN : 1),
    });
    expect((await result).statuses).toEqual(['diverged', 'finished']);
    expect(eventsOf(events, 'memberStopped')).toEqual([]);
    expect(trainee.log.some((call) => call.startsWith('rates'))).toBe(false);
  });

  it('restores nothing when the run is stopped', async () => {
    const { result, trainee } = start({
      epochs: 5,
      members: [hasIt, hasIt],
      options: PATIENCE,
      lossOf: (member, epoch) => (member === 0 ? epoch : 1 / epoch),
      onCall: (call, control) => call === 'epoch 5' && control.stop(),
    });
    expect(await result).toMatchObject({
      statuses: ['stopped-early', 'stopped'],
      restoredEpochs: [null, null],
      test: undefined,
    });
    expect(trainee.log.some((call) => call.startsWith('restore'))).toBe(false);
  });

  it('watches the rate being reduced beside it: both callbacks see the same epochs', async () => {
    const { result, events } = start({
      epochs: 9,
      members: [{ reduceLrOnPlateau: true, earlyStopping: true }],
      options: { plateauPatience: 1, stoppingPatience: 3 },
      lossOf: () => 1,
    });
    await result;
    const told = events.filter(({ type }) => type === 'learningRateReduced' || type === 'memberStopped');
    expect(told).toEqual([
      { type: 'learningRateReduced', member: 0, epoch: 2, learningRate: 5e-4 },
      { type: 'learningRateReduced', member: 0, epoch: 3, learningRate: 2.5e-4 },
      { type: 'memberStopped', member: 0, epoch: 4, restoredEpoch: 1 },
    ]);
  });
});

describe('diagnostics', () => {
  it('are measured before training and after each epoch, for the members that trained in it', async () => {
    const { result, trainee, events } = start({
      epochs: 3,
      options: { diagnostics: 'on' },
      lossOf: (member, epoch) => (member === 0 && epoch === 2 ? Number.NaN : 1),
    });
    const { diagnostics, diagnoseMs } = await result;
    expect(diagnostics.map((entries) => entries.map(({ epoch, layers }) => [epoch, layers[0]?.gradientNorm]))).toEqual([
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ]);
    expect(diagnostics[1]?.every(({ loss }) => loss === 1)).toBe(true);
    expect(diagnoseMs).toBeGreaterThan(0);
    const told = eventsOf(events, 'diagnosed').map(({ epoch, members }) => [epoch, members.map((m) => m !== null)]);
    expect(told).toEqual([
      [0, [true, true]],
      [1, [true, true]],
      [2, [true, true]],
      [3, [false, true]],
    ]);
    expect(callsOf(trainee).slice(0, 3)).toEqual(['diagnose', 'epoch 1', 'diagnose']);
  });

  it('are left out where they are off, and where the trainee cannot', async () => {
    const off = start({ options: { diagnostics: 'off' } });
    expect((await off.result).diagnostics).toEqual([[], []]);
    expect(off.trainee.log).not.toContain('diagnose');
    const unable = start({ options: { diagnostics: 'on' }, diagnoses: false });
    expect((await unable.result).diagnostics).toEqual([[], []]);
    expect(eventsOf(unable.events, 'diagnosed')).toEqual([]);
  });
});

describe("the user's own function", () => {
  it('is told the members that trained in the epoch with their figures, and waited for', async () => {
    const told: unknown[] = [];
    const { result, trainee } = start({
      epochs: 2,
      members: 3,
      lossOf: (member, epoch) => (member === 1 && epoch === 1 ? Number.NaN : member),
      onEpochEnd: async ({ epoch, members, records }) => {
        await settled();
        told.push([
          epoch,
          members.map(({ index }) => index),
          records.map(({ valLoss }) => valLoss),
          trainee.log.at(-1),
        ]);
      },
    });
    await result;
    expect(told).toEqual([
      [1, [0, 1, 2], [0, Number.NaN, 2], 'active true,false,true'],
      [2, [0, 2], [0, 2], 'validation 2'],
    ]);
  });

  it.each([
    ['rejects', async () => Promise.reject(new Error('No disk.'))],
    [
      'throws',
      () => {
        throw new Error('No disk.');
      },
    ],
  ])('fails the run when it %s', async (_, onEpochEnd) => {
    const { result, trainee } = start({ onEpochEnd });
    await expect(result).rejects.toThrow('No disk.');
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
