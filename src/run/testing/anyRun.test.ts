import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRunFile } from '../readRunFile';
import { anyRun } from './anyRun';

test('whatever became of a run, its file is read as it was written', () => {
  fc.assert(
    fc.property(anyRun(), (run) => {
      expect(readRunFile(JSON.stringify(run), 'run.json')).toEqual(run);
    }),
  );
});

test('runs of every kind are among them', () => {
  const runs = fc.sample(anyRun(), { numRuns: 300, seed: 1 });
  const members = runs.flatMap((run) => run.members);
  const isSeen = {
    'stopped by hand': runs.some(({ status }) => status === 'stopped'),
    'stopped before an epoch was done': members.some(
      ({ status, history }) => status === 'stopped' && history.length === 0,
    ),
    'stopped in the test': runs.some(
      ({ status, members: own }) => status === 'stopped' && own.some((one) => one.status === 'finished'),
    ),
    'diverged in the first epoch': members.some(({ status, history }) => status === 'diverged' && history.length === 1),
    'diverged later': members.some(({ status, history }) => status === 'diverged' && history.length > 1),
    'diverged, restored and tested': members.some(
      ({ status, test: tested }) => status === 'diverged' && tested !== null,
    ),
    'stopped early': members.some(({ status }) => status === 'stopped-early'),
    'a test that is not finite': members.some(({ test: tested }) => tested !== null && tested.loss === null),
    'an arm with fewer seeds than another': runs.some(
      ({ summary }) => new Set(summary.map(({ testLoss }) => testLoss.n)).size > 1,
    ),
    'callbacks compared': runs.some(
      ({ config }) => config.reduceLrOnPlateau === 'compare' && config.earlyStopping === 'compare',
    ),
    'a rate reduced': members.some(({ history, learningRate }) =>
      history.some((record) => record.learningRate < learningRate),
    ),
    'blown up': members.some(({ history }) => history.some(({ valLoss }) => (valLoss ?? 0) > 1e3)),
  };
  expect(Object.entries(isSeen).filter(([, seen]) => !seen)).toEqual([]);
});
