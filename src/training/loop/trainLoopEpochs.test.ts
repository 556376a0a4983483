import { describe, expect, it } from 'vitest';
import { callsOf, eventsOf, settled, startFakeRun } from '../../testing/fakeRun';

describe('held-out examples', () => {
  it('are evaluated after validation, and never trained on', async () => {
    const { result, trainee } = startFakeRun({
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
    const { result } = startFakeRun({
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
    startFakeRun({
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
    const { result, trainee } = startFakeRun({
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
    const { result, trainee, events } = startFakeRun({
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
    const { result, trainee, events } = startFakeRun({
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
    const { result, events } = startFakeRun({
      epochs: 3,
      members: [hasIt],
      options: PATIENCE,
      lossOf: (_, epoch) => epoch,
    });
    expect(await result).toMatchObject({ statuses: ['finished'], restoredEpochs: [1] });
    expect(eventsOf(events, 'memberStopped')).toEqual([]);
  });

  it('keeps the last weights where the best are not to be restored', async () => {
    const { result, trainee, events } = startFakeRun({
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
    const { result, trainee, progressed } = startFakeRun({
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

  it('restores and tests a member that diverged after its best weights were kept, as Keras does', async () => {
    const { result, trainee, progressed } = startFakeRun({
      epochs: 9,
      members: [hasIt, hasIt],
      options: PATIENCE,
      lossOf: (member, epoch) => (member === 0 && epoch === 2 ? Number.NaN : 1),
    });
    expect(await result).toMatchObject({
      statuses: ['diverged', 'stopped-early'],
      restoredEpochs: [1, 1],
      test: [{}, {}],
    });
    expect(callsOf(trainee)).toEqual([
      ...['epoch 1', 'save true,true'],
      ...['epoch 2', 'active false,true'],
      ...['epoch 3', 'active false,false'],
      ...['restore true,true', 'active true,true', 'predictions'],
    ]);
    expect(progressed.at(-1)?.shareDone).toBe(1);
  });

  it('neither restores nor tests a member that diverged before any weights were kept', async () => {
    const { result, trainee } = startFakeRun({
      epochs: 2,
      members: [hasIt, hasIt],
      options: PATIENCE,
      lossOf: (member) => (member === 0 ? Number.NaN : 1),
    });
    expect(await result).toMatchObject({
      statuses: ['diverged', 'finished'],
      restoredEpochs: [null, 1],
      test: [null, {}],
    });
    expect(callsOf(trainee)).toContain('restore false,true');
  });

  it('tests a run of which every member diverged, where the best weights of one were kept', async () => {
    const { result } = startFakeRun({
      epochs: 3,
      members: [hasIt, {}],
      options: PATIENCE,
      lossOf: (member, epoch) => (epoch > 1 || member === 1 ? Number.NaN : 1),
    });
    expect(await result).toMatchObject({
      wasStopped: false,
      statuses: ['diverged', 'diverged'],
      restoredEpochs: [1, null],
      test: [{}, null],
    });
  });

  it('is not asked about a member that diverged', async () => {
    const { result, trainee, events } = startFakeRun({
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
    const { result, trainee } = startFakeRun({
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
    const { result, events } = startFakeRun({
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
    const { result, trainee, events } = startFakeRun({
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
    const off = startFakeRun({ options: { diagnostics: 'off' } });
    expect((await off.result).diagnostics).toEqual([[], []]);
    expect(off.trainee.log).not.toContain('diagnose');
    const unable = startFakeRun({ options: { diagnostics: 'on' }, diagnoses: false });
    expect((await unable.result).diagnostics).toEqual([[], []]);
    expect(eventsOf(unable.events, 'diagnosed')).toEqual([]);
  });
});

describe("the user's own function", () => {
  it('is told the members that trained in the epoch with their figures, and waited for', async () => {
    const told: unknown[] = [];
    const { result, trainee } = startFakeRun({
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
    const { result, trainee } = startFakeRun({ onEpochEnd });
    await expect(result).rejects.toThrow('No disk.');
    expect(trainee.log).not.toContain('epoch 2');
  });
});
