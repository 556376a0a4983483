import { expect, it } from 'vitest';
import { launch } from '../../gpu/kernel';
import { checkMatmul, randomOperands, requirePlan, SMALL_VARIANTS } from '../../testing/checkMatmul';
import { expectClose } from '../../testing/expectClose';
import { useGpu } from '../../testing/gpuTest';
import { columnSumsReference } from '../columnSums';
import { matmulShape } from './shape';

const lab = useGpu();

// The weight and bias gradients of a layer: m inputs, k rows of the batch, n units.
it.each(
  SMALL_VARIANTS.flatMap((variant) =>
    [
      [1, 1, 1, 1],
      [3, 17, 5, 10],
      [2, 8, 128, 7],
      [2, 31, 16, 65],
    ].map(([batch, m, k, n]) => ({ family: variant.family, variant, batch, m, k, n })),
  ),
)('gives the product and the column sums in one dispatch: $family, $batch × $m×$k×$n', async (c) => {
  const { batch = 0, m = 0, k = 0, n = 0, variant } = c;
  const shape = matmulShape({ batch, m, k, n, transposeA: true, hasColumnSums: true });
  await checkMatmul(lab, shape, variant, 5);
});

it('keeps NaN and Inf in their member and column', async () => {
  const shape = matmulShape({ batch: 3, m: 4, k: 6, n: 7, transposeA: true, hasColumnSums: true });
  const { a, b } = randomOperands(shape, 6);
  b.fill(Number.NaN, 0, 42).fill(Number.POSITIVE_INFINITY, 84);
  const columnSums = lab.poisoned(21);
  const out = lab.poisoned(3 * 4 * 7);
  launch(lab.recorder, requirePlan(lab, shape), { a: lab.upload(a), b: lab.upload(b), out, columnSums });
  const middle = (await lab.readFloats(columnSums)).slice(7, 14);
  const expected = columnSumsReference({ members: 3, rows: 6, cols: 7 }, b).slice(7, 14);
  expect(expected.every(Number.isFinite)).toBe(true);
  expectClose(middle, expected, { rtol: 1e-6, atol: 1e-6 });
});
