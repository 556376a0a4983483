import * as jax from '@jax-js/jax';
import type { MatmulShape } from '../../kernels/matmul/shape';
import type { Competitor } from '../work/competitor';
import { expectedProduct, type MatmulOperands } from '../work/matmulOperands';
import { openJax } from './jaxWork';

type JaxArray = jax.Array;

export function openMatmul(shape: MatmulShape, operands: MatmulOperands): Promise<Competitor> {
  const { batch, m, k, n, transposeA, transposeB, epilogue } = shape;
  const withBatch = (dims: readonly number[]) => (batch === 1 ? dims : [batch, ...dims]);
  const extraDims = epilogue === 'relu-mask' ? withBatch([m, n]) : batch === 1 ? [n] : [batch, 1, n];
  return openJax({
    inputs: [
      { values: operands.a, shape: withBatch(transposeA ? [k, m] : [m, k]) },
      { values: operands.b, shape: withBatch(transposeB ? [n, k] : [k, n]) },
      ...(operands.extra === undefined ? [] : [{ values: operands.extra, shape: extraDims }]),
    ],
    compute: (a, b, extra) => multiply(shape, a as JaxArray, b as JaxArray, extra),
    expected: () => expectedProduct(shape, operands),
  });
}

function multiply(shape: MatmulShape, a: JaxArray, b: JaxArray, extra: JaxArray | undefined): JaxArray[] {
  const { numpy: np, nn } = jax;
  const { transposeA, transposeB, epilogue, hasColumnSums, batch } = shape;
  const sums = hasColumnSums ? [np.sum(b.ref, batch === 1 ? 0 : 1)] : [];
  const left = transposeA ? np.matrixTranspose(a) : a;
  const right = transposeB ? np.matrixTranspose(b) : b;
  const product = np.matmul(left, right);
  if (extra === undefined) {
    return [product, ...sums];
  }
  if (epilogue === 'relu-mask') {
    return [np.where(np.greater(extra, 0), product, 0)];
  }
  const sum = product.add(extra);
  return [epilogue === 'bias-relu' ? nn.relu(sum) : sum];
}
