import { expect, it } from 'vitest';
import { formatCsv } from './reportCsv';

const EPOCH = { trainLoss: 0.5, trainAccuracy: 0.75, valLoss: 0.25, valAccuracy: 0.875, learningRate: 0.001 };
const MEMBER = {
  normalization: 'scale',
  seed: 3,
  learningRate: 0.001,
  status: 'finished',
  bestEpoch: 1,
  test: null,
} as const;

it('writes a row for each member and epoch under one header', () => {
  const csv = formatCsv({
    members: [
      {
        ...MEMBER,
        history: [
          { epoch: 1, ...EPOCH },
          { epoch: 2, ...EPOCH, learningRate: 0.0005 },
        ],
      },
      { ...MEMBER, normalization: 'raw', status: 'diverged', history: [{ epoch: 1, ...EPOCH, valLoss: null }] },
    ],
  });
  expect(csv.split('\r\n')).toEqual([
    'normalization,seed,memberLearningRate,status,epoch,learningRate,trainLoss,trainAccuracy,valLoss,valAccuracy',
    'scale,3,0.001,finished,1,0.001,0.5,0.75,0.25,0.875',
    'scale,3,0.001,finished,2,0.0005,0.5,0.75,0.25,0.875',
    'raw,3,0.001,diverged,1,0.001,0.5,0.75,,0.875',
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
