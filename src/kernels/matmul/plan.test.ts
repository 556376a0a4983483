import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseMatmulVariant, listMatmulVariants } from './choice';
import { planMatmul } from './plan';
import { matmulReference } from './reference';
import { matmulFlop, matmulShape } from './shape';
import { type MatmulTraits, type MatmulVariant, matmulWorkgroup } from './variants';

const NO_SUBGROUPS: MatmulTraits = {
  isSoftware: false,
  subgroupSize: undefined,
  maxWorkgroupsPerDimension: 65_535,
  maxInvocationsPerWorkgroup: 256,
  maxWorkgroupBytes: 16_384,
};
const GPU: MatmulTraits = { ...NO_SUBGROUPS, subgroupSize: 32, maxWorkgroupBytes: 32_768 };
const QUADS: MatmulTraits = { ...NO_SUBGROUPS, isSoftware: true, subgroupSize: 4 };
const TILE: MatmulVariant = { family: 'register', rows: 4, cols: 2, kStep: 4, workgroupSize: 8 };

describe('planMatmul', () => {
  it('covers the output with tiles, columns in x, rows in y and the batch in z', () => {
    expect(planMatmul(matmulShape({ m: 8, k: 3, n: 32 }), QUADS, TILE)?.grid).toEqual([2, 2, 1]);
    expect(planMatmul(matmulShape({ batch: 7, m: 9, k: 3, n: 33 }), QUADS, TILE)?.grid).toEqual([3, 3, 7]);
    expect(planMatmul(matmulShape({ m: 1, k: 1, n: 1 }), QUADS, TILE)?.grid).toEqual([1, 1, 1]);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('has no plan where a dimension is %d', (size) => {
    const shape = matmulShape({ batch: 2, m: 3, k: 4, n: 5 });
    for (const dimension of ['batch', 'm', 'k', 'n'] as const) {
      expect(planMatmul({ ...shape, [dimension]: size }, QUADS), dimension).toBeUndefined();
    }
  });

  it('plans up to the limit of workgroups in each direction, and not beyond it', () => {
    const traits = { ...NO_SUBGROUPS, maxWorkgroupsPerDimension: 3 };
    const atLimit = matmulShape({ batch: 3, m: 12, k: 1, n: 48 });
    expect(planMatmul(atLimit, traits, TILE)?.grid).toEqual([3, 3, 3]);
    expect(planMatmul({ ...atLimit, batch: 4 }, traits, TILE)).toBeUndefined();
    expect(planMatmul({ ...atLimit, m: 13 }, traits, TILE)).toBeUndefined();
    expect(planMatmul({ ...atLimit, n: 49 }, traits, TILE)).toBeUndefined();
  });

  it.each([
    [128, 32],
    [784, 28],
    [512, 32],
    [10, 12],
    [20, 20],
    [1, 4],
    [33, 20],
  ])('takes for %i rows of a large product the quad tile with the least work, %i', (m, rows) => {
    expect(planMatmul(matmulShape({ m, k: 2 ** 23, n: 512 }), QUADS)?.variant).toMatchObject({ family: 'quad', rows });
  });

  it.each([
    [128, 16],
    [784, 20],
    [512, 20],
    [20, 20],
    [1, 4],
  ])('takes for %i rows of a small product a tile that compiles quickly, %i', (m, rows) => {
    expect(planMatmul(matmulShape({ m, k: 8, n: 10 }), QUADS)?.variant).toMatchObject({ family: 'quad', rows });
  });

  it.each([
    ['a large product', [4096, 4096, 4096], 1, { rows: 8, cols: 8, lanesX: 16, splits: 1 }],
    ['32 members', [128, 784, 512], 32, { rows: 8, cols: 8, lanesX: 8, splits: 1 }],
    ['8 members', [128, 784, 512], 8, { rows: 4, cols: 4, lanesX: 8, splits: 1 }],
    ['4 members', [128, 784, 512], 4, { rows: 8, cols: 4, lanesX: 8, splits: 4 }],
    ['2 members', [128, 784, 512], 2, { rows: 4, cols: 4, lanesX: 8, splits: 4 }],
    ['1 member', [128, 784, 512], 1, { rows: 4, cols: 4, lanesX: 4, splits: 8 }],
    ['the weight gradient of 1 member', [784, 128, 512], 1, { rows: 4, cols: 4, lanesX: 8, splits: 1 }],
    ['few steps of k', [128, 16, 512], 1, { rows: 4, cols: 4, lanesX: 8, splits: 1 }],
    ['the logits', [128, 512, 10], 4, { lanesX: 4, lanesY: 4, splits: 16 }],
  ] as const)(
    'takes on GPUs, for %s, the tile that reuses most and keeps every core busy',
    (_, [m, k, n], batch, tile) => {
      const plan = planMatmul(matmulShape({ batch, m, k, n }), GPU);
      expect(plan?.variant).toMatchObject({ family: 'tile', ...tile });
    },
  );

  it('has no plan for tiles whose invocations would not share the copies evenly', () => {
    const tile = { family: 'tile', rows: 4, cols: 4, kStep: 8, lanesX: 4, lanesY: 4, splits: 1 } as const;
    const shape = matmulShape({ m: 8, k: 8, n: 8 });
    expect(planMatmul(shape, GPU, tile)).toBeDefined();
    for (const change of [{ lanesX: 16 }, { lanesY: 16 }, { rows: 12 }, { kStep: 4, lanesX: 8 }, { splits: 3 }]) {
      expect(planMatmul(shape, GPU, { ...tile, ...change }), JSON.stringify(change)).toBeUndefined();
    }
  });

  it('takes register tiles where workgroups are small or have no memory', () => {
    for (const limits of [{ maxInvocationsPerWorkgroup: 32 }, { maxWorkgroupBytes: 0 }]) {
      const plan = planMatmul(matmulShape({ m: 128, k: 784, n: 512 }), { ...NO_SUBGROUPS, ...limits });
      expect(plan?.variant.family).toBe('register');
    }
  });

  it('lists only variants that the adapter can run, the shipped choice first', () => {
    const shape = matmulShape({ m: 784, k: 128, n: 512 });
    for (const traits of [QUADS, NO_SUBGROUPS, { ...NO_SUBGROUPS, maxWorkgroupBytes: 8192 }]) {
      const variants = listMatmulVariants(shape, traits);
      expect(variants[0]).toEqual(chooseMatmulVariant(shape, traits));
      expect(new Set(variants.map((variant) => JSON.stringify(variant))).size).toBe(variants.length);
      for (const variant of variants) {
        expect(matmulWorkgroup(variant).bytes).toBeLessThanOrEqual(traits.maxWorkgroupBytes);
        expect(variant.family === 'quad').toBe(traits.subgroupSize === 4 && variant.family === 'quad');
      }
    }
  });

  it('covers every output and all of k, whatever the shape', () => {
    const size = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(size, size, size, fc.constantFrom(QUADS, NO_SUBGROUPS), (m, k, n, traits) => {
        for (const variant of listMatmulVariants(matmulShape({ m, k, n }), traits)) {
          const plan = planMatmul(matmulShape({ m, k, n }), traits, variant);
          const { grid, constants } = plan as NonNullable<typeof plan>;
          const tile = matmulWorkgroup(variant);
          expect(grid[0] * tile.cols).toBeGreaterThanOrEqual(n);
          expect(grid[0] * tile.cols - n).toBeLessThan(tile.cols);
          expect(grid[1] * tile.rows).toBeGreaterThanOrEqual(m);
          expect(grid[1] * tile.rows - m).toBeLessThan(tile.rows);
          if (variant.family === 'tile') {
            expect(Number(constants.K_SLICES) * variant.kStep * variant.splits).toBeGreaterThanOrEqual(k);
          } else if (variant.family !== 'subgroup') {
            expect(Number(constants.K_STEPS) * variant.kStep + Number(constants.K_TAIL)).toBe(k);
          }
        }
      }),
    );
  });
});

it('plans how many bytes each operand has', () => {
  const shape = matmulShape({ batch: 3, m: 4, k: 5, n: 6, sharesB: true, epilogue: 'relu-mask' });
  const bytes = { a: 240, b: 120, extra: 288, out: 288, columnSums: 72, activity: 12 };
  expect(planMatmul(shape, GPU)?.minBytes).toEqual(bytes);
});

describe('the program of a plan', () => {
  it('has every marked loop unrolled, and one loop over the steps of k left', () => {
    const variant: MatmulVariant = { family: 'register', rows: 2, cols: 3, kStep: 2, workgroupSize: 64 };
    const plan = planMatmul(matmulShape({ m: 8, k: 9, n: 16, hasColumnSums: true }), NO_SUBGROUPS, variant);
    expect(plan?.constants).toMatchObject({ K_STEPS: 4, K_TAIL: 1 });
    expect(plan?.program.code).not.toContain('@unroll');
    expect(plan?.program.code.match(/^ *for \(/gm)).toHaveLength(1);
  });

  it('is the same for the same plan, and another text for another shape', () => {
    const plan = planMatmul(matmulShape({ m: 3, k: 4, n: 5 }), NO_SUBGROUPS) as NonNullable<
      ReturnType<typeof planMatmul>
    >;
    const other = planMatmul(matmulShape({ m: 3, k: 5, n: 5 }), NO_SUBGROUPS) as typeof plan;
    expect(plan.program).toBe(plan.program);
    expect(plan.program.code).not.toBe(other.program.code);
  });
});

describe('matmulReference', () => {
  // [1 2 3; 4 5 6] · [1 2; 3 4; 5 6] = [22 28; 49 64]
  const a = new Float32Array([1, 2, 3, 4, 5, 6]);
  const shape = matmulShape({ m: 2, k: 3, n: 2 });

  it('multiplies by hand-computed numbers', () => {
    expect([...matmulReference(shape, a, a)]).toEqual([22, 28, 49, 64]);
  });

  it('reads transposed operands as the same matrices', () => {
    const transposedA = new Float32Array([1, 4, 2, 5, 3, 6]);
    const transposedB = new Float32Array([1, 3, 5, 2, 4, 6]);
    const transposed = { ...shape, transposeA: true, transposeB: true };
    expect([...matmulReference(transposed, transposedA, transposedB)]).toEqual([22, 28, 49, 64]);
  });

  it('applies each epilogue to the product', () => {
    const bias = new Float32Array([-30, 1]);
    expect([...matmulReference({ ...shape, epilogue: 'bias' }, a, a, bias)]).toEqual([-8, 29, 19, 65]);
    expect([...matmulReference({ ...shape, epilogue: 'bias-relu' }, a, a, bias)]).toEqual([0, 29, 19, 65]);
    expect([
      ...matmulReference(
        { ...shape, epilogue: 'relu' },
        a.map((x) => -x),
        a,
      ),
    ]).toEqual([0, 0, 0, 0]);
    const relu = new Float32Array([0, 5, 0.1, 0]);
    expect([...matmulReference({ ...shape, epilogue: 'relu-mask' }, a, a, relu)]).toEqual([0, 28, 49, 0]);
  });
});

it('counts two operations a multiply-add', () => {
  expect(matmulFlop(matmulShape({ batch: 2, m: 3, k: 4, n: 5 }))).toBe(240);
});
