import * as tf from '@tensorflow/tfjs';
import { WeftAdam } from '../../tfjs/adam';
import type { TfjsBridge } from '../../tfjs/bridge';
import { type AdamVariable, COUNTING_SCHEDULE, checkAdam, KERAS_SCHEDULE, LEARNING_RATE } from '../work/adamData';
import type { Competitor } from '../work/competitor';

let optimizersMade = 0;

/** tfjs's own optimizer, or Weft's in its place. */
export function openAdam(
  bridge: TfjsBridge,
  members: number,
  variables: readonly AdamVariable[],
  { isWeft = false } = {},
): Competitor {
  const prefix = `bench${optimizersMade++}`;
  const tensorOf = (values: Float32Array) => tf.tensor2d(values, [members, values.length / members]);
  const trained = variables.map(({ weights }, index) =>
    tf.tidy(() => tf.variable(tensorOf(weights), true, `${prefix}/${index}`)),
  );
  const gradients = trained.map(({ name }, index) => ({
    name,
    tensor: tensorOf((variables[index] as AdamVariable).gradients),
  }));
  const createOptimizer = (): tf.Optimizer =>
    isWeft
      ? new WeftAdam(bridge, { learningRates: Array.from({ length: members }, () => LEARNING_RATE) })
      : tf.train.adam(LEARNING_RATE);
  let optimizer = createOptimizer();
  let steps = 0;
  return {
    run: async (runs) => {
      for (let run = 0; run < runs; run++) {
        optimizer.applyGradients(gradients);
        steps++;
      }
      bridge.flush();
    },
    poison: async () => {
      optimizer.dispose();
      optimizer = createOptimizer();
      steps = 0;
      trained.forEach((variable, index) => {
        tf.tidy(() => variable.assign(tf.keep(tensorOf((variables[index] as AdamVariable).weights))));
      });
    },
    verify: async () => {
      const actual = await Promise.all(trained.map((variable) => variable.data()));
      return checkAdam(actual as Float32Array[], variables, steps, isWeft ? KERAS_SCHEDULE : COUNTING_SCHEDULE);
    },
    dispose: () => {
      optimizer.dispose();
      tf.dispose([...trained, ...gradients.map(({ tensor }) => tensor)]);
      bridge.flush();
    },
  };
}
