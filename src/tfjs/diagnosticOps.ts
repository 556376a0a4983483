import * as tf from '@tensorflow/tfjs';
import { type GradientSquaresBuffers, type GradientSquaresPlan, runGradientSquares } from '../kernels/gradientSquares';
import { type NegatePlan, runNegate } from '../kernels/negate';
import { runUnitMoments, type UnitMomentsBuffers, type UnitMomentsPlan } from '../kernels/unitMoments';
import type { TfjsBridge } from './bridge';
import { type DenseWeights, populationDense } from './denseOp';
import type { PopulationOpOptions } from './matmulOp';

/**
 * −values, on no tape.
 * @param values of the plan's shape, float32
 */
function negate<T extends tf.Tensor>(bridge: TfjsBridge, plan: NegatePlan, values: T, activity?: GPUBuffer): T {
  const info = bridge.createOutput(values.shape, 'float32');
  const [valuesBuffer, negated] = bridge.buffersOf([values, info]) as [GPUBuffer, GPUBuffer];
  runNegate(bridge, plan, { values: valuesBuffer, negated, ...(activity === undefined ? {} : { activity }) });
  return tf.engine().makeTensorFromTensorInfo(info) as T;
}

/** How the input and the bias of a layer are negated. */
export interface NegativePartsPlan {
  readonly x: NegatePlan;
  readonly bias: NegatePlan;
}

/**
 * relu(−z) for a layer's pre-activations z = x · kernel + bias. With relu(z), which the layer itself gives, it makes up
 * z to the last bit, since every product and sum only changes its sign. It runs on the very pipeline that the layer
 * runs on: a product that keeps z would be another, to be compiled and tuned for these few uses.
 * @param x [members, rows, inputs] float32
 * @returns [members, rows, units] float32, not differentiable.
 */
export function populationNegativeParts(
  bridge: TfjsBridge,
  plan: NegativePartsPlan,
  x: tf.Tensor3D,
  { kernel, bias }: DenseWeights,
  { activity }: PopulationOpOptions = {},
): tf.Tensor3D {
  return populationDense(negate(bridge, plan.x, x, activity), kernel, negate(bridge, plan.bias, bias, activity), {
    hasRelu: true,
    masksInputGradient: false,
    getsMaskedGradient: false,
    activity,
  });
}

/**
 * Records the moments of a layer's pre-activations.
 * @param positive [members, rows, units] float32: the layer's output
 * @param negative the same shape, for a layer with relus: see `populationNegativeParts`
 */
export function recordUnitMoments(
  bridge: TfjsBridge,
  plan: UnitMomentsPlan,
  { positive, negative }: { readonly positive: tf.Tensor3D; readonly negative?: tf.Tensor3D | undefined },
  targets: Omit<UnitMomentsBuffers, 'positive' | 'negative'>,
): void {
  const [positiveBuffer, negativeBuffer] = bridge.buffersOf(
    negative === undefined ? [positive] : [positive, negative],
  ) as [GPUBuffer, GPUBuffer?];
  runUnitMoments(bridge, plan, {
    ...targets,
    positive: positiveBuffer,
    ...(negativeBuffer === undefined ? {} : { negative: negativeBuffer }),
  });
}

/**
 * Records the sums of squares of the gradient of one layer.
 * @param gradient kernel [members, inputs, units] and bias [members, units] float32
 */
export function recordGradientSquares(
  bridge: TfjsBridge,
  plan: GradientSquaresPlan,
  gradient: { readonly kernel: tf.Tensor; readonly bias: tf.Tensor },
  targets: Omit<GradientSquaresBuffers, 'kernel' | 'bias'>,
): void {
  const [kernel, bias] = bridge.buffersOf([gradient.kernel, gradient.bias]) as [GPUBuffer, GPUBuffer];
  runGradientSquares(bridge, plan, { ...targets, kernel, bias });
}
