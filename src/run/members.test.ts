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

it('makes members with and without each callback that is compared, side by side', () => {
  const flagsOf = (options: Parameters<typeof expandMembers>[0]) =>
    expandMembers(options).map(
      (member) => `${member.seed} ${Number(member.reduceLrOnPlateau)} ${Number(member.earlyStopping)}`,
    );
  const base = { ...OPTIONS, normalizations: ['scale'], learningRates: [0.001] } as const;
  expect(flagsOf(base)).toEqual(['7 0 0', '8 0 0']);
  expect(flagsOf({ ...base, reduceLrOnPlateau: 'on', earlyStopping: 'on' })).toEqual(['7 1 1', '8 1 1']);
  expect(flagsOf({ ...base, reduceLrOnPlateau: 'compare', earlyStopping: 'on' })).toEqual([
    ...['7 0 1', '7 1 1'],
    ...['8 0 1', '8 1 1'],
  ]);
  expect(flagsOf({ ...base, reduceLrOnPlateau: 'compare', earlyStopping: 'compare', seeds: 1 })).toEqual([
    ...['7 0 0', '7 0 1'],
    ...['7 1 0', '7 1 1'],
  ]);
});

it('names each seed once, and which of them a member has', () => {
  const { seeds, seedOfMember } = groupBySeed(expandMembers(OPTIONS));
  expect(seeds).toEqual([7, 8]);
  expect([...seedOfMember]).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
});
