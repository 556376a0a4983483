import { expect, it } from 'vitest';
import { adamReference, groupVariables, layOutMoments, planAdam } from './adam';

it('has a reference that follows the formula by hand', () => {
  const state = { weights: Float64Array.of(1), first: Float64Array.of(0), second: Float64Array.of(0) };
  const stepScale = Math.sqrt(1 - 0.999) / (1 - 0.9);
  adamReference(state, [0.5], { beta1: 0.9, beta2: 0.999, rate: 0.001, stepScale, epsilon: 1e-7 });
  expect(state.first[0]).toBeCloseTo(0.05, 14);
  expect(state.second[0]).toBeCloseTo(0.00025, 14);
  // √v = 0.0158113883, so the step is rate · √v/(√v + 10⁻⁷).
  expect(state.weights[0]).toBeCloseTo(1 - 0.001 * 0.999993675508, 13);
});

const planFor = (members: number, sizes: readonly number[]) =>
  planAdam({ members, ...layOutMoments(members, sizes), beta1: 0.9, beta2: 0.999 });

it('plans an invocation for every four elements of one variable, a row of workgroups a member', () => {
  expect(planFor(4, [1024]).grid).toEqual([1, 4, 1]);
  expect(planFor(4, [1028]).grid).toEqual([2, 4, 1]);
});

it('plans an invocation for every element of several variables, or of one that is not a multiple of four', () => {
  expect(planFor(4, [257]).grid).toEqual([2, 4, 1]);
  expect(planFor(4, [257, 1, 512, 4]).grid).toEqual([6, 4, 1]);
});

it('lays the moments of variables one after another', () => {
  expect(layOutMoments(3, [5, 1])).toEqual({
    variables: [
      { size: 5, momentsAt: 0 },
      { size: 1, momentsAt: 30 },
    ],
    momentsSize: 36,
  });
});

it('updates large variables alone and small ones together', () => {
  expect(groupVariables([784 * 512, 512, 512 * 512, 512, 5120, 10])).toEqual([[0], [1, 3, 4, 5], [2]]);
  expect(groupVariables([1, 1, 1, 1, 1])).toEqual([[0, 1, 2, 3], [4]]);
  expect(groupVariables([8193, 2])).toEqual([[0, 1]]);
  expect(groupVariables([])).toEqual([]);
});
