import { createRandomStream } from '../../data/randomStream';
import { LAYERS } from '../../run/network';

/** One layer of one network before training. */
export interface InitialLayer {
  /** [inputs, units] */
  readonly kernel: Float32Array;
  /** [units], zeros */
  readonly bias: Float32Array;
}

const TWO_TO_32 = 2 ** 32;

/** Epochs count from 1 and have the streams of their numbers. */
const INITIAL_WEIGHTS_STREAM = 0;

/**
 * The initial weights of a seed: Glorot-uniform kernels, U(−l, l) with l = √(6/(inputs + units))
 * (Glorot and Bengio 2010, equation 16), zero biases, as Keras's Dense has them.
 */
export function createInitialWeights(seed: number): InitialLayer[] {
  const generator = createRandomStream(seed, INITIAL_WEIGHTS_STREAM);
  return LAYERS.map(({ inputs, units }) => {
    const limit = Math.sqrt(6 / (inputs + units));
    const kernel = Float32Array.from({ length: inputs * units }, () => {
      const uniform = ((generator.next() >>> 0) + 0.5) / TWO_TO_32;
      return limit * (2 * uniform - 1);
    });
    return { kernel, bias: new Float32Array(units) };
  });
}
