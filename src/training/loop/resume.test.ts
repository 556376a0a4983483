import { expect, it } from 'vitest';
import type { LoopState } from '../../run/checkpoint/checkpoint';
import { type FakeRunOptions, startFakeRun } from '../../testing/fakeRun';
import type { TrainLoopResult } from './loopContract';

/** Members that stop early, reach plateaus, diverge and train on. */
const POPULATION: FakeRunOptions = {
  epochs: 6,
  stepsPerEpoch: 5,
  heldOutSteps: 2,
  members: [{}, { earlyStopping: true }, { reduceLrOnPlateau: true }, { earlyStopping: true, reduceLrOnPlateau: true }],
  options: { diagnostics: 'on', stoppingPatience: 2, plateauPatience: 1, plateauCooldown: 1 },
  lossOf: (member, epoch) => {
    const losses = [1 / epoch, epoch < 3 ? 1 / epoch : 1, 1, epoch < 4 ? 1 / epoch : Number.NaN];
    return losses[member] as number;
  },
};

/** What a run ended with, but for how long it took. */
function bitsOf({ trainMs, evaluateMs, diagnoseMs, trainingCalls, ...result }: TrainLoopResult) {
  return { ...result, dispatches: trainingCalls.dispatches };
}

/** Runs with a keeper that is due after every step and epoch. */
async function runKept(options: FakeRunOptions): Promise<{ result: TrainLoopResult; states: LoopState[] }> {
  const states: LoopState[] = [];
  const keeper = {
    isDue: () => true,
    keep: async (state: LoopState) => {
      states.push(structuredClone(state));
    },
  };
  const { result } = startFakeRun({ ...options, keeper });
  return { result: await result, states };
}

it('resumed after any step or epoch ends as one that was never interrupted', async () => {
  const whole = await startFakeRun(POPULATION).result;
  expect(whole.statuses).toEqual(['finished', 'stopped-early', 'finished', 'diverged']);
  const { result, states } = await runKept(POPULATION);
  expect(bitsOf(result)).toEqual(bitsOf(whole));
  // Four within each epoch, and one after it.
  expect(states).toHaveLength(6 * 5);
  for (const resumeFrom of states) {
    const resumed = await startFakeRun({ ...POPULATION, resumeFrom }).result;
    expect(bitsOf(resumed)).toEqual(bitsOf(whole));
  }
});

it('tells again, when it is resumed, every epoch and every decision', async () => {
  const told = ['epochEnded', 'diagnosed', 'memberDiverged', 'memberStopped', 'learningRateReduced'];
  const { result, events } = startFakeRun(POPULATION);
  await result;
  const byType = (of: typeof events) => told.map((type) => of.filter((event) => event.type === type));
  const { states } = await runKept(POPULATION);
  for (const resumeFrom of states) {
    const resumed = startFakeRun({ ...POPULATION, resumeFrom });
    await resumed.result;
    expect(byType(resumed.events)).toEqual(byType(events));
  }
});

it.each([
  ['training', 'step 2', 3],
  ['validation', 'validation 1', 5],
  ['the evaluation of examples held out', 'heldOut 0', 5],
])('stopped in %s keeps the figures of its unfinished epoch, and goes on from there', async (_, call, steps) => {
  const whole = await startFakeRun(POPULATION).result;
  let epochs = 0;
  const { result, states } = await runKept({
    ...POPULATION,
    onCall: (made, control) => {
      epochs += made.startsWith('epoch') ? 1 : 0;
      if (made === call && epochs === 2) {
        control.stop();
      }
    },
  });
  expect(result).toMatchObject({ wasStopped: true, unfinished: { epoch: 2, steps } });
  expect(result.unfinished?.totals.map((totals) => totals?.loss)).toEqual([0.5, 0.5, 1, 0.5]);
  expect(states.at(-1)).toMatchObject({ epochsDone: 1, stepsDone: steps });
  const resumed = await startFakeRun({ ...POPULATION, resumeFrom: states.at(-1) }).result;
  expect(bitsOf(resumed)).toEqual(bitsOf(whole));
});

it('stopped in its test goes on with the test alone', async () => {
  const whole = await startFakeRun(POPULATION).result;
  const { result, states } = await runKept({ ...POPULATION, onCall: (call, to) => call === 'test 0' && to.stop() });
  expect(result).toMatchObject({ wasStopped: true, unfinished: undefined, test: undefined });
  const { result: rest, trainee } = startFakeRun({ ...POPULATION, resumeFrom: states.at(-1) });
  expect(bitsOf(await rest)).toEqual(bitsOf(whole));
  expect(trainee.log.filter((call) => call.startsWith('step'))).toEqual([]);
});

it('is tested as it is after any step or epoch, with what it had, and can still go on afterwards', async () => {
  const { states } = await runKept(POPULATION);
  for (const resumeFrom of states) {
    const kept: LoopState[] = [];
    const keeper = { isDue: () => true, keep: async (state: LoopState) => void kept.push(state) };
    const over = startFakeRun({ ...POPULATION, resumeFrom, isOver: true, keeper });
    const { statuses, histories, unfinished, test, trainedSteps, wasStopped } = await over.result;
    expect(histories.map(({ length }) => length)).toEqual(resumeFrom.members.map(({ history }) => history.length));
    expect(trainedSteps).toBe(resumeFrom.trainedSteps);
    expect(unfinished?.steps ?? 0).toBe(resumeFrom.stepsDone);
    expect(wasStopped).toBe(statuses.includes('stopped'));
    expect(test?.map((one) => one !== null)).toEqual(
      resumeFrom.members.map(({ status, stopping }) => status !== 'diverged' || stopping?.bestEpoch !== undefined),
    );
    expect(over.events.some(({ type }) => type === 'metricsRead')).toBe(false);
    // What it would go on from stays what it was.
    expect(kept).toEqual([]);
  }
});
