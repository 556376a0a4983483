import { expect, it } from 'vitest';
import { PipelineCache } from '../../gpu/pipelines';
import type { LaunchPlan } from '../../gpu/recorder';
import { rightOf } from './replacement';

const plan = (code: string): LaunchPlan => ({
  program: { label: `weft.${code}`, code, bindings: [] },
  grid: [1, 1, 1],
});
const [WANTED, OTHER, LAST] = ['wanted', 'other', 'last'].map(plan) as [LaunchPlan, LaunchPlan, LaunchPlan];

it('takes the first program that is not known to be wrong, and says which it replaces', () => {
  const pipelines = new PipelineCache(undefined as never, undefined as never);
  const choose = () => rightOf({ pipelines }, WANTED, () => [WANTED, OTHER, LAST]);
  expect(choose()).toBe(WANTED);
  pipelines.judge(WANTED.program, 'right');
  expect(choose()).toBe(WANTED);
  pipelines.judge(WANTED.program, 'wrong');
  expect(choose()).toEqual({ ...OTHER, replaces: WANTED.program });
  pipelines.judge(OTHER.program, 'wrong');
  expect(choose().program).toBe(LAST.program);
  pipelines.judge(LAST.program, 'wrong');
  // Whoever tests it finds that there is none.
  expect(choose()).toBe(WANTED);
});
