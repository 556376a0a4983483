import * as tf from '@tensorflow/tfjs';
import {
  NARROW_DENSE_ROW_SPLITS,
  type NarrowDensePlan,
  type NarrowDenseShape,
  narrowDenseRowSplits,
  planNarrowDenseGradients,
} from '../kernels/narrowDenseGradients';
import { rightOf } from '../kernels/selfTest/replacement';
import { bridgeOf } from './bridge';
import { launchOver } from './launchOver';
import type { PopulationOpOptions } from './matmulOp';

const KERNEL_NAME = 'WeftNarrowDenseGradients';

export interface NarrowDenseOptions extends PopulationOpOptions {
  /** x is a relu's output: its gradient is 0 where x is not above 0. */
  readonly hasReluMask: boolean;
}

const plans = new Map<string, NarrowDensePlan>();

function planOf(shape: NarrowDenseShape): NarrowDensePlan {
  const key = Object.values(shape).join();
  const plan = plans.get(key) ?? planNarrowDenseGradients(shape);
  plans.set(key, plan);
  return plan;
}

tf.registerKernel({
  kernelName: KERNEL_NAME,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, kernel, dz } = inputs as { x: tf.TensorInfo; kernel: tf.TensorInfo; dz: tf.TensorInfo };
    const { hasReluMask, activity } = attrs as unknown as NarrowDenseOptions;
    const [members, rows, inputCount] = x.shape as [number, number, number];
    const units = dz.shape[2] as number;
    const bridge = bridgeOf(backend);
    const xGradient = bridge.createOutput(x.shape, 'float32');
    const kernelGradient = bridge.createOutput(kernel.shape, 'float32');
    const biasGradient = bridge.createOutput([members, units], 'float32');
    const hasActivity = activity !== undefined;
    const rowSplits = narrowDenseRowSplits(bridge.gpu.adapter, units);
    const shape = { members, rows, inputs: inputCount, units, hasReluMask, hasActivity };
    const plan = rightOf(bridge.gpu, planOf({ ...shape, rowSplits }), () =>
      NARROW_DENSE_ROW_SPLITS.map((others) => planOf({ ...shape, rowSplits: others })),
    );
    launchOver(bridge, plan, { x, kernel, dz, xGradient, kernelGradient, biasGradient }, { activity });
    return [xGradient, kernelGradient, biasGradient];
  },
});

/**
 * The gradients of a dense layer with few units, in one dispatch.
 * @param x [members, rows, inputs] float32
 * @param kernel [members, inputs, units] float32, of at most NARROW_DENSE_MAX_UNITS units
 * @param dz [members, rows, units] float32, the loss's gradient by the layer's pre-activations
 * @returns the gradients of x, of the kernel, and of the bias [members, units]
 */
export function narrowDenseGradients(
  x: tf.Tensor3D,
  kernel: tf.Tensor3D,
  dz: tf.Tensor3D,
  options: NarrowDenseOptions,
): [tf.Tensor3D, tf.Tensor3D, tf.Tensor2D] {
  return tf.engine().runKernel(KERNEL_NAME, { x, kernel, dz }, options as unknown as tf.NamedAttrMap) as unknown as [
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor2D,
  ];
}
