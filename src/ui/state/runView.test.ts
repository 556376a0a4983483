import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import type { TrainingEvent } from '../../run/events';
import { epochEnded, runStarted, sampleOptions, sampleRunFile } from '../testing/sampleRun';
import { beginRun, endRun, failRun, IDLE_RUN, type RunView, reduceTraining } from './runView';

const LOST = new WeftError('device-lost', 'The device was lost.');
const training: TrainingEvent = { type: 'phaseChanged', phase: 'training', epoch: 1, epochs: 3 };

function runAfter(...events: readonly TrainingEvent[]): RunView {
  return events.reduce(reduceTraining, beginRun(sampleOptions()));
}

describe('reduceTraining', () => {
  it('shows every member from the start, waiting until training begins', () => {
    expect(runAfter(runStarted()).members.map(({ status }) => status)).toEqual(['waiting', 'waiting']);
    expect(runAfter(runStarted(), training).members.map(({ status }) => status)).toEqual(['training', 'training']);
    expect(runAfter(runStarted()).stepsTotal).toBe(8);
  });

  it('collects both curves of each member', () => {
    const metrics: TrainingEvent = {
      type: 'metricsRead',
      epochPosition: 0.5,
      members: [
        { trainLoss: 2, trainAccuracy: 0.2 },
        { trainLoss: 1, trainAccuracy: 0.5 },
      ],
    };
    const [first, second] = runAfter(runStarted(), training, metrics, epochEnded(1, [0.6, 0.7])).members;
    expect(first?.training).toEqual([{ position: 0.5, loss: 2, accuracy: 0.2 }]);
    expect(second?.validation).toEqual([{ position: 1, loss: 1 - 0.7, accuracy: 0.7 }]);
  });

  it('counts losses and names dropped kernels once, through the run starting again', () => {
    const dropped: TrainingEvent = { type: 'kernelDropped', program: 'weft.matmul.quad' };
    const lost: TrainingEvent = { type: 'deviceLost', reason: 'reset' };
    const continued: TrainingEvent = { type: 'runContinued', membersDone: 0, epochsDone: 1, stepsDone: 0 };
    const run = runAfter(runStarted(), continued, dropped, lost, runStarted(), dropped);
    expect(run).toMatchObject({ losses: 1, droppedKernels: ['weft.matmul.quad'], continuedAfter: undefined });
  });

  it('has only the members of the part at hand train, and those of parts before end with their test', () => {
    const part = (number: number): TrainingEvent => ({
      type: 'partStarted',
      part: number,
      parts: 2,
      members: [number - 1],
    });
    const tested: TrainingEvent = { type: 'memberTested', member: 0, loss: 0.5, accuracy: 0.8 };
    const statusesOf = ({ members }: RunView) => members.map(({ status }) => status);
    const first = runAfter(runStarted(), part(1), training);
    expect(statusesOf(first)).toEqual(['training', 'waiting']);
    expect(first.part).toEqual({ part: 1, parts: 2, members: [0] });
    const second = [tested, part(2), training].reduce(reduceTraining, first);
    expect(statusesOf(second)).toEqual(['finished', 'training']);
    // Told again of a run that goes on.
    expect(statusesOf(runAfter(runStarted(), tested, part(2), training))).toEqual(['finished', 'training']);
  });

  it('remembers how many are trained at once since the memory did not suffice', () => {
    const halved: TrainingEvent = { type: 'partsHalved', mostMembers: 3, reason: 'full' };
    expect(runAfter(runStarted(), halved, runStarted()).mostMembers).toBe(3);
  });

  it('takes progress without touching the members, so that nothing is drawn for it', () => {
    const before = runAfter(runStarted(), training);
    const progressed: TrainingEvent = {
      type: 'progressed',
      stepsDone: 3,
      stepsTotal: 8,
      shareDone: 0.3,
      imagesPerSecond: 900,
      secondsLeft: 4,
    };
    const run = reduceTraining(before, progressed);
    expect(run).toMatchObject({ stepsDone: 3, stepsTotal: 8, shareDone: 0.3, imagesPerSecond: 900, secondsLeft: 4 });
    expect(run.members).toBe(before.members);
  });

  it('marks a diverged member for good, and leaves the others alone', () => {
    const run = runAfter(
      runStarted(),
      training,
      { type: 'memberDiverged', member: 0, epoch: 1 },
      epochEnded(1, [Number.NaN, 0.7]),
      { type: 'memberTested', member: 0, loss: Number.NaN, accuracy: 0.1 },
      { type: 'memberTested', member: 1, loss: 0.5, accuracy: 0.8 },
    );
    expect(run.members[0]).toMatchObject({ status: 'diverged', divergedEpoch: 1, validation: [] });
    expect(run.members[1]).toMatchObject({ status: 'finished', test: { loss: 0.5, accuracy: 0.8 } });
  });

  it('follows what callbacks do to a member, and leaves the others alone', () => {
    const run = runAfter(
      runStarted(),
      training,
      epochEnded(1, [0.6, 0.7]),
      { type: 'learningRateReduced', member: 1, epoch: 1, learningRate: 0.0005 },
      { type: 'memberStopped', member: 1, epoch: 2, restoredEpoch: 1 },
      epochEnded(2, [0.65, null]),
      { type: 'metricsRead', epochPosition: 2.1, members: [{ trainLoss: 1, trainAccuracy: 0.5 }, null] },
      { type: 'memberTested', member: 1, loss: 0.5, accuracy: 0.8 },
    );
    expect(run.members[0]).toMatchObject({ status: 'training', learningRate: 0.001, reductions: [] });
    expect(run.members[0]?.validation).toHaveLength(2);
    expect(run.members[1]).toMatchObject({
      status: 'stopped-early',
      stoppedEpoch: 2,
      restoredEpoch: 1,
      learningRate: 0.0005,
      reductions: [{ epoch: 1, learningRate: 0.0005 }],
      test: { loss: 0.5, accuracy: 0.8 },
    });
    expect(run.members[1]?.validation).toHaveLength(1);
    expect(run.members[1]?.training).toEqual([]);
  });

  it('says nothing of a restored epoch where a member keeps its last weights', () => {
    const run = runAfter(runStarted(), training, { type: 'memberStopped', member: 0, epoch: 2, restoredEpoch: 2 });
    expect(run.members[0]).not.toHaveProperty('restoredEpoch');
  });

  it('leaves diagnostics to the report', () => {
    const before = runAfter(runStarted(), training);
    expect(reduceTraining(before, { type: 'diagnosed', epoch: 0, members: [null, null] })).toBe(before);
  });

  it('pauses and resumes', () => {
    const paused = reduceTraining({ ...runAfter(runStarted()), asked: 'pause' }, { type: 'runPaused' });
    expect(paused).toMatchObject({ status: 'paused', asked: undefined });
    expect(reduceTraining(paused, { type: 'runResumed' }).status).toBe('running');
  });

  it('does not forget that a stop was asked for when the run pauses first', () => {
    expect(reduceTraining({ ...runAfter(runStarted()), asked: 'stop' }, { type: 'runPaused' }).asked).toBe('stop');
  });

  it('ignores events when no run is under way', () => {
    expect(reduceTraining(IDLE_RUN, runStarted())).toBe(IDLE_RUN);
    const failed = failRun(runAfter(runStarted()), LOST);
    expect(reduceTraining(failed, training)).toBe(failed);
  });
});

