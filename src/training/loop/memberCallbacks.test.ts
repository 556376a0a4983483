import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import type { Member } from '../../run/members';
import { PRESET_DEFAULTS, type TrainOptions } from '../../run/options';
import type { EpochRecord } from '../../run/records';
import { FakeTrainee } from '../../testing/fakeTrainee';
import { MemberCallbacks } from './memberCallbacks';

/** The figures of an epoch, of which one is watched and the others always improve. */
function recordOf(epoch: number, watched: Partial<EpochRecord>): EpochRecord {
  return {
    ...{ epoch, trainLoss: -epoch, valLoss: -epoch, heldOutLoss: -epoch, learningRate: 0 },
    ...{ trainAccuracy: epoch, valAccuracy: epoch, heldOutAccuracy: epoch },
    ...watched,
  };
}

interface Trace {
  /** After each epoch. */
  readonly rates: readonly number[];
  readonly stoppedAfter: number | undefined;
  readonly saves: number;
}

/** What becomes of one member, told these figures one epoch after another. */
function trace(
  member: Partial<Member>,
  options: Partial<TrainOptions>,
  watched: readonly Partial<EpochRecord>[],
): Trace {
  const trainee = new FakeTrainee({ members: [{ learningRate: 8, ...member }] });
  const events: TrainingEvent[] = [];
  const callbacks = new MemberCallbacks(trainee, { ...PRESET_DEFAULTS.notebook, ...options }, (event) =>
    events.push(event),
  );
  const rates: number[] = [];
  let stoppedAfter: number | undefined;
  for (const [index, figures] of watched.entries()) {
    if (stoppedAfter === undefined) {
      const [stops] = callbacks.endEpoch([recordOf(index + 1, figures)], { isLast: false });
      rates.push(callbacks.learningRates[0] as number);
      stoppedAfter = stops ? index + 1 : undefined;
    }
  }
  return { rates, stoppedAfter, saves: trainee.log.filter((call) => call.startsWith('save')).length };
}

const losses = (...values: number[]) => values.map((valLoss) => ({ valLoss }));

describe('ReduceLROnPlateau in a run', () => {
  it.each<[string, Partial<TrainOptions>, readonly Partial<EpochRecord>[], readonly number[]]>([
    // best, wait 1, wait 2 → halve, wait 1
    ['has the notebook’s options', {}, losses(1, 1, 1, 1), [8, 8, 4, 4]],
    ['has the patience of its option', { plateauPatience: 3 }, losses(1, 1, 1, 1), [8, 8, 8, 4]],
    ['has the factor of its option', { plateauFactor: 0.25 }, losses(1, 1, 1, 1), [8, 8, 2, 2]],
    // 0.9 and 0.8 are no improvement on 1 by more than 0.3.
    ['has the minDelta of its option', { plateauMinDelta: 0.3 }, losses(1, 0.9, 0.8), [8, 8, 4]],
    ['has a minDelta of 1e-4', {}, losses(1, 0.99995, 0.99991), [8, 8, 4]],
    // halve in epoch 2; cooldown 1; cooldown 0, wait 1 → halve
    ['has the cooldown of its option', { plateauPatience: 1, plateauCooldown: 2 }, losses(1, 1, 1, 1), [8, 4, 4, 2]],
    ['has the least rate of its option', { plateauPatience: 1, plateauMinLr: 3 }, losses(1, 1, 1, 1), [8, 4, 3, 3]],
    [
      'watches what its option says',
      { plateauMonitor: 'held_out_accuracy' },
      [{ heldOutAccuracy: 0.5 }, { heldOutAccuracy: 0.5 }, { heldOutAccuracy: 0.4 }],
      [8, 8, 4],
    ],
  ])('%s', (_, options, watched, rates) => {
    expect(trace({ reduceLrOnPlateau: true }, options, watched)).toMatchObject({ rates, stoppedAfter: undefined });
    expect(trace({}, options, watched).rates).toEqual(watched.map(() => 8));
  });
});

describe('EarlyStopping in a run', () => {
  it.each<[string, Partial<TrainOptions>, readonly Partial<EpochRecord>[], number | undefined, number]>([
    // best, wait 1, 2, 3: stop
    ['has a patience of 3 epochs', {}, losses(1, 1, 1, 1), 4, 1],
    ['has the patience of its option', { stoppingPatience: 1 }, losses(1, 1), 2, 1],
    ['goes on while there is improvement', { stoppingPatience: 1 }, losses(4, 3, 2, 1), undefined, 4],
    // 0.9 is no improvement on 1 by more than 0.3; 0.6 is.
    [
      'has the minDelta of its option',
      { stoppingPatience: 2, stoppingMinDelta: 0.3 },
      losses(1, 0.9, 0.6, 0.7),
      undefined,
      2,
    ],
    // The first two epochs are not watched: 5 is the best, 6 the wait.
    ['has the first epoch of its option', { stoppingPatience: 1, stoppingStartFromEpoch: 2 }, losses(1, 2, 5, 6), 4, 1],
    [
      'watches what its option says',
      { stoppingPatience: 1, stoppingMonitor: 'loss' },
      [{ trainLoss: 1 }, { trainLoss: 0.5 }, { trainLoss: 0.5 }],
      3,
      2,
    ],
    ['keeps no weights that nothing would restore', { restoreBestWeights: 'off' }, losses(1, 1, 1, 1), 4, 0],
  ])('%s', (_, options, watched, stoppedAfter, saves) => {
    expect(trace({ earlyStopping: true }, options, watched)).toMatchObject({ stoppedAfter, saves });
    expect(trace({}, options, watched)).toMatchObject({ stoppedAfter: undefined, saves: 0 });
  });
});

it('restores only members that may be, with an epoch to restore', () => {
  const trainee = new FakeTrainee({ members: [{ earlyStopping: true }, { earlyStopping: true }, {}] });
  const callbacks = new MemberCallbacks(trainee, PRESET_DEFAULTS.notebook, () => undefined);
  expect(callbacks.restoreBest([true, true, true])).toEqual([null, null, null]);
  expect(trainee.log).toEqual([]);
  const records = [1, 2, 3].map((valLoss) => recordOf(1, { valLoss }));
  callbacks.endEpoch(records, { isLast: false });
  expect(callbacks.restoreBest([true, false, true])).toEqual([1, null, null]);
  expect(trainee.log).toEqual(['save true,true,false', 'restore true,false,false']);
});

it('refuses options that a callback refuses', () => {
  const trainee = new FakeTrainee({ members: [{ reduceLrOnPlateau: true }] });
  const options = { ...PRESET_DEFAULTS.notebook, plateauFactor: 2 };
  expect(() => new MemberCallbacks(trainee, options, () => undefined)).toThrow(
    'Option factor of ReduceLROnPlateau is 2; it must be a number above 0 and below 1.',
  );
});
