import * as tf from '@tensorflow/tfjs';
import { matmulShape } from '../kernels/matmul/shape';
import { NARROW_DENSE_MAX_UNITS } from '../kernels/narrowDenseGradients';
import { bridgeOf } from './bridge';
import { type PopulationOpOptions, populationMatmul, populationWeightGradients, recordMatmul } from './matmulOp';
import { narrowDenseGradients } from './narrowDenseOp';

const DENSE = 'WeftDense';

/** How a dense layer stands among its neighbours. */
export interface DenseOptions extends PopulationOpOptions {
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
    const { hasRelu, activity } = attrs as unknown as DenseOptions;
    const [batch, m, k] = x.shape as [number, number, number];
    const shape = matmulShape({
      batch,
      m,
      k,
      n: kernel.shape[2] as number,
      epilogue: hasRelu ? 'bias-relu' : 'bias',
      hasActivity: activity !== undefined,
    });
    const [y] = recordMatmul(bridgeOf(backend), shape, { a: x, b: kernel, extra: bias, activity });
    return y;
  },
});

tf.registerGradient({
  kernelName: DENSE,
  inputsToSave: ['x', 'kernel'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const { hasRelu, masksInputGradient, getsMaskedGradient, activity } = attrs as unknown as DenseOptions;
    const [x, kernel, y] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const arrived = dy as tf.Tensor3D;
    // Only a layer used outside a chain comes here with its relu still to undo, and then stock ops do it.
    const dz = hasRelu && !getsMaskedGradient ? tf.mul<tf.Tensor3D>(arrived, tf.step(y)) : arrived;
    // Here and not in the functions below, each of which tfjs runs in a scope that frees what it does not return.
    if (masksInputGradient && dz.shape[2] <= NARROW_DENSE_MAX_UNITS) {
      const [xGradient, kernelGradient, biasGradient] = narrowDenseGradients(x, kernel, dz, {
        hasReluMask: true,
        activity,
      });
      return { x: () => xGradient, kernel: () => kernelGradient, bias: () => biasGradient };
    }
    const [kernelGradient, biasGradient] = populationWeightGradients(x, dz, { activity });
    return {
      x: () => {
        const reluMask = masksInputGradient ? x : undefined;
        return populationMatmul(dz, kernel, { transposeB: true, reluMask, activity });
      },
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
 * @returns the output of every layer, [members, rows, units] float32; that of the last are the logits.
 */
export function populationOutputs(
  x: tf.Tensor3D,
  layers: readonly DenseWeights[],
  { activity }: PopulationOpOptions = {},
): tf.Tensor3D[] {
  const outputs: tf.Tensor3D[] = [];
  for (const [index, { kernel, bias }] of layers.entries()) {
    const isLast = index === layers.length - 1;
    const options = { hasRelu: !isLast, masksInputGradient: index > 0, getsMaskedGradient: !isLast, activity };
    outputs.push(populationDense(outputs.at(-1) ?? x, kernel, bias, options));
  }
  return outputs;
}

/** The last of `populationOutputs`: logits [members, rows, classes] float32, or x where there are no layers. */
export function populationMlp(
  x: tf.Tensor3D,
  layers: readonly DenseWeights[],
  options?: PopulationOpOptions,
): tf.Tensor3D {
  return populationOutputs(x, layers, options).at(-1) ?? x;
}