describe('the end of a run', () => {
  it('takes statuses, test figures and speeds from the file', () => {
    const file = sampleRunFile(sampleOptions(), [{ status: 'diverged', test: null }]);
    const run = endRun(runAfter(runStarted(), training), file);
    expect(run).toMatchObject({ status: 'finished', imagesPerSecond: 1000, file });
    expect(run.members.map(({ status }) => status)).toEqual(['diverged', 'finished']);
    expect(run.members[0]).not.toHaveProperty('test');
    expect(run.members[1]?.test).toMatchObject({ loss: 0.5, accuracy: 0.8 });
    expect(run.throughput).toEqual(file.throughput.perNormalization);
  });

  it('takes the epochs of restored weights from the file, stopped early or not', () => {
    const file = sampleRunFile(sampleOptions(), [{ status: 'stopped-early', restoredEpoch: 1 }, { restoredEpoch: 2 }]);
    const stopped: TrainingEvent = { type: 'memberStopped', member: 0, epoch: 2, restoredEpoch: 1 };
    const run = endRun(runAfter(runStarted(), training, stopped), file);
    expect(run.members).toMatchObject([
      { status: 'stopped-early', stoppedEpoch: 2, restoredEpoch: 1 },
      { status: 'finished', restoredEpoch: 2 },
    ]);
  });

  it('keeps a stopped run apart from a finished one', () => {
    const file = { ...sampleRunFile(), status: 'stopped' as const };
    expect(endRun(runAfter(runStarted()), file).status).toBe('stopped');
  });

  it('keeps the figures of a failed run, marked as failed', () => {
    const run = failRun(runAfter(runStarted(), training, epochEnded(1, [0.6, 0.7])), LOST);
    expect(run).toMatchObject({ status: 'failed', failure: LOST, file: undefined });
    expect(run.members.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(run.members[0]?.validation).toHaveLength(1);
  });
});
