import * as tf from '@tensorflow/tfjs';
import type { KernelBuffers } from '../gpu/kernel';
import type { GradientSquaresPlan, gradientSquares } from '../kernels/gradientSquares';
import type { NegatePlan } from '../kernels/negate';
import type { UnitMomentsPlan, unitMoments } from '../kernels/unitMoments';
import type { TfjsBridge } from './bridge';
import { type DenseWeights, populationDense } from './denseOp';
import { launchOver } from './launchOver';
import type { PopulationOpOptions } from './matmulOp';

/**
 * −values, on no tape.
 * @param values of the plan's shape, float32
 */
function negate<T extends tf.Tensor>(bridge: TfjsBridge, plan: NegatePlan, values: T, activity?: GPUBuffer): T {
  const negated = bridge.createOutput(values.shape, 'float32');
  launchOver(bridge, plan, { values, negated }, { activity });
  return tf.engine().makeTensorFromTensorInfo(negated) as T;
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
 * @param layer its output [members, rows, units] float32 as `positive`, and for a layer with relus, of the same shape,
 * `negative`: see `populationNegativeParts`
 */
export function recordUnitMoments(
  bridge: TfjsBridge,
  plan: UnitMomentsPlan,
  layer: { readonly positive: tf.Tensor3D; readonly negative: tf.Tensor3D | undefined },
  targets: Omit<KernelBuffers<typeof unitMoments>, 'positive' | 'negative'>,
): void {
  launchOver(bridge, plan, layer, targets);
}

/**
 * Records the sums of squares of the gradient of one layer.
 * @param gradient kernel [members, inputs, units] and bias [members, units] float32
 */
export function recordGradientSquares(
  bridge: TfjsBridge,
  plan: GradientSquaresPlan,
  gradient: { readonly kernel: tf.Tensor; readonly bias: tf.Tensor },
  targets: Omit<KernelBuffers<typeof gradientSquares>, 'kernel' | 'bias'>,
): void {
  launchOver(bridge, plan, gradient, targets);
}
