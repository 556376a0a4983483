import * as tf from '@tensorflow/tfjs';
import { CLASSES, FEATURES } from '../../run/network';
import type { TfjsBridge } from '../../tfjs/bridge';
import { BATCH_ROWS } from '../work/catalog';
import type { ExpectedOutput } from '../work/checkOutputs';
import type { Competitor } from '../work/competitor';
import type { LossData } from '../work/lossData';
import type { GatherCase, GatherData } from '../work/normalizeData';
import { oneHotRows } from './oneHotRows';
import { openTfjs } from './tfjsWork';

/** Rows of float32 images by index, then the affine map. */
export function openGather(
  bridge: TfjsBridge,
  { rows, examples }: GatherCase,
  { images, order, affine }: GatherData,
  expected: () => readonly ExpectedOutput[],
): Competitor {
  const pick = (offset: number) => Float32Array.from({ length: FEATURES }, (_, i) => affine[2 * i + offset] as number);
  return openTfjs(bridge, {
    inputs: () => [
      tf.tensor2d(Float32Array.from(images), [examples, FEATURES]),
      tf.tensor1d(Int32Array.from(order.subarray(0, rows)), 'int32'),
      tf.tensor1d(pick(0)),
      tf.tensor1d(pick(1)),
    ],
    operate: (inputs) => {
      const [source, indices, shift, scale] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
      return [tf.gather(source, indices).sub(shift).mul(scale)];
    },
    expected,
  });
}

/** The loss of every member, summed, and its gradient. */
export function openLoss(bridge: TfjsBridge, { members, logits, labels, expected }: LossData): Competitor {
  const rows = members * BATCH_ROWS;
  return openTfjs(bridge, {
    inputs: () => [tf.tensor2d(logits, [rows, CLASSES]), tf.tensor2d(oneHotRows(labels), [rows, CLASSES])],
    operate: ([z, y]) => {
      // Its mean is over the rows of all members.
      const lossOf = (x: tf.Tensor) => tf.losses.softmaxCrossEntropy(y as tf.Tensor, x).mul<tf.Scalar>(members);
      const { value, grad } = tf.valueAndGrad(lossOf)(z as tf.Tensor);
      return [grad, value];
    },
    expected,
  });
}
