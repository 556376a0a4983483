import type { MatmulShape, MatmulTraits } from './matmul';

/** One way to do a product: the shader file it uses and the tile one invocation computes. */
export interface MatmulVariant {
  /**
   * `register`: any adapter, no workgroup memory. `quad`: subgroups of 4, whose invocations share loads of A.
   * `tile`: slices of A and B in workgroup memory. `split-k`: the steps of k over invocations, for small outputs.
   */
  readonly family: 'register' | 'quad' | 'tile' | 'split-k';
  /** Rows of the output an invocation computes; a multiple of 4 for `quad` and `tile`. */
  readonly rows: number;
  /** Columns of the output an invocation computes; a multiple of 4 for `tile`, 1 for `split-k`. */
  readonly cols: number;
  /** Steps of k that are unrolled in the inner loop, or of a slice in workgroup memory; no meaning for `split-k`. */
  readonly kStep: number;
  /** Invocations of a workgroup side by side. */
  readonly workgroupSize: number;
  /** Invocations below each other, by default 1: for `tile` rows of invocations, for `split-k` splits of k. */
  readonly workgroupHeight?: number;
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
/** 4 is a tenth slower on SwiftShader and compiles in two thirds of the time; 16 is no faster. */
const QUAD_K_STEP = 8;

const REGISTER: MatmulVariant = { family: 'register', rows: 8, cols: 4, kStep: 4, workgroupSize: 64 };

/** Workgroups of 256 in the shapes that published WGSL kernels do best with; docs/decisions/0007. */
const LARGE_TILE: MatmulVariant = {
  family: 'tile',
  rows: 8,
  cols: 8,
  kStep: 16,
  workgroupSize: 16,
  workgroupHeight: 16,
};
const MIDDLE_TILE: MatmulVariant = { ...LARGE_TILE, rows: 4, cols: 4 };
const SMALL_TILE: MatmulVariant = { ...MIDDLE_TILE, workgroupSize: 8, workgroupHeight: 8 };
const SPLIT_K: MatmulVariant = {
  family: 'split-k',
  rows: 4,
  cols: 1,
  kStep: 1,
  workgroupSize: 16,
  workgroupHeight: 16,
};

/** With fewer workgroups than this, a GPU has cores without work. */
const BUSY_WORKGROUPS = 128;
/** Outputs narrower than this leave most columns of a tile empty. */
const NARROW_COLS = 16;

/** Rows and columns of the output that a workgroup computes. */
export function workgroupTile(variant: MatmulVariant): { readonly rows: number; readonly cols: number } {
  const rowsOfInvocations = variant.family === 'tile' ? (variant.workgroupHeight ?? 1) : 1;
  return { rows: variant.rows * rowsOfInvocations, cols: variant.cols * variant.workgroupSize };
}

/** Invocations of a workgroup. */
export function workgroupInvocations({ workgroupSize, workgroupHeight = 1 }: MatmulVariant): number {
  return workgroupSize * workgroupHeight;
}

/** Bytes of workgroup memory a variant needs: two slices, or the partial sums of the outputs and of the columns. */
export function workgroupBytes(variant: MatmulVariant): number {
  const { rows, cols } = workgroupTile(variant);
  switch (variant.family) {
    case 'register':
    case 'quad':
      return 0;
    case 'tile':
      return 4 * variant.kStep * (rows + cols);
    case 'split-k':
      return 4 * (rows + 1) * workgroupInvocations(variant);
    default:
      return variant.family satisfies never;
  }
}

/** The shipped choice of variant for a shape, where nothing was measured on the adapter at hand. */
export function chooseMatmulVariant(shape: MatmulShape, traits: MatmulTraits): MatmulVariant {
  if (traits.subgroupSize === QUAD_SIZE) {
    return chooseQuad(shape);
  }
  const candidates = listGpuVariants(shape).filter((variant) => fitsAdapter(variant, traits));
  return candidates.find((variant) => workgroupsOf(shape, variant) >= BUSY_WORKGROUPS) ?? candidates.at(-1) ?? REGISTER;
}

/** So small a quad tile compiles in a fifth of a second on SwiftShader. */
const STARTER_QUAD_ROWS = 8;
const STARTER_K_STEP = 4;

/**
 * A variant to start with where the shipped choice takes long to compile: it gives the same bits, later ones too, since
 * every quad tile sums each output in the order of k. `undefined` where the shipped choice compiles quickly.
 */
export function starterMatmulVariant(shape: MatmulShape, traits: MatmulTraits): MatmulVariant | undefined {
  const shipped = chooseMatmulVariant(shape, traits);
  return shipped.family === 'quad' && shipped.rows > STARTER_QUAD_ROWS
    ? { ...shipped, rows: STARTER_QUAD_ROWS, kStep: Math.min(STARTER_K_STEP, shape.k) }
    : undefined;
}

/** Every variant worth timing for a shape on an adapter; the shipped choice among them. */
export function listMatmulVariants(shape: MatmulShape, traits: MatmulTraits): MatmulVariant[] {
  const quads =
    traits.subgroupSize === QUAD_SIZE
      ? [32, 28, 16].map((rows): MatmulVariant => ({ ...chooseQuad(shape), rows }))
      : [];
  const all = [chooseMatmulVariant(shape, traits), ...quads, ...listGpuVariants(shape), fitRegister(shape)];
  const distinct = new Map(all.map((variant) => [JSON.stringify(variant), variant]));
  return [...distinct.values()].filter((variant) => fitsAdapter(variant, traits));
}

/** From the tile that reuses most to the one that gives small outputs most workgroups. */
function listGpuVariants(shape: MatmulShape): MatmulVariant[] {
  return shape.n < NARROW_COLS ? [SPLIT_K] : [LARGE_TILE, MIDDLE_TILE, SMALL_TILE, SPLIT_K];
}

function fitsAdapter(variant: MatmulVariant, traits: MatmulTraits): boolean {
  return (
    workgroupInvocations(variant) <= traits.maxInvocationsPerWorkgroup &&
    workgroupBytes(variant) <= traits.maxWorkgroupBytes
  );
}

function workgroupsOf({ batch, m, n }: MatmulShape, variant: MatmulVariant): number {
  const { rows, cols } = workgroupTile(variant);
  return batch * Math.ceil(m / rows) * Math.ceil(n / cols);
}

function fitRegister({ m, n, k }: MatmulShape): MatmulVariant {
  return {
    ...REGISTER,
    rows: Math.min(REGISTER.rows, m),
    cols: Math.min(REGISTER.cols, Math.ceil(n / REGISTER.workgroupSize)),
    kStep: Math.min(REGISTER.kStep, k),
  };
}

function chooseQuad({ m, k, n }: MatmulShape): MatmulVariant {
  const isLarge = m * k * n >= LARGE_MULTIPLY_ADDS;
  return {
    family: 'quad',
    rows: leastWork(m, isLarge ? QUAD_ROWS : SMALL_QUAD_ROWS),
    cols: Math.min(QUAD_MAX_COLS, Math.ceil(n / QUAD_SIZE)),
    kStep: Math.min(QUAD_K_STEP, k),
    workgroupSize: QUAD_SIZE,
  };
}

/** Loading B costs a tile as much as this many of its rows. */
const TILE_OVERHEAD_ROWS = 4;

/** The tile height that covers `size` with the least work; of equals, the first. */
function leastWork(size: number, heights: readonly number[]): number {
  const work = (height: number) => Math.ceil(size / height) * (height + TILE_OVERHEAD_ROWS);
  return heights.reduce((best, height) => (work(height) < work(best) ? height : best));
}
