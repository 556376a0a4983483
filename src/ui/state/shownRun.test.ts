import { describe, expect, it } from 'vitest';
import { sampleRun } from '../../run/testing/sampleRun';
import { viewOf } from './shownRun';

describe('a run that was made before', () => {
  it('is shown with its epochs as points, and what became of each member', () => {
    const file = sampleRun('learning-rates');
    const view = viewOf(file);
    expect(view).toMatchObject({ status: 'finished', options: file.config, shareDone: 1, file });
    file.members.forEach((member, index) => {
      const shown = view.members[index];
      const finite = member.history.filter(({ valLoss }) => valLoss !== null);
      expect(shown?.validation).toEqual(
        finite.map(({ epoch, valLoss, valAccuracy }) => ({ position: epoch, loss: valLoss, accuracy: valAccuracy })),
      );
      expect(shown?.status).toBe(member.status);
      expect(shown?.divergedEpoch).toBe(member.status === 'diverged' ? member.history.length : undefined);
      expect(shown?.test).toEqual(member.test ?? undefined);
    });
    expect(view.members.some(({ divergedEpoch }) => divergedEpoch !== undefined)).toBe(true);
  });

  it('tells each reduction of a learning rate, after the epoch that it followed', () => {
    const file = sampleRun('plateau');
    for (const [index, { history }] of file.members.entries()) {
      const { reductions = [], learningRate } = viewOf(file).members[index] ?? {};
      for (const { epoch, learningRate: reduced } of reductions) {
        expect(history[epoch]?.learningRate).toBe(reduced);
        expect(history[epoch - 1]?.learningRate).toBeGreaterThan(reduced);
      }
      expect(learningRate).toBe(history.at(-1)?.learningRate);
    }
    expect(viewOf(file).members.flatMap(({ reductions }) => reductions)).not.toEqual([]);
  });

  it('that was stopped within an epoch shows that epoch as far as it came', () => {
    const stopped = sampleRun('quick', { normalizations: ['scale'], seeds: 1 }, { isStopped: true });
    const [member] = stopped.members;
    const done = member?.history.length ?? 0;
    const members = [{ trainLoss: 0.4, trainAccuracy: 0.85 }];
    const view = viewOf({ ...stopped, unfinished: { epoch: done + 1, steps: 40, stepsPerEpoch: 79, members } });
    expect(view).toMatchObject({ status: 'stopped', stepsDone: done * 79 + 40, stepsTotal: 3 * 79 });
    expect(view.shareDone).toBeLessThan(1);
    expect(view.members[0]?.training.at(-1)).toEqual({ position: done + 40 / 79, loss: 0.4, accuracy: 0.85 });
    expect(view.members[0]?.validation).toHaveLength(done);
  });
});
