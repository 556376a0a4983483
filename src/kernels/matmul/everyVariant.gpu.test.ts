import { describe, expect, it } from 'vitest';
import { checkMatmul, forThisAdapter, runsHere } from '../../testing/checkMatmul';
import { useGpu } from '../../testing/gpuTest';
import { chooseMatmulVariant, listMatmulVariants } from './choice';
import { type MatmulShape, matmulShape } from './shape';
import { isWhole, type MatmulTraits, type MatmulVariant, matmulTraits, matmulWorkgroup } from './variants';

// Every variant that some adapter can be given for a product of the notebook's step, at sizes that go through the same
// code: whole tiles, and edges of rows, columns and k.
const lab = useGpu();

const LIMITS = {
  isSoftware: false,
  maxWorkgroupsPerDimension: 65_535,
  maxInvocationsPerWorkgroup: 256,
  maxWorkgroupBytes: 32_768,
};
const ADAPTERS: readonly MatmulTraits[] = [
  { ...LIMITS, subgroupSize: 32 },
  { ...LIMITS, subgroupSize: undefined },
  { ...LIMITS, isSoftware: true, subgroupSize: 4 },
  { ...LIMITS, isSoftware: true, subgroupSize: 8 },
  { ...LIMITS, isSoftware: true, subgroupSize: undefined },
  { ...LIMITS, subgroupSize: undefined, maxWorkgroupBytes: 16_384, maxInvocationsPerWorkgroup: 128 },
];
/** m, k, n of the step's products. */
const STEP = [
  [128, 784, 512],
  [128, 512, 512],
  [128, 512, 10],
  [784, 128, 512],
  [512, 128, 512],
] as const;

const VARIANTS = [
  ...new Map(
    ADAPTERS.flatMap((traits) =>
      STEP.flatMap(([m, k, n]) =>
        [1, 4, 20].flatMap((batch) => listMatmulVariants(matmulShape({ batch, m, k, n }), traits)),
      ),
    )
      .map(forThisAdapter)
      .filter(runsHere)
      .map((variant) => [nameVariant(variant), variant]),
  ),
];

/** How the operands of the step lie, and what becomes of the sums. */
const LAYOUTS = {
  forward: { epilogue: 'bias-relu' },
  'weight gradient': { transposeA: true, hasColumnSums: true },
  'input gradient': { transposeB: true, epilogue: 'relu-mask' },
} as const satisfies Record<string, Partial<MatmulShape>>;

/** Steps of k that a turn of the shader's loop takes. */
function stepsOfLoop(variant: MatmulVariant): number {
  return variant.family === 'subgroup' ? 4 : variant.kStep * (variant.family === 'tile' ? variant.splits : 1);
}

function nameVariant({ family, ...numbers }: MatmulVariant): string {
  return `${family} ${Object.values(numbers).join(' ')}`;
}

it('has variants of every family', () => {
  const families = new Set(VARIANTS.map(([, { family }]) => family));
  const shipped = chooseMatmulVariant(matmulShape({ m: 128, k: 784, n: 512 }), matmulTraits(lab.gpu));
  expect(families).toEqual(new Set(['register', 'subgroup', 'tile', shipped.family]));
  expect(VARIANTS.length).toBeGreaterThan(12);
});

describe.each(VARIANTS)('%s', (_, variant) => {
  const { rows, cols } = matmulWorkgroup(variant);
  const steps = stepsOfLoop(variant);
  const inVectors = variant.family === 'tile' || variant.family === 'subgroup';
  /** A subgroup with few rows does not load a transposed A. */
  const fits = (layout: Partial<MatmulShape>) => isWhole(variant, { transposeA: false, ...layout });

  it('computes a layer forwards in whole tiles', async () => {
    const sizes = { m: rows, k: 2 * steps, n: cols };
    await checkMatmul(lab, matmulShape({ batch: 2, ...sizes, hasActivity: true, ...LAYOUTS.forward }), variant);
  });

  // To the others a layout is a matter of strides.
  it.each(Object.entries(LAYOUTS).filter(([, layout]) => inVectors && fits(layout)))(
    'computes a %s with edges of vectors',
    async (_, layout) => {
      const sizes = { m: rows + 4, k: steps + 4, n: cols + 4 };
      await checkMatmul(lab, matmulShape({ batch: 2, ...sizes, hasActivity: true, ...layout }), variant);
    },
  );

  it('computes a product with edges of single floats', async () => {
    const sizes = { m: rows + 1, k: steps + 3, n: cols - 1 };
    await checkMatmul(
      lab,
      matmulShape({ batch: 2, ...sizes, transposeA: fits({ transposeA: true }), hasColumnSums: true }),
      variant,
    );
  });
});
