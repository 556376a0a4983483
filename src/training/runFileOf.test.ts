import { expect, it } from 'vitest';
import type { MemberState } from '../run/checkpoint/checkpoint';
import { examplesPerEpoch } from '../run/options';
import { orderForParts } from '../run/partOrder';
import { readRunFile } from '../run/readRunFile';
import type { RunMember } from '../run/runFile';
import { sampleRun } from '../run/testing/sampleRun';
import { sampleCheckpoint, sampleLoop } from '../testing/sampleCheckpoint';
import { runFileOf } from './runFileOf';

const orNan = (value: number | null) => value ?? Number.NaN;

/** A checkpoint of a run after so many of its epochs. */
function checkpointOf(run: ReturnType<typeof sampleRun>, epochsDone: number) {
  const sample = sampleCheckpoint();
  const statusOf = ({ status, history }: RunMember): MemberState['status'] =>
    history.length <= epochsDone && (status === 'diverged' || status === 'stopped-early') ? status : 'training';
  const members = run.members.map((member) => {
    const history = member.history.slice(0, epochsDone).map((record) => ({
      epoch: record.epoch,
      trainLoss: orNan(record.trainLoss),
      trainAccuracy: orNan(record.trainAccuracy),
      valLoss: orNan(record.valLoss),
      valAccuracy: orNan(record.valAccuracy),
      learningRate: record.learningRate,
    }));
    const trainedImages = history.length * examplesPerEpoch(run.config);
    return { status: statusOf(member), history, diagnostics: [], learningRate: member.learningRate, trainedImages };
  });
  const inOrder = orderForParts(run.members).map((index) => members[index] as MemberState);
  const loop = { ...sampleLoop(), epochsDone, stepsDone: 0, members: inOrder };
  return { ...sample, config: run.config, underWay: [{ loop }] };
}

it.each(['learning-rates', 'plateau', 'quick'] as const)(
  'a checkpoint of %s is a run file that holds, stopped there',
  (preset) => {
    const run = sampleRun(preset);
    for (let epochsDone = 0; epochsDone <= run.config.epochs; epochsDone++) {
      const file = readRunFile(JSON.stringify(runFileOf(checkpointOf(run, epochsDone))), 'it');
      expect(file).toMatchObject({ status: 'stopped', commit: 'abc1234', dataset: '0'.repeat(64), config: run.config });
      expect(file.members.map(({ history }) => history)).toEqual(
        run.members.map(({ history }) => history.slice(0, epochsDone)),
      );
      expect(file.members.every(({ test }) => test === null)).toBe(true);
    }
  },
);
