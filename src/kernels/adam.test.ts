import { expect, it } from 'vitest';
import { adamMaxVariables, adamReference, groupForAdam, groupVariables, layOutMoments, planAdam } from './adam';

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
  expect(groupVariables([784 * 512, 512, 512 * 512, 512, 5120, 10], 4)).toEqual([[0], [1, 3, 4, 5], [2]]);
  expect(groupVariables([784 * 512, 512, 512 * 512, 512, 5120, 10], 3)).toEqual([[0], [1, 3, 4], [2], [5]]);
  expect(groupVariables([1, 1, 1, 1, 1], 4)).toEqual([[0, 1, 2, 3], [4]]);
  expect(groupVariables([8193, 2], 4)).toEqual([[0, 1]]);
  expect(groupVariables([], 4)).toEqual([]);
});

it.each([
  [8, 3],
  [9, 3],
  [10, 4],
  [64, 4],
])('fits to %i storage buffers a stage %i variables at most, and binds no more than that', (limit, most) => {
  const limits = { maxStorageBuffersPerShaderStage: limit, maxComputeWorkgroupsPerDimension: 65_535 };
  expect(adamMaxVariables(limits)).toBe(most);
  const plan = planFor(2, Array(most).fill(6));
  const storage = plan.program.bindings.filter(({ kind }) => kind !== 'uniform');
  expect(storage).toHaveLength(2 + 2 * most);
  expect(storage.length).toBeLessThanOrEqual(limit);
});

it('gives each group the moments of its own variables', () => {
  const shape = { members: 3, beta1: 0.9, beta2: 0.999 };
  expect(groupForAdam([5, 8192, 1], shape, { maxStorageBuffersPerShaderStage: 8 })).toEqual([
    { indices: [0, 2], shape: { ...shape, ...layOutMoments(3, [5, 1]) } },
    { indices: [1], shape: { ...shape, ...layOutMoments(3, [8192]) } },
  ]);
});
