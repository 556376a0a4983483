import { expect, it } from 'vitest';
import { armKey, groupByArm } from './arms';
import { expandMembers } from './members';
import { PRESET_DEFAULTS } from './options';

const OPTIONS = {
  ...PRESET_DEFAULTS.notebook,
  normalizations: ['raw', 'scale'],
  seeds: 2,
  learningRates: [0.001, 0.01],
  reduceLrOnPlateau: 'compare',
  earlyStopping: 'compare',
} as const;

it('groups members that differ in their seeds alone, in the order of the first', () => {
  const groups = groupByArm(expandMembers(OPTIONS));
  expect(groups).toHaveLength(2 * 2 * 2 * 2);
  for (const { arm, members } of groups) {
    expect(members.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(members.every((member) => armKey(member) === armKey(arm))).toBe(true);
  }
  expect(new Set(groups.map(({ arm }) => armKey(arm))).size).toBe(groups.length);
  expect(groups[0]?.arm).toEqual({
    normalization: 'raw',
    learningRate: 0.001,
    reduceLrOnPlateau: false,
    earlyStopping: false,
  });
});
