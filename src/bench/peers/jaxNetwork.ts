import * as jax from '@jax-js/jax';
import { LAYERS } from '../../run/network';
import { createInitialWeights } from '../../training/population/initialWeights';
import { concatenate } from '../../training/population/weights';
import { type AdamState, createAdamState } from './jaxAdamUpdate';

type JaxArray = jax.Array;

/** Kernel and bias of each layer in turn, of one seed, or of several with a dimension of members in front. */
export function createNetworkState(
  seeds: readonly number[],
  { isVmapped }: { readonly isVmapped: boolean },
): AdamState {
  const members = seeds.map(createInitialWeights);
  const joined = (name: 'kernel' | 'bias', index: number, shape: readonly number[]) => ({
    values: concatenate(members.map((layers) => layers[index]?.[name] ?? new Float32Array())),
    shape: isVmapped ? [seeds.length, ...shape] : shape,
  });
  return createAdamState(
    LAYERS.flatMap(({ inputs, units }, index) => [
      joined('kernel', index, [inputs, units]),
      joined('bias', index, [units]),
    ]),
  );
}

/**
 * Mean cross-entropy of a batch; it owns its arguments.
 * @param weights kernel and bias of each layer in turn
 * @param x [rows, FEATURES]
 * @param y [rows, CLASSES], one-hot
 */
export function meanLoss(weights: JaxArray[], x: JaxArray, y: JaxArray): JaxArray {
  const { numpy: np, nn } = jax;
  const rows = y.shape[0] as number;
  let hidden = x;
  for (let index = 0; index < LAYERS.length; index++) {
    const [kernel, bias] = weights.slice(2 * index) as [JaxArray, JaxArray];
    const z = np.matmul(hidden, kernel).add(bias);
    hidden = index < LAYERS.length - 1 ? nn.relu(z) : z;
  }
  return np.sum(nn.logSoftmax(hidden, -1).mul(y)).mul(-1 / rows);
}
