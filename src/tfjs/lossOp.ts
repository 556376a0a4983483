import * as tf from '@tensorflow/tfjs';
import type { RecordLocation } from '../gpu/stepRing';
import { planSoftmaxCrossEntropy, type SoftmaxCrossEntropyPlan } from '../kernels/softmaxCrossEntropy';
import { bridgeOf } from './bridge';
import { launchOver } from './launchOver';
import type { PopulationOpOptions } from './matmulOp';

const KERNEL_NAME = 'WeftSoftmaxCrossEntropy';

/** What the loss needs beside its tensors. */
export interface PopulationLossOptions extends PopulationOpOptions {
  /** Of `totalsBytes`: loss, hits and rows are added to it. */
  readonly totals: GPUBuffer;
  readonly batch: RecordLocation;
}

const plans = new Map<string, SoftmaxCrossEntropyPlan>();

tf.registerKernel({
  kernelName: KERNEL_NAME,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { logits, labels } = inputs as { logits: tf.TensorInfo; labels: tf.TensorInfo };
    const { totals, batch, activity } = attrs as unknown as PopulationLossOptions;
    const [members, rows, classes] = logits.shape as [number, number, number];
    const hasActivity = activity !== undefined;
    const key = [...logits.shape, hasActivity].join();
    const plan = plans.get(key) ?? planSoftmaxCrossEntropy({ members, rows, classes, hasActivity });
    plans.set(key, plan);
    const bridge = bridgeOf(backend);
    const gradient = bridge.createOutput([members, rows, classes], 'float32');
    launchOver(bridge, plan, { logits, labels, gradient }, { totals, batch, activity });
    const lossOnTape = bridge.backend.makeTensorInfo([], 'float32', Float32Array.of(Number.NaN));
    return [lossOnTape, gradient];
  },
});

tf.registerGradient({
  kernelName: KERNEL_NAME,
  outputsToSave: [false, true],
  gradFunc: (_dy, saved) => {
    const [gradient] = saved as [tf.Tensor3D];
    return { logits: () => gradient };
  },
});

/**
 * Softmax cross-entropy of every member, summed over members, each the mean over its rows.
 * Its value stays on the GPU, in `totals`: the scalar returned only stands for it on the tape, and reads as NaN.
 * @param logits [members, rows, classes] float32
 * @param labels [members, rows] int32, each 0 … classes − 1
 * @returns a scalar for `variableGrads`; its gradient is taken as 1.
 */
export function populationLoss(logits: tf.Tensor3D, labels: tf.Tensor2D, options: PopulationLossOptions): tf.Scalar {
  const [loss, gradient] = tf
    .engine()
    .runKernel(KERNEL_NAME, { logits, labels }, options as unknown as tf.NamedAttrMap) as unknown as [
    tf.Scalar,
    tf.Tensor3D,
  ];
  gradient.dispose();
  return loss;
}
