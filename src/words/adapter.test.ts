import { expect, it } from 'vitest';

import { adapterName } from './adapter';

const UNNAMED = {
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  isFallback: false,
};

it('names an adapter by the most telling word it gives', () => {
  const named = { ...UNNAMED, vendor: 'nvidia', architecture: 'hopper', description: 'NVIDIA H200' };
  expect(adapterName(named)).toBe('NVIDIA H200');
  expect(adapterName({ ...named, description: '' })).toBe('hopper');
  expect(adapterName({ ...UNNAMED, vendor: 'nvidia' })).toBe('nvidia');
  expect(adapterName(UNNAMED)).toBe('unnamed adapter');
});

it('says of a software adapter that it is one', () => {
  expect(adapterName({ ...UNNAMED, architecture: 'swiftshader', isFallback: true })).toBe('swiftshader (software)');
});
