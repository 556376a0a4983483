import { expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import { expandMembers } from '../../run/members';
import { PRESET_DEFAULTS, type TrainOptions } from '../../run/options';
import { type FakePartsSettings, trainFakeParts } from '../../testing/fakeParts';
import { eventsOf } from '../../testing/fakeRun';
import { FAKE_BATCH, type FakePass } from '../../testing/fakeTrainee';
import { queueParts } from './partQueue';
import type { MembersState, PartsResult } from './trainParts';

const STEPS = 5;
const OPTIONS: TrainOptions = {
  ...PRESET_DEFAULTS.notebook,
  normalizations: ['scale', 'raw'],
  seeds: 4,
  epochs: 6,
  batchSize: FAKE_BATCH,
  trainExamples: STEPS * FAKE_BATCH,
  heldOutExamples: 0,
  earlyStopping: 'on',
  reduceLrOnPlateau: 'on',
  stoppingPatience: 2,
  plateauPatience: 1,
  plateauCooldown: 1,
};
const MEMBERS = expandMembers(OPTIONS);

/** Members that train on, stop early, reach plateaus and diverge. */
const lossOf = (member: number, epoch: number, pass: FakePass) => {
  const losses = [1 / epoch, epoch < 3 ? 1 / epoch : 1, 1 - 0.001 * epoch, epoch < 4 ? 1 / epoch : Number.NaN];
  return pass === 'test' ? 1 / (1 + member) : (losses[member % losses.length] as number);
};

/** Trains in parts, and keeps the run after every step and epoch. */
const train = (settings: Omit<FakePartsSettings, 'options' | 'lossOf'>) =>
  trainFakeParts({ options: OPTIONS, lossOf, ...settings });

/** What a run ended with, but for times, and how many parts it took. */
function bitsOf({ members, mistakes, wasStopped, unfinished }: PartsResult) {
  return { members, mistakes, wasStopped, unfinished };
}

const TOLD = ['epochEnded', 'diagnosed', 'memberDiverged', 'memberStopped', 'learningRateReduced', 'memberTested'];
type Told = Extract<TrainingEvent, { type: 'epochEnded' | 'diagnosed' }>;

/** What was told of each member, in order. */
function toldOf(events: readonly TrainingEvent[], member: number): unknown[] {
  return events
    .filter(({ type }) => TOLD.includes(type))
    .flatMap((event): unknown[] => {
      if ('member' in event) {
        return event.member === member ? [event] : [];
      }
      const told = event as Told;
      const own = told.type === 'epochEnded' ? told.records[member] : told.members[member];
      return own === null ? [] : [own];
    });
}

it('ends in parts of any size as it does whole, one part at a time', async () => {
  const whole = await train({ mostMembers: 8 });
  expect(whole.result.members.map(({ status }) => status)).toContain('diverged');
  expect(whole.result.members.map(({ status }) => status)).toContain('stopped-early');
  expect(eventsOf(whole.events, 'partStarted')).toEqual([]);
  for (const [mostMembers, sizes] of [
    [7, [4, 4]],
    [3, [3, 3, 2]],
    [1, Array(8).fill(1)],
  ] as const) {
    const parts = await train({ mostMembers });
    expect(bitsOf(parts.result)).toEqual(bitsOf(whole.result));
    expect(parts.sizes).toEqual(sizes);
    expect(parts.mostLiving).toBe(1);
    expect(parts.result.parts).toBe(sizes.length);
    expect(eventsOf(parts.events, 'partStarted').map(({ part, parts: all }) => [part, all])).toEqual(
      sizes.map((_, index) => [index + 1, sizes.length]),
    );
    for (const { index } of MEMBERS) {
      expect(toldOf(parts.events, index)).toEqual(toldOf(whole.events, index));
    }
  }
});

it('trains seed after seed, so that each part has every arm', async () => {
  const { events } = await train({ mostMembers: 2 });
  const seeds = eventsOf(events, 'partStarted').map(({ members }) => members.map((index) => MEMBERS[index]?.seed));
  expect(seeds).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
  ]);
});

it('tells progress of all members, which grows to 1', async () => {
  const { events } = await train({ mostMembers: 3 });
  const told = eventsOf(events, 'progressed');
  const shares = told.map(({ shareDone }) => shareDone);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeCloseTo(1, 12);
  const last = told.at(-1);
  expect(last?.stepsDone).toBe(last?.stepsTotal);
});

