import * as tf from '@tensorflow/tfjs';
import type { MatmulShape } from '../kernels/matmul';
import { bridgeOf } from './bridge';
import { populationMatmul, populationWeightGradients, recordMatmul } from './matmulOp';

const DENSE = 'WeftDense';

/** How a dense layer stands among its neighbours. */
export interface DenseOptions {
  readonly hasRelu: boolean;
  /** x is a relu's output: this layer's product hands its gradient on already masked by that relu. */
  readonly masksInputGradient: boolean;
  /** The layer after this one masks: the gradient that arrives here needs no mask of this layer's relu. */
  readonly getsMaskedGradient: boolean;
}

tf.registerKernel({
  kernelName: DENSE,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, kernel, bias } = inputs as { x: tf.TensorInfo; kernel: tf.TensorInfo; bias: tf.TensorInfo };
    const [batch, m, k] = x.shape as [number, number, number];
    const shape: MatmulShape = {
      batch,
      m,
      k,
      n: kernel.shape[2] as number,
      transposeA: false,
      transposeB: false,
      sharesA: false,
      sharesB: false,
      epilogue: (attrs as unknown as DenseOptions).hasRelu ? 'bias-relu' : 'bias',
      sharesBias: false,
    };
    const [y] = recordMatmul(bridgeOf(backend), shape, x, kernel, bias);
    return y;
  },
});

tf.registerGradient({
  kernelName: DENSE,
  inputsToSave: ['x', 'kernel'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const { hasRelu, masksInputGradient, getsMaskedGradient } = attrs as unknown as DenseOptions;
    const [x, kernel, y] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const arrived = dy as tf.Tensor3D;
    // Only a layer used outside a chain comes here with its relu still to undo, and then stock ops do it.
    const dz = hasRelu && !getsMaskedGradient ? tf.mul<tf.Tensor3D>(arrived, tf.step(y)) : arrived;
    // Here and not in the functions below, each of which tfjs runs in a scope that frees what it does not return.
    const [kernelGradient, biasGradient] = populationWeightGradients(x, dz);
    return {
      x: () => populationMatmul(dz, kernel, { transposeB: true, reluMask: masksInputGradient ? x : undefined }),
      kernel: () => kernelGradient,
      bias: () => biasGradient,
    };
  },
});

/**
 * One dense layer for every member: y[p] = x[p] · kernel[p] + bias[p], then relu if asked, in one dispatch.
 * @param x [members, rows, inputs] float32
 * @param kernel [members, inputs, units] float32
 * @param bias [members, units] float32
 * @returns [members, rows, units] float32, differentiable in all three.
 */
export function populationDense(
  x: tf.Tensor3D,
  kernel: tf.Tensor3D,
  bias: tf.Tensor2D,
  options: DenseOptions,
): tf.Tensor3D {
  return tf.engine().runKernel(DENSE, { x, kernel, bias }, options as unknown as tf.NamedAttrMap) as tf.Tensor3D;
}

/** Weights of one layer of a population. */
export interface DenseWeights {
  /** [members, inputs, units] float32 */
  readonly kernel: tf.Tensor3D;
  /** [members, units] float32 */
  readonly bias: tf.Tensor2D;
}

/**
 * A chain of dense layers, relu after each but the last.
 * @param x [members, rows, inputs] float32
 * @returns logits [members, rows, classes] float32
 */
export function populationMlp(x: tf.Tensor3D, layers: readonly DenseWeights[]): tf.Tensor3D {
  return layers.reduce((input, { kernel, bias }, index) => {
    const isLast = index === layers.length - 1;
    return populationDense(input, kernel, bias, {
      hasRelu: !isLast,
      masksInputGradient: index > 0,
      getsMaskedGradient: !isLast,
    });
  }, x);
}
