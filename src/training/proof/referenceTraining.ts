import type { Split } from '../../data/dataset';
import { adamReference } from '../../kernels/adam';
import { createInitialWeights } from '../population/initialWeights';
import { networkReference } from './networkReference';

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7];

export interface ReferenceTraining {
  readonly seed: number;
  readonly learningRate: number;
  readonly steps: number;
}

/**
 * Trains the notebook's network on one batch in float64, by the formulas: pixels / 255, Adam as in Kingma and Ba (2015),
 * with Keras's ε.
 * @returns the mean loss of each step, before its update.
 */
export function trainReference(batch: Split, { seed, learningRate, steps }: ReferenceTraining): number[] {
  const x = Float64Array.from(batch.images, (pixel) => pixel * Math.fround(1 / 255));
  const layers = createInitialWeights(seed).map(({ kernel, bias }) => ({
    kernel: Float64Array.from(kernel),
    bias: Float64Array.from(bias),
  }));
  const variables = layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  const states = variables.map((weights) => ({
    weights,
    first: new Float64Array(weights.length),
    second: new Float64Array(weights.length),
  }));
  return Array.from({ length: steps }, (_, step) => {
    const { loss, gradients } = networkReference(x, batch.labels, layers);
    const stepScale = Math.sqrt(1 - BETA2 ** (step + 1)) / (1 - BETA1 ** (step + 1));
    const flat = gradients.flatMap(({ kernel, bias }) => [kernel, bias]);
    for (const [index, state] of states.entries()) {
      adamReference(state, flat[index] as Float64Array, {
        beta1: BETA1,
        beta2: BETA2,
        rate: learningRate,
        stepScale,
        epsilon: EPSILON,
      });
    }
    return loss;
  });
}
