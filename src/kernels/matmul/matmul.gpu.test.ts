import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkMatmul,
  computeMatmul,
  matmulTolerance,
  randomOperands,
  requirePlan,
  SMALL_VARIANTS,
} from '../../testing/checkMatmul';
import { expectClose } from '../../testing/expectClose';
import { useGpu } from '../../testing/gpuTest';
import { matmulReference } from './reference';
import { type MatmulEpilogue, matmulShape } from './shape';
import { type MatmulVariant, matmulWorkgroup } from './variants';

const lab = useGpu();
const BOTH = [false, true];
/** The other families' steps are whole vectors, which end in zeros rather than in single steps. */
const withStep = (variant: MatmulVariant, kStep: number): MatmulVariant =>
  variant.family === 'register' || variant.family === 'quad' ? { ...variant, kStep } : variant;
const EPILOGUES: readonly MatmulEpilogue[] = ['none', 'bias', 'bias-relu', 'relu', 'relu-mask'];

describe.each(SMALL_VARIANTS)('matmul in $family tiles of $rows rows', (variant) => {
  const { rows: tileRows, cols: tileCols } = matmulWorkgroup(variant);

  it('multiplies single numbers', async () => {
    await checkMatmul(lab, matmulShape({ m: 1, k: 1, n: 1 }), variant);
  });

  it.each([-1, 0, 1])('is right at and around a tile of rows (%i)', async (more) => {
    await checkMatmul(lab, matmulShape({ m: tileRows + more, k: 5, n: tileCols }), variant);
    await checkMatmul(lab, matmulShape({ m: 2 * tileRows + more, k: 5, n: tileCols }), variant);
  });

  it.each([-1, 0, 1])('is right at and around a tile of columns (%i)', async (more) => {
    await checkMatmul(lab, matmulShape({ m: tileRows, k: 5, n: tileCols + more }), variant);
    await checkMatmul(lab, matmulShape({ m: tileRows, k: 5, n: 2 * tileCols + more }), variant);
  });

  it.each([1, 2, 3, 4, 5, 785])('sums over k = %i', async (k) => {
    await checkMatmul(lab, matmulShape({ m: 5, k, n: 7 }), variant);
  });

  it.each([5, 2])('sums when k = 2 is below or at %i unrolled steps', async (kStep) => {
    await checkMatmul(lab, matmulShape({ m: 5, k: 2, n: 7 }), withStep(variant, kStep));
  });

  it.each(BOTH.flatMap((transposeA) => BOTH.map((transposeB) => [transposeA, transposeB] as const)))(
    'multiplies prime sizes with A transposed %s, B transposed %s, in a batch',
    async (transposeA, transposeB) => {
      await checkMatmul(lab, matmulShape({ batch: 2, m: 31, k: 37, n: 29, transposeA, transposeB }), variant);
    },
  );

  it.each([
    { sharesA: true, sharesB: false },
    { sharesA: false, sharesB: true },
    { sharesA: true, sharesB: true },
  ])('multiplies one operand with a whole batch: $sharesA, $sharesB', async (shares) => {
    const transposes = { transposeA: true, transposeB: true };
    await checkMatmul(lab, matmulShape({ batch: 3, m: 5, k: 6, n: 10, ...shares }), variant);
    await checkMatmul(lab, matmulShape({ batch: 3, m: 5, k: 6, n: 10, ...shares, ...transposes }), variant);
  });

  it.each(EPILOGUES.flatMap((epilogue) => BOTH.map((sharesBias) => ({ epilogue, sharesBias }))))(
    'ends with $epilogue, one bias for all $sharesBias',
    async (ending) => {
      await checkMatmul(lab, matmulShape({ batch: 3, m: 9, k: 6, n: 11, ...ending }), variant);
    },
  );

  it.each(EPILOGUES)('keeps NaN and Inf in the rows and columns they belong to, with %s', async (epilogue) => {
    const shape = matmulShape({ batch: 3, m: 9, k: 5, n: 11, epilogue });
    const operands = randomOperands(shape, 7);
    const aSize = shape.m * shape.k;
    const bSize = shape.k * shape.n;
    operands.a.fill(Number.NaN, 0, aSize);
    operands.a.fill(Number.NEGATIVE_INFINITY, 2 * aSize + 8 * shape.k);
    operands.a[aSize + 4 * shape.k] = Number.NaN;
    operands.b.fill(Number.POSITIVE_INFINITY, 0, bSize);
    operands.b[2 * bSize + 10] = Number.NaN;
    operands.extra.fill(Number.NaN, 0, operands.extra.length / shape.batch);
    const actual = await computeMatmul(lab, requirePlan(lab, shape, variant), operands);
    const expected = matmulReference(shape, operands.a, operands.b, operands.extra);
    // Where NaN or Inf takes part, WGSL promises nothing; everywhere else it must not be felt.
    const finite = expected.map((_, i) => i).filter((i) => Number.isFinite(expected[i]) && i >= shape.m * shape.n);
    expect(finite.length).toBeGreaterThanOrEqual(2 * shape.m * shape.n - 2 * shape.n - shape.m);
    const pick = (values: ArrayLike<number>) => Array.from(finite, (i) => values[i] as number);
    expectClose(pick(actual), pick(expected), matmulTolerance(shape.k));
  });

  it.each(['relu', 'bias-relu'] as const)('keeps a sum that is NaN through %s, as tfjs does', async (epilogue) => {
    const shape = matmulShape({ m: 2, k: 1, n: 3, epilogue });
    const bias = epilogue === 'relu' ? [] : [Number.NaN, 0, 1];
    const operands = {
      a: Float32Array.of(1, Number.NaN),
      b: Float32Array.of(1, 2, -3),
      extra: Float32Array.from(bias),
    };
    const actual = await computeMatmul(lab, requirePlan(lab, shape, variant), operands);
    const first = epilogue === 'relu' ? [1, 2, 0] : [Number.NaN, 2, 0];
    expect([...actual]).toEqual([...first, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('gives the same bits each time', async () => {
    const shape = matmulShape({ batch: 2, m: 37, k: 53, n: 41, epilogue: 'bias' });
    const operands = randomOperands(shape, 11);
    const plan = requirePlan(lab, shape, variant);
    const first = new Uint32Array((await computeMatmul(lab, plan, operands)).buffer);
    const second = new Uint32Array((await computeMatmul(lab, plan, operands)).buffer);
    expect(second).toEqual(first);
  });
});

it('is right for any small shape, layout, batch and epilogue', async () => {
  const size = fc.integer({ min: 1, max: 21 });
  const shapes = fc.record({
    batch: fc.integer({ min: 1, max: 3 }),
    m: size,
    k: size,
    n: size,
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    sharesA: fc.boolean(),
    sharesB: fc.boolean(),
    epilogue: fc.constantFrom(...EPILOGUES),
    sharesBias: fc.boolean(),
  });
  const variants = fc.constantFrom(...SMALL_VARIANTS);
  const property = fc.asyncProperty(shapes, variants, fc.nat(), (shape, variant, seed) =>
    checkMatmul(lab, matmulShape(shape), variant, seed),
  );
  await fc.assert(property, { numRuns: 25 });
});

it('gives the same bits in quad tiles of any height, so that a run can change tiles on its way', async () => {
  const shape = matmulShape({ batch: 2, m: 40, k: 37, n: 21, epilogue: 'bias-relu' });
  const operands = randomOperands(shape, 9);
  const inRows = (rows: number) =>
    computeMatmul(lab, requirePlan(lab, shape, { family: 'quad', rows, cols: 4, kStep: 4 }), operands);
  const expected = await inRows(8);
  for (const rows of [4, 16, 20]) {
    expect(await inRows(rows)).toEqual(expected);
  }
});
