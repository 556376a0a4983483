import { expect, it } from 'vitest';
import { activityOf, listSituations, rowCountOf } from './situations';

const describeAll = (options: Parameters<typeof listSituations>[0]) =>
  listSituations(options).map(({ tested, isShort }) => ({ active: tested.map(({ isActive }) => isActive), isShort }));

it('tries the last member and another in turn, each left out once where the batch may be short', () => {
  expect(describeAll({ members: 5, canLeaveOut: true, hasBatch: true })).toEqual([
    { active: [false, true], isShort: false },
    { active: [true, false], isShort: true },
  ]);
  const [situation] = listSituations({ members: 2, canLeaveOut: true, hasBatch: false });
  expect(situation?.tested).toEqual([
    { member: 0, isActive: false },
    { member: 1, isActive: true },
  ]);
  expect([...activityOf(2, situation as NonNullable<typeof situation>)]).toEqual([0, 1]);
});

it('leaves a member that is alone out in a launch of its own, where the program can', () => {
  expect(describeAll({ members: 1, canLeaveOut: true, hasBatch: true })).toEqual([
    { active: [true], isShort: false },
    { active: [true], isShort: true },
    { active: [false], isShort: false },
  ]);
  expect(describeAll({ members: 1, canLeaveOut: false, hasBatch: false })).toEqual([
    { active: [true], isShort: false },
  ]);
});

it('has 1 to all rows in a short batch', () => {
  const situation = { tested: [], isShort: true };
  const counts = Array.from({ length: 200 }, () => rowCountOf(situation, 3));
  expect(new Set(counts)).toEqual(new Set([1, 2, 3]));
  expect(rowCountOf({ ...situation, isShort: false }, 3)).toBe(3);
});
