import * as jax from '@jax-js/jax';
import { CLASSES, FEATURES } from '../../run/network';
import { BATCH_ROWS } from '../work/catalog';
import type { ExpectedOutput } from '../work/checkOutputs';
import type { Competitor } from '../work/competitor';
import type { LossData } from '../work/lossData';
import type { GatherCase, GatherData } from '../work/normalizeData';
import { openJax } from './jaxWork';
import { oneHotRows } from './oneHotRows';

type JaxArray = jax.Array;

/** Rows of float32 images by index, then the affine map. */
export function openGather(
  { rows, examples }: GatherCase,
  { images, order, affine }: GatherData,
  expected: () => readonly ExpectedOutput[],
): Promise<Competitor> {
  const pick = (offset: number) => Float32Array.from({ length: FEATURES }, (_, i) => affine[2 * i + offset] as number);
  return openJax({
    inputs: [
      { values: Float32Array.from(images), shape: [examples, FEATURES] },
      { values: Int32Array.from(order.subarray(0, rows)), shape: [rows] },
      { values: pick(0), shape: [FEATURES] },
      { values: pick(1), shape: [FEATURES] },
    ],
    compute: (...inputs) => {
      const [source, indices, shift, scale] = inputs as [JaxArray, JaxArray, JaxArray, JaxArray];
      return [jax.numpy.take(source, indices, 0).sub(shift).mul(scale)];
    },
    expected,
  });
}

/** The loss of every member, summed, and its gradient. */
export function openLoss({ members, logits, labels, expected }: LossData): Promise<Competitor> {
  const rows = members * BATCH_ROWS;
  const lossOf = (z: JaxArray, y: JaxArray) => jax.numpy.sum(jax.nn.logSoftmax(z, -1).mul(y)).mul(-1 / BATCH_ROWS);
  return openJax({
    inputs: [
      { values: logits, shape: [rows, CLASSES] },
      { values: oneHotRows(labels), shape: [rows, CLASSES] },
    ],
    compute: (...inputs) => {
      const [z, y] = inputs as [JaxArray, JaxArray];
      const [loss, gradient] = jax.valueAndGrad(lossOf)(z, y) as [JaxArray, JaxArray];
      return [gradient, loss];
    },
    expected,
  });
}
