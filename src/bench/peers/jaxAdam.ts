import * as jax from '@jax-js/jax';
import { type AdamVariable, COUNTING_SCHEDULE, checkAdam } from '../work/adamData';
import type { Competitor } from '../work/competitor';
import { type AdamState, correctionsAt, createAdamState, disposeAdamState, updateByAdam } from './jaxAdamUpdate';
import { guardJax, type JaxInput, putArray, requireJaxDevice } from './jaxDevice';

export async function openAdam(members: number, variables: readonly AdamVariable[]): Promise<Competitor> {
  await requireJaxDevice('webgpu');
  const withShape = (values: Float32Array<ArrayBuffer>): JaxInput => ({
    values,
    shape: [members, values.length / members],
  });
  const create = () => createAdamState(variables.map(({ weights }) => withShape(weights)));
  const gradients = variables.map((variable) => putArray(withShape(variable.gradients)));
  const jitted = jax.jit(updateByAdam);
  let state = create();
  let steps = 0;
  return {
    run: (runs) =>
      guardJax(async () => {
        for (let run = 0; run < runs; run++) {
          const corrections = correctionsAt(++steps);
          state = jitted(
            state,
            gradients.map((gradient) => gradient.ref),
            corrections,
          ) as AdamState;
        }
      }),
    wait: () =>
      guardJax(async () => {
        await jax.blockUntilReady(state);
      }),
    poison: async () => {
      disposeAdamState(state);
      state = create();
      steps = 0;
    },
    verify: async () => {
      const actual = await Promise.all(state.weights.map((weight) => weight.ref.data()));
      return checkAdam(actual as Float32Array[], variables, steps, COUNTING_SCHEDULE);
    },
    dispose: () => {
      disposeAdamState(state);
      for (const gradient of gradients) {
        gradient.dispose();
      }
      jitted.dispose();
    },
  };
}
