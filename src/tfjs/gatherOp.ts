import * as tf from '@tensorflow/tfjs';
import type { KernelBuffers } from '../gpu/kernel';
import type { GatherNormalizePlan, gatherNormalize } from '../kernels/normalization/gatherNormalize';
import type { TfjsBridge } from './bridge';
import { launchOver } from './launchOver';

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
  sources: Omit<KernelBuffers<typeof gatherNormalize>, 'x' | 'y'>,
): PopulationBatch {
  const { members, rows, features } = plan.shape;
  const x = bridge.createOutput([members, rows, features], 'float32');
  const y = bridge.createOutput([members, rows], 'int32');
  launchOver(bridge, plan, { x, y }, sources);
  const engine = tf.engine();
  return {
    x: engine.makeTensorFromTensorInfo(x) as tf.Tensor3D,
    y: engine.makeTensorFromTensorInfo(y) as tf.Tensor2D,
  };
}
