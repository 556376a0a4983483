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

/** Largest first: bigger tiles load less for each multiply-add, but compile longer and waste more at the edges. */
const QUAD_ROWS = [32, 28, 24, 20, 16, 12, 8, 4];
const QUAD_MAX_COLS = 8;
const K_STEP = 4;

const REGISTER_WORKGROUP_SIZE = 64;
const REGISTER_ROWS = 8;
const REGISTER_COLS = 4;

/** The shipped choice of variant for a shape, where nothing was measured on the adapter at hand. */
export function chooseMatmulVariant(shape: MatmulShape, traits: MatmulTraits): MatmulVariant {
  const kStep = Math.min(K_STEP, shape.k);
  if (traits.subgroupSize === QUAD_SIZE) {
    return {
      family: 'quad',
      rows: leastWaste(shape.m, QUAD_ROWS),
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

/** The tile height that covers `size` with the fewest rows beyond it; of equals, the first. */
function leastWaste(size: number, heights: readonly number[]): number {
  const covered = (height: number) => Math.ceil(size / height) * height;
  return heights.reduce((best, height) => (covered(height) < covered(best) ? height : best));
}
