import { matmulReferenceAt } from '../../kernels/matmul/reference';
import { extraLength, type MatmulEpilogue, type MatmulShape } from '../../kernels/matmul/shape';
import { type ExpectedOutput, sampleIndices } from './checkOutputs';
import { randomFloats } from './randomData';

/** The operands of a product, the same for every implementation: A, B, and the epilogue's bias or relu output. */
export interface MatmulOperands {
  readonly a: Float32Array<ArrayBuffer>;
  readonly b: Float32Array<ArrayBuffer>;
  readonly extra: Float32Array<ArrayBuffer> | undefined;
}

/** Random operands in [−1, 1); half of a relu's output, the mask of `relu-mask`, is 0. */
export function createMatmulOperands(shape: MatmulShape): MatmulOperands {
  const { batch, m, k, n, epilogue } = shape;
  const extra = extraLength(shape) > 0 ? randomFloats(3, extraLength(shape)) : undefined;
  return {
    a: randomFloats(1, batch * m * k),
    b: randomFloats(2, batch * k * n),
    extra: epilogue === 'relu-mask' ? extra?.map((value) => Math.max(value, 0)) : extra,
  };
}

/** Multiply-adds in float64 that a check may take: some tens of milliseconds. */
const CHECK_MULTIPLY_ADDS = 4_000_000;

/**
 * A float32 sum of k products of numbers in [−1, 1) is off by about 0.14 · k · 2⁻²⁴ where its root mean square is √k / 3;
 * 8 standard deviations, in that unit, and some for sums of few terms. A relu or its mask leaves half of the squares.
 */
function toleranceOf(k: number, epilogue: MatmulEpilogue = 'none'): number {
  const unit = ['relu', 'bias-relu', 'relu-mask'].includes(epilogue) ? Math.SQRT2 : 1;
  return (4 * Math.sqrt(k) + 8) * 2 ** -24 * unit;
}

/** The product, and with `hasColumnSums` the sums of B's columns, in float64 at a sample of entries. */
export function expectedProduct(shape: MatmulShape, operands: MatmulOperands): ExpectedOutput[] {
  const { batch, m, k, n } = shape;
  const { a, b, extra } = operands;
  const length = batch * m * n;
  const indices = sampleIndices(length, Math.max(256, Math.floor(CHECK_MULTIPLY_ADDS / k)));
  const values = Float64Array.from(indices, (index) => matmulReferenceAt(shape, index, a, b, extra));
  const product = { name: 'product', length, indices, values, tolerance: toleranceOf(k, shape.epilogue) };
  return shape.hasColumnSums ? [product, expectedColumnSums(shape, operands)] : [product];
}

function expectedColumnSums({ batch, k, n }: MatmulShape, { b }: MatmulOperands): ExpectedOutput {
  const values = new Float64Array(batch * n);
  for (let i = 0; i < b.length; i++) {
    const column = Math.floor(i / (k * n)) * n + (i % n);
    values[column] = (values[column] as number) + (b[i] as number);
  }
  return {
    name: 'column sums',
    length: values.length,
    indices: sampleIndices(values.length, values.length),
    values,
    tolerance: toleranceOf(k),
  };
}
