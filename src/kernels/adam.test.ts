import { expect, it } from 'vitest';
import { adamReference, planAdam } from './adam';

it('has a reference that follows the formula by hand', () => {
  const state = { weights: Float64Array.of(1), first: Float64Array.of(0), second: Float64Array.of(0) };
  const stepScale = Math.sqrt(1 - 0.999) / (1 - 0.9);
  adamReference(state, [0.5], { beta1: 0.9, beta2: 0.999, rate: 0.001, stepScale, epsilon: 1e-7 });
  expect(state.first[0]).toBeCloseTo(0.05, 14);
  expect(state.second[0]).toBeCloseTo(0.00025, 14);
  // √v = 0.0158113883, so the step is rate · √v/(√v + 10⁻⁷).
  expect(state.weights[0]).toBeCloseTo(1 - 0.001 * 0.999993675508, 13);
});

it('plans an invocation for every element, a row of workgroups a member', () => {
  const betas = { beta1: 0.9, beta2: 0.999 };
  expect(planAdam({ members: 4, sizes: [256], ...betas }).grid).toEqual([1, 4, 1]);
  expect(planAdam({ members: 4, sizes: [257], ...betas }).grid).toEqual([2, 4, 1]);
  expect(planAdam({ members: 4, sizes: [257, 1, 512], ...betas }).grid).toEqual([5, 4, 1]);
});
