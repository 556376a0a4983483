import * as tf from '@tensorflow/tfjs';
import { type GatherNormalizeBuffers, type GatherNormalizePlan, runGatherNormalize } from '../kernels/gatherNormalize';
import type { TfjsBridge } from './bridge';

/** One batch of every member. */
export interface PopulationBatch {
  /** [members, rows, features] float32 */
  readonly x: tf.Tensor3D;
  /** [members, rows] int32 */
  readonly y: tf.Tensor2D;
}

/** Gathers and normalizes one batch into fresh tensors, in one dispatch. */
export function populationGather(
  bridge: TfjsBridge,
  plan: GatherNormalizePlan,
  sources: Omit<GatherNormalizeBuffers, 'x' | 'y'>,
): PopulationBatch {
  const { members, rows, features } = plan.shape;
  const xInfo = bridge.createOutput([members, rows, features], 'float32');
  const yInfo = bridge.createOutput([members, rows], 'int32');
  const [x, y] = bridge.buffersOf([xInfo, yInfo]) as [GPUBuffer, GPUBuffer];
  runGatherNormalize(bridge, plan, { ...sources, x, y });
  const engine = tf.engine();
  return {
    x: engine.makeTensorFromTensorInfo(xInfo) as tf.Tensor3D,
    y: engine.makeTensorFromTensorInfo(yInfo) as tf.Tensor2D,
  };
}
