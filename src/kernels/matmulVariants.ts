import type { MatmulShape, MatmulTraits } from './matmul';

/** One way to do a product: the shader file it uses and the tile one invocation computes. */
export interface MatmulVariant {
  /** `register`: any adapter. `quad`: subgroups of 4, whose invocations share loads of A. */
  readonly family: 'register' | 'quad';
  /** Rows of the output an invocation computes; for `quad` a multiple of 4. */
  readonly rows: number;
  /** Columns of the output an invocation computes. */
  readonly cols: number;
  /** How many steps of k are unrolled in the inner loop. */
  readonly kStep: number;
  readonly workgroupSize: number;
}

const QUAD_SIZE = 4;

/** Largest first: bigger tiles load less for each multiply-add, but waste more at the edges. */
const QUAD_ROWS = [32, 28, 24, 20, 16, 12, 8, 4];
/**
 * 32 rows are a fifth faster than 16 on SwiftShader and compile for 1 to 2 s instead of a third of a second: not worth
 * it below this many multiply-adds a member (2026-11-23, docs/decisions/0004).
 */
const LARGE_MULTIPLY_ADDS = 2 ** 23;
const SMALL_QUAD_ROWS = QUAD_ROWS.filter((rows) => rows <= 20);
const QUAD_MAX_COLS = 8;
const K_STEP = 4;

const REGISTER_WORKGROUP_SIZE = 64;
const REGISTER_ROWS = 8;
const REGISTER_COLS = 4;

/** The shipped choice of variant for a shape, where nothing was measured on the adapter at hand. */
export function chooseMatmulVariant(shape: MatmulShape, traits: MatmulTraits): MatmulVariant {
  const kStep = Math.min(K_STEP, shape.k);
  if (traits.subgroupSize === QUAD_SIZE) {
    const isLarge = shape.m * shape.k * shape.n >= LARGE_MULTIPLY_ADDS;
    return {
      family: 'quad',
      rows: leastWork(shape.m, isLarge ? QUAD_ROWS : SMALL_QUAD_ROWS),
      cols: Math.min(QUAD_MAX_COLS, Math.ceil(shape.n / QUAD_SIZE)),
      kStep,
      workgroupSize: QUAD_SIZE,
    };
  }
  return {
    family: 'register',
    rows: Math.min(REGISTER_ROWS, shape.m),
    cols: Math.min(REGISTER_COLS, Math.ceil(shape.n / REGISTER_WORKGROUP_SIZE)),
    kStep,
    workgroupSize: REGISTER_WORKGROUP_SIZE,
  };
}

/** Loading B costs a tile as much as this many of its rows. */
const TILE_OVERHEAD_ROWS = 4;

/** The tile height that covers `size` with the least work; of equals, the first. */
function leastWork(size: number, heights: readonly number[]): number {
  const work = (height: number) => Math.ceil(size / height) * (height + TILE_OVERHEAD_ROWS);
  return heights.reduce((best, height) => (work(height) < work(best) ? height : best));
}
