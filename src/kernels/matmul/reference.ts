import type { MatmulShape } from './shape';

/**
 * The product in float64, from the formula.
 * @param extra the bias [batch or 1, n], or for `relu-mask` the relu's output [batch, m, n].
 * @returns [batch, m, n]
 */
export function matmulReference(
  shape: MatmulShape,
  a: Float32Array,
  b: Float32Array,
  extra?: Float32Array,
): Float64Array {
  const { batch, m, n } = shape;
  return Float64Array.from({ length: batch * m * n }, (_, index) => matmulReferenceAt(shape, index, a, b, extra));
}

/** One entry of the product, counted over [batch, m, n]. */
export function matmulReferenceAt(
  shape: MatmulShape,
  index: number,
  a: Float32Array,
  b: Float32Array,
  extra?: Float32Array,
): number {
  const { m, k, n } = shape;
  const p = Math.floor(index / (m * n));
  const row = Math.floor(index / n) % m;
  const col = index % n;
  const aStart = shape.sharesA ? 0 : p * m * k;
  const bStart = shape.sharesB ? 0 : p * k * n;
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const aValue = a[aStart + (shape.transposeA ? i * m + row : row * k + i)] as number;
    const bValue = b[bStart + (shape.transposeB ? col * k + i : i * n + col)] as number;
    sum += aValue * bValue;
  }
  return finish(shape, sum, (shape.sharesBias ? 0 : p * n) + col, index, extra);
}

function finish(shape: MatmulShape, sum: number, biasIndex: number, index: number, extra?: Float32Array): number {
  switch (shape.epilogue) {
    case 'none':
      return sum;
    case 'relu':
      return Math.max(sum, 0);
    case 'bias':
      return sum + (extra?.[biasIndex] ?? Number.NaN);
    case 'bias-relu':
      return Math.max(sum + (extra?.[biasIndex] ?? Number.NaN), 0);
    case 'relu-mask':
      return (extra?.[index] ?? Number.NaN) > 0 ? sum : 0;
    default:
      return shape.epilogue satisfies never;
  }
}
