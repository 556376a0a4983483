import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveOf, type MemberLine, meanCurve } from './curves';
import { sampleRun } from './testing/sampleRun';

function line(ys: readonly (number | null)[], hasStopped = false): MemberLine {
  return { points: ys.map((y, index) => ({ x: index + 1, y })), hasStopped };
}

describe('meanCurve', () => {
  it('is the mean of the members at each x, with their range', () => {
    expect(meanCurve([line([1, 2]), line([3, 6])])).toEqual([
      { x: 1, y: 2, low: 1, high: 3 },
      { x: 2, y: 4, low: 2, high: 6 },
    ]);
  });

  it('keeps a member that stopped with its last figure until the others have ended, so that the mean does not jump', () => {
    const means = meanCurve([line([0.5, 0.4], true), line([0.9, 0.8, 0.8, 0.8])]);
    expect(means.map(({ x, y }) => [x, y])).toEqual([
      [1, 0.7],
      [2, expect.closeTo(0.6)],
      [3, expect.closeTo(0.6)],
      [4, expect.closeTo(0.6)],
    ]);
  });

  it('ends where all have stopped', () => {
    expect(meanCurve([line([1], true), line([1, 2], true)]).map(({ x }) => x)).toEqual([1, 2]);
  });

  it('does not carry on a member that ended otherwise', () => {
    expect(meanCurve([line([5, 9]), line([1, 1, 1])]).map(({ y }) => y)).toEqual([3, 5, 1]);
  });

  it('leaves out what is not finite, where it is', () => {
    const lost = line([1, Number.NaN, Number.POSITIVE_INFINITY, null]);
    expect(meanCurve([lost, line([3, 3, 3, 3])]).map(({ y }) => y)).toEqual([2, 3, 3, 3]);
    expect(meanCurve([lost]).map(({ x }) => x)).toEqual([1]);
  });

  it('carries the last finite figure of a member that stopped', () => {
    expect(meanCurve([line([1, null], true), line([3, 3, 3])]).map(({ y }) => y)).toEqual([2, 2, 2]);
  });

  it('is in the order of x, whatever that of the members', () => {
    const late = { points: [{ x: 3, y: 1 }], hasStopped: false };
    expect(meanCurve([late, line([1, 1])]).map(({ x }) => x)).toEqual([1, 2, 3]);
  });

  it('never leaves the range of its members, and its range never shrinks to fewer than are known', () => {
    const figures = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(figures, { minLength: 1, maxLength: 5 }), (members) => {
        const curve = meanCurve(members.map((ys) => line(ys, true)));
        expect(curve).toHaveLength(Math.max(...members.map(({ length }) => length)));
        for (const { x, y, low, high } of curve) {
          const known = members.map((ys) => ys[Math.min(x, ys.length) - 1] as number);
          expect([low, high]).toEqual([Math.min(...known), Math.max(...known)]);
          expect(y).toBeGreaterThanOrEqual(low - 1e-9 * Math.abs(low));
          expect(y).toBeLessThanOrEqual(high + 1e-9 * Math.abs(high));
        }
      }),
    );
  });
});

it('a run’s curve keeps the members that EarlyStopping stopped, and none that diverged', () => {
  const [first, second, third] = sampleRun('study', { seeds: 3, epochs: 6 }).members;
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error('The sample has no three members.');
  }
  const members = [
    { ...first, status: 'stopped-early' as const, history: first.history.slice(0, 2) },
    { ...second, status: 'diverged' as const, history: second.history.slice(0, 4) },
    third,
  ];
  const curve = curveOf(members, ({ valLoss }) => valLoss);
  const kept = members[0]?.history.at(-1)?.valLoss as number;
  const last = third.history.at(-1)?.valLoss as number;
  expect(curve.at(-1)).toMatchObject({ x: 6, y: expect.closeTo((kept + last) / 2, 12) });
});
