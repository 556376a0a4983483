import * as jax from '@jax-js/jax';
import { BETA1, BETA2, EPSILON, LEARNING_RATE } from '../work/adamData';
import { type JaxInput, putArray } from './jaxDevice';

type JaxArray = jax.Array;

/** Variables with their first and second moments. */
export type AdamState = { weights: JaxArray[]; first: JaxArray[]; second: JaxArray[] };

export function createAdamState(variables: readonly JaxInput[]): AdamState {
  const zeros = () =>
    variables.map(({ values, shape }) => putArray({ values: new Float32Array(values.length), shape }));
  return { weights: variables.map(putArray), first: zeros(), second: zeros() };
}

export function disposeAdamState(state: AdamState): void {
  for (const array of Object.values(state).flat()) {
    array.dispose();
  }
}

/** [2] what undoes the bias of both moments at step t, from 1. */
export function correctionsAt(t: number): JaxArray {
  return jax.numpy.array([1 / (1 - BETA1 ** t), 1 / (1 - BETA2 ** t)]);
}

/** One step of Adam, to be jitted; it owns its arguments. */
export function updateByAdam(state: AdamState, gradients: readonly JaxArray[], corrections: JaxArray): AdamState {
  const { numpy: np } = jax;
  const [correction1, correction2] = np.split(corrections, 2) as [JaxArray, JaxArray];
  const next: AdamState = { weights: [], first: [], second: [] };
  gradients.forEach((gradient, index) => {
    const m = (state.first[index] as JaxArray).mul(BETA1).add(gradient.ref.mul(1 - BETA1));
    const v = (state.second[index] as JaxArray).mul(BETA2).add(np.square(gradient).mul(1 - BETA2));
    const root = np.sqrt(v.ref.mul(correction2.ref)).add(EPSILON);
    const update = m.ref.mul(correction1.ref).div(root).mul(LEARNING_RATE);
    next.weights.push((state.weights[index] as JaxArray).sub(update));
    next.first.push(m);
    next.second.push(v);
  });
  correction1.dispose();
  correction2.dispose();
  return next;
}
