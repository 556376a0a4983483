import { describe, expect, it } from 'vitest';
import { startFakeRun } from '../../testing/fakeRun';

describe('a run of which the GPU loses some work', () => {
  it.each([
    ['training', 'train', 16],
    ['validation', 'validation', 24],
    ['the examples held out', 'heldOut', 8],
    ['the test', 'test', 16],
  ] as const)('ends with what was counted, lost in %s', async (_, pass, examples) => {
    const { result } = startFakeRun({
      stepsPerEpoch: 2,
      heldOutSteps: 1,
      rowsOf: (member, of, rows) => (member === 1 && of === pass ? rows / 2 : rows),
    });
    await expect(result).rejects.toMatchObject({
      code: 'wrong-result',
      facts: { about: 'wrong-count', member: 2, pass, examples: pass === 'train' ? 8 : examples },
    });
  });

  it('ends also where more was counted than there is, and not for members that are frozen', async () => {
    const more = startFakeRun({ rowsOf: (_member, pass, rows) => rows + (pass === 'test' ? 1 : 0) });
    await expect(more.result).rejects.toMatchObject({ code: 'wrong-result' });
    // Diverged after its first epoch.
    const frozen = startFakeRun({
      epochs: 2,
      lossOf: (member) => (member === 0 ? Number.NaN : 1),
      rowsOf: (member, pass, rows, epoch) => (member === 0 && (epoch > 1 || pass === 'test') ? 0 : rows),
    });
    expect((await frozen.result).statuses).toEqual(['diverged', 'finished']);
  });
});
