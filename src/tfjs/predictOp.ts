import type * as tf from '@tensorflow/tfjs';
import { type PredictClassesBuffers, type PredictClassesPlan, runPredictClasses } from '../kernels/predictClasses';
import type { TfjsBridge } from './bridge';

/**
 * Records what every member makes of the examples of a batch, in one dispatch.
 * @param logits [members, rows, classes] float32
 */
export function recordPredictions(
  bridge: TfjsBridge,
  plan: PredictClassesPlan,
  logits: tf.Tensor3D,
  targets: Omit<PredictClassesBuffers, 'logits'>,
): void {
  const [logitsBuffer] = bridge.buffersOf([logits]) as [GPUBuffer];
  runPredictClasses(bridge, plan, { ...targets, logits: logitsBuffer });
}
