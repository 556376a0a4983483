import { expect, it } from 'vitest';
import { formatCsv } from './runCsv';
import type { RunFile } from './runFile';

const EPOCH = { trainLoss: 0.5, trainAccuracy: 0.75, valLoss: 0.25, valAccuracy: 0.875, learningRate: 0.001 };
const HELD_OUT = { heldOutLoss: 0.75, heldOutAccuracy: 0.625 };
const MEMBER: Omit<RunFile['members'][number], 'history'> = {
  normalization: 'scale',
  seed: 3,
  learningRate: 0.001,
  reduceLrOnPlateau: true,
  earlyStopping: false,
  status: 'finished',
  bestEpoch: 1,
  restoredEpoch: null,
  diagnostics: [],
  test: null,
};

it('writes a row for each member and epoch under one header', () => {
  const csv = formatCsv({
    members: [
      {
        ...MEMBER,
        test: { loss: 0.3, accuracy: 0.9, confusion: [] },
        history: [
          { epoch: 1, ...EPOCH },
          { epoch: 2, ...EPOCH, learningRate: 0.0005 },
        ],
      },
      {
        ...MEMBER,
        normalization: 'raw',
        status: 'diverged',
        history: [{ epoch: 1, ...EPOCH, ...HELD_OUT, valLoss: null }],
      },
    ],
  });
  expect(csv.split('\r\n')).toEqual([
    'normalization,seed,memberLearningRate,reduceLrOnPlateau,earlyStopping,status,epoch,learningRate,' +
      'trainLoss,trainAccuracy,valLoss,valAccuracy,heldOutLoss,heldOutAccuracy,testLoss,testAccuracy',
    'scale,3,0.001,true,false,finished,1,0.001,0.5,0.75,0.25,0.875,,,0.3,0.9',
    'scale,3,0.001,true,false,finished,2,0.0005,0.5,0.75,0.25,0.875,,,0.3,0.9',
    'raw,3,0.001,true,false,diverged,1,0.001,0.5,0.75,,0.875,0.75,0.625,,',
    '',
  ]);
});

it('is only a header for a run that ended before its first epoch', () => {
  expect(
    formatCsv({ members: [{ ...MEMBER, history: [] }] })
      .trim()
      .split('\r\n'),
  ).toHaveLength(1);
});
