import * as tf from '@tensorflow/tfjs';
import type { MatmulShape } from '../../kernels/matmul/shape';
import type { TfjsBridge } from '../../tfjs/bridge';
import type { Competitor } from '../work/competitor';
import { expectedProduct, type MatmulOperands } from '../work/matmulOperands';
import { openTfjs } from './tfjsWork';

/** On stock kernels, or with Weft's product in their place. */
export function openMatmul(
  bridge: TfjsBridge,
  shape: MatmulShape,
  operands: MatmulOperands,
  { hasWeftKernels = false } = {},
): Competitor {
  const { batch, m, k, n, transposeA, transposeB } = shape;
  /** Two dimensions where there is one product: that is the form with most fused operations. */
  const tensor = (values: Float32Array, dims: number[]) => tf.tensor(values, batch === 1 ? dims : [batch, ...dims]);
  return openTfjs(bridge, {
    inputs: () => [
      tensor(operands.a, transposeA ? [k, m] : [m, k]),
      tensor(operands.b, transposeB ? [n, k] : [k, n]),
      ...(operands.extra === undefined ? [] : [extraTensor(shape, operands.extra)]),
    ],
    operate: ([a, b, extra]) => multiply(shape, a as tf.Tensor, b as tf.Tensor, extra),
    hasWeftKernels,
    expected: () => expectedProduct(shape, operands),
  });
}

function extraTensor({ batch, m, n, epilogue }: MatmulShape, values: Float32Array): tf.Tensor {
  const dims = epilogue === 'relu-mask' ? [batch, m, n] : [batch, 1, n];
  return tf.tensor(values, batch === 1 ? (epilogue === 'relu-mask' ? [m, n] : [n]) : dims);
}

function multiply(shape: MatmulShape, a: tf.Tensor, b: tf.Tensor, extra: tf.Tensor | undefined): tf.Tensor[] {
  const { transposeA, transposeB, epilogue, batch, hasColumnSums } = shape;
  const hasRelu = epilogue === 'relu' || epilogue === 'bias-relu';
  if (batch === 1 && (epilogue === 'bias' || epilogue === 'bias-relu')) {
    const activation = hasRelu ? 'relu' : 'linear';
    return [tf.fused.matMul({ a, b, transposeA, transposeB, bias: extra as tf.Tensor, activation })];
  }
  const product = tf.matMul(a, b, transposeA, transposeB);
  if (hasColumnSums) {
    return [product, tf.sum(b, batch === 1 ? 0 : 1)];
  }
  if (extra === undefined) {
    return [product];
  }
  if (epilogue === 'relu-mask') {
    return [tf.mul(product, tf.step(extra))];
  }
  const sum = tf.add(product, extra);
  return [hasRelu ? tf.relu(sum) : sum];
}