it('resumed after any step, epoch or part, in parts of any size, ends as one that was never interrupted', async () => {
  const whole = await train({ mostMembers: 8 });
  const { states } = await train({ mostMembers: 3 });
  // At each step of each part, and behind the first two parts.
  expect(states.filter(({ underWay }) => underWay.length === 0)).toHaveLength(2);
  for (const [index, resumeFrom] of states.entries()) {
    const mostMembers = [3, 2, 1, 8][index % 4] as number;
    const resumed = await train({ mostMembers, resumeFrom });
    expect(bitsOf(resumed.result)).toEqual(bitsOf(whole.result));
    expect(resumed.result.trainedSteps).toBeGreaterThan(0);
    for (const { index: member } of MEMBERS) {
      expect(toldOf(resumed.events, member)).toEqual(toldOf(whole.events, member));
    }
  }
});

it('cut in halves again and again, goes on with each half from where it was', async () => {
  const whole = await train({ mostMembers: 8 });
  let state: MembersState | undefined;
  for (const mostMembers of [8, 4, 2, 1]) {
    const { states } = await train({ mostMembers, ...(state === undefined ? {} : { resumeFrom: state }) });
    // A few steps after the beginning of what is at hand.
    state = states[Math.min(7, states.length - 1)];
  }
  expect(state?.underWay.length).toBeGreaterThan(1);
  const { result } = await train({ mostMembers: 1, resumeFrom: state as MembersState });
  expect(bitsOf(result)).toEqual(bitsOf(whole.result));
  expect(queueParts(8, [], 3).map(({ size }) => size)).toEqual([3, 3, 2]);
});

it('stopped in a part keeps those that have ended, tested, and goes on with the others', async () => {
  const whole = await train({ mostMembers: 8 });
  let epochs = 0;
  const { result, states } = await train({
    mostMembers: 3,
    onEvent: (event, control) => {
      epochs += event.type === 'epochEnded' ? 1 : 0;
      if (event.type === 'epochEnded' && epochs === 8) {
        control.stop();
      }
    },
  });
  expect(result.wasStopped).toBe(true);
  expect(result.parts).toBe(3);
  const ofPart = (first: number, end: number) =>
    MEMBERS.filter(({ seed, normalization }) => {
      const place = (seed - 1) * 2 + (normalization === 'scale' ? 0 : 1);
      return place >= first && place < end;
    }).map(({ index }) => result.members[index]);
  expect(ofPart(0, 3).every((member) => member?.test !== null || member.status === 'diverged')).toBe(true);
  expect(ofPart(3, 6).map((member) => [member?.history.length, member?.test])).toEqual(Array(3).fill([2, null]));
  expect(ofPart(6, 8).map((member) => [member?.status, member?.history.length])).toEqual(Array(2).fill(['stopped', 0]));
  const resumed = await train({ mostMembers: 3, resumeFrom: states.at(-1) as MembersState });
  expect(bitsOf(resumed.result)).toEqual(bitsOf(whole.result));
});

it('stopped between two parts has kept the first as it ended', async () => {
  const { result, states } = await train({
    mostMembers: 4,
    onEvent: (event, control) => event.type === 'memberTested' && control.stop(),
  });
  expect(result.wasStopped).toBe(true);
  expect(states.at(-1)).toMatchObject({ underWay: [] });
  expect(states.at(-1)?.ended.members).toHaveLength(4);
});

it('is tested as it is, and leaves alone what it had not come to', async () => {
  const { states } = await train({ mostMembers: 3 });
  for (const resumeFrom of states) {
    const over = await train({ mostMembers: 3, resumeFrom, isOver: true });
    expect(over.states).toEqual([]);
    const touched = resumeFrom.ended.members.length + (resumeFrom.underWay[0]?.loop.members.length ?? 0);
    const isTouched = ({ history, test }: PartsResult['members'][number]) => history.length > 0 || test !== null;
    expect(over.result.members.filter(isTouched).length).toBeLessThanOrEqual(touched);
    expect(over.sizes).toHaveLength(resumeFrom.underWay.length);
    expect(eventsOf(over.events, 'metricsRead')).toEqual([]);
  }
});
