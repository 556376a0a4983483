import { expect, it } from 'vitest';
import { expandMembers, groupBySeed } from './members';
import { PRESET_DEFAULTS } from './options';

const OPTIONS = {
  ...PRESET_DEFAULTS.quick,
  normalizations: ['scale', 'raw'],
  seeds: 2,
  firstSeed: 7,
  learningRates: [0.001, 0.01],
} as const;

it('makes a member of every normalization, seed and learning rate, numbered in order', () => {
  const members = expandMembers(OPTIONS);
  expect(members.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(members.map(({ normalization, seed, learningRate }) => `${normalization} ${seed} ${learningRate}`)).toEqual([
    'scale 7 0.001',
    'scale 7 0.01',
    'scale 8 0.001',
    'scale 8 0.01',
    'raw 7 0.001',
    'raw 7 0.01',
    'raw 8 0.001',
    'raw 8 0.01',
  ]);
});

it('names each seed once, and which of them a member has', () => {
  const { seeds, seedOfMember } = groupBySeed(expandMembers(OPTIONS));
  expect(seeds).toEqual([7, 8]);
  expect([...seedOfMember]).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
});
