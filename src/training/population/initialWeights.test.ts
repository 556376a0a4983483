import { expect, it } from 'vitest';
import { LAYERS } from '../../run/network';
import { createInitialWeights } from './initialWeights';

it('draws kernels uniformly within ±√(6/(inputs + units)), and makes biases zero', () => {
  const layers = createInitialWeights(1);
  expect(layers).toHaveLength(LAYERS.length);
  for (const [index, { kernel, bias }] of layers.entries()) {
    const { inputs, units } = LAYERS[index] as (typeof LAYERS)[number];
    const limit = Math.sqrt(6 / (inputs + units));
    expect([kernel.length, bias.length]).toEqual([inputs * units, units]);
    expect(kernel.every((value) => Math.abs(value) <= limit)).toBe(true);
    expect(bias.every((value) => value === 0)).toBe(true);
    // Of n draws the mean deviates by limit/√(3n) and the mean square by limit²·√(4/45n): 5 deviations of the smallest.
    const mean = kernel.reduce((sum, value) => sum + value, 0) / kernel.length;
    const meanSquare = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
    expect(Math.abs(mean / limit)).toBeLessThan(5 / Math.sqrt(3 * kernel.length));
    expect(Math.abs(meanSquare / limit ** 2 - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / (45 * kernel.length)));
  }
});

it('is the same for the same seed, and another for another', () => {
  const [first, again, other] = [1, 1, 2].map(createInitialWeights);
  expect(again).toEqual(first);
  expect(other?.[0]?.kernel.slice(0, 4)).not.toEqual(first?.[0]?.kernel.slice(0, 4));
});
