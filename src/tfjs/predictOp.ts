import type * as tf from '@tensorflow/tfjs';
import type { KernelBuffers } from '../gpu/kernel';
import type { PredictClassesPlan, predictClasses } from '../kernels/predictClasses';
import type { TfjsBridge } from './bridge';
import { launchOver } from './launchOver';

/**
 * Records what every member makes of the examples of a batch, in one dispatch.
 * @param logits [members, rows, classes] float32
 */
export function recordPredictions(
  bridge: TfjsBridge,
  plan: PredictClassesPlan,
  logits: tf.Tensor3D,
  targets: Omit<KernelBuffers<typeof predictClasses>, 'logits'>,
): void {
  launchOver(bridge, plan, { logits }, targets);
}
