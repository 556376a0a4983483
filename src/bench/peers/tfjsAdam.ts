import * as tf from '@tensorflow/tfjs';
import type { TfjsBridge } from '../../tfjs/bridge';
import { type AdamVariable, COUNTING_SCHEDULE, checkAdam, LEARNING_RATE } from '../work/adamData';
import type { Competitor } from '../work/competitor';

let optimizersMade = 0;

export function openAdam(bridge: TfjsBridge, members: number, variables: readonly AdamVariable[]): Competitor {
  const prefix = `bench${optimizersMade++}`;
  const tensorOf = (values: Float32Array) => tf.tensor2d(values, [members, values.length / members]);
  const trained = variables.map(({ weights }, index) =>
    tf.tidy(() => tf.variable(tensorOf(weights), true, `${prefix}/${index}`)),
  );
  const gradients = trained.map(({ name }, index) => ({
    name,
    tensor: tensorOf((variables[index] as AdamVariable).gradients),
  }));
  let optimizer = tf.train.adam(LEARNING_RATE);
  let steps = 0;
  return {
    run: async (runs) => {
      for (let run = 0; run < runs; run++) {
        optimizer.applyGradients(gradients);
        steps++;
      }
      bridge.flush();
      await bridge.gpu.device.queue.onSubmittedWorkDone();
    },
    poison: async () => {
      optimizer.dispose();
      optimizer = tf.train.adam(LEARNING_RATE);
      steps = 0;
      trained.forEach((variable, index) => {
        tf.tidy(() => variable.assign(tf.keep(tensorOf((variables[index] as AdamVariable).weights))));
      });
    },
    verify: async () => {
      const actual = await Promise.all(trained.map((variable) => variable.data()));
      return checkAdam(actual as Float32Array[], variables, steps, COUNTING_SCHEDULE);
    },
    dispose: () => {
      optimizer.dispose();
      tf.dispose([...trained, ...gradients.map(({ tensor }) => tensor)]);
      bridge.flush();
    },
  };
}
