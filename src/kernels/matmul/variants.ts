import * as v from 'valibot';
import type { Gpu } from '../../gpu/device';
import type { MatmulShape } from './shape';

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Of rows or columns that are loaded or swapped four at a time. */
const quadsSchema = v.pipe(countSchema, v.multipleOf(4));

/** One way to do a product: the kernel it uses, by family, and how its work is laid out. */
export const matmulVariantSchema = v.variant('family', [
  /** Any adapter, no workgroup memory: an invocation computes rows × cols outputs, kStep steps of k unrolled. */
  v.strictObject({
    family: v.literal('register'),
    rows: countSchema,
    cols: countSchema,
    kStep: countSchema,
    workgroupSize: countSchema,
  }),
  /** The same by subgroups of 4, which are the workgroups and whose invocations share loads of A. */
  v.strictObject({ family: v.literal('quad'), rows: quadsSchema, cols: countSchema, kStep: countSchema }),
  /** Slices of A and B, kStep steps of k long, in the memory of workgroups of lanesX × lanesY invocations. */
  v.strictObject({
    family: v.literal('tile'),
    rows: quadsSchema,
    cols: quadsSchema,
    kStep: countSchema,
    lanesX: countSchema,
    lanesY: countSchema,
  }),
  /** The steps of k over `splits` invocations, for small outputs: a column of lanesX, rows of it. */
  v.strictObject({ family: v.literal('split-k'), rows: countSchema, lanesX: countSchema, splits: countSchema }),
]);

export type MatmulVariant = Readonly<v.InferOutput<typeof matmulVariantSchema>>;

type VariantOf<Family extends MatmulVariant['family']> = Extract<MatmulVariant, { readonly family: Family }>;

/** What the choice of a variant must know of the adapter. */
export interface MatmulTraits {
  /** The size of every subgroup, where subgroups are usable and have only one size. */
  readonly subgroupSize: number | undefined;
  readonly maxWorkgroupsPerDimension: number;
  readonly maxInvocationsPerWorkgroup: number;
  readonly maxWorkgroupBytes: number;
}

export function matmulTraits(gpu: Gpu): MatmulTraits {
  const { subgroupMinSize, subgroupMaxSize } = gpu.adapter;
  const hasOneSize = gpu.device.features.has('subgroups') && subgroupMinSize === subgroupMaxSize;
  return {
    subgroupSize: hasOneSize ? subgroupMinSize : undefined,
    maxWorkgroupsPerDimension: gpu.device.limits.maxComputeWorkgroupsPerDimension,
    maxInvocationsPerWorkgroup: gpu.device.limits.maxComputeInvocationsPerWorkgroup,
    maxWorkgroupBytes: gpu.device.limits.maxComputeWorkgroupStorageSize,
  };
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
/**
 * 16 columns an invocation do a large product in 0.85 to 0.9 of the time of 8, and compile in twice the time; 12, 20, 24 and
 * 32, and more than 32 rows beside 16, are slower (2026-11-25, docs/decisions/0004).
 */
const QUAD_MAX_COLS = { large: 16, small: 8 };
/** 4 is a tenth slower on SwiftShader and compiles in two thirds of the time; 16 is no faster. */
const QUAD_K_STEP = 8;

const REGISTER: VariantOf<'register'> = { family: 'register', rows: 8, cols: 4, kStep: 4, workgroupSize: 64 };

/** Workgroups of 256 in the shapes that published WGSL kernels do best with; docs/decisions/0007. */
const LARGE_TILE: VariantOf<'tile'> = { family: 'tile', rows: 8, cols: 8, kStep: 16, lanesX: 16, lanesY: 16 };
const MIDDLE_TILE: MatmulVariant = { ...LARGE_TILE, rows: 4, cols: 4 };
const SMALL_TILE: MatmulVariant = { ...MIDDLE_TILE, lanesX: 8, lanesY: 8 };
const SPLIT_K: MatmulVariant = { family: 'split-k', rows: 4, lanesX: 16, splits: 16 };

/** With fewer workgroups than this, a GPU has cores without work. */
const BUSY_WORKGROUPS = 128;
/** Outputs narrower than this leave most columns of a tile empty. */
const NARROW_COLS = 16;

/** What a workgroup of a variant computes, takes and needs. */
export interface MatmulWorkgroup {
  /** Of the output. */
  readonly rows: number;
  readonly cols: number;
  readonly invocations: number;
  /** Workgroup memory: two slices, or the partial sums of the outputs and of the columns. */
  readonly bytes: number;
}

export function matmulWorkgroup(variant: MatmulVariant): MatmulWorkgroup {
  switch (variant.family) {
    case 'register': {
      const { rows, cols, workgroupSize } = variant;
      return { rows, cols: cols * workgroupSize, invocations: workgroupSize, bytes: 0 };
    }
    case 'quad':
      return { rows: variant.rows, cols: variant.cols * QUAD_SIZE, invocations: QUAD_SIZE, bytes: 0 };
    case 'tile': {
      const rows = variant.rows * variant.lanesY;
      const cols = variant.cols * variant.lanesX;
      return { rows, cols, invocations: variant.lanesX * variant.lanesY, bytes: 4 * variant.kStep * (rows + cols) };
    }
    case 'split-k': {
      const { rows, lanesX, splits } = variant;
      return { rows, cols: lanesX, invocations: lanesX * splits, bytes: 4 * (rows + 1) * lanesX * splits };
    }
    default:
      return variant satisfies never;
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
    ? {
        ...shipped,
        rows: STARTER_QUAD_ROWS,
        cols: Math.min(shipped.cols, QUAD_MAX_COLS.small),
        kStep: Math.min(STARTER_K_STEP, shape.k),
      }
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
  const { invocations, bytes } = matmulWorkgroup(variant);
  return invocations <= traits.maxInvocationsPerWorkgroup && bytes <= traits.maxWorkgroupBytes;
}

function workgroupsOf({ batch, m, n }: MatmulShape, variant: MatmulVariant): number {
  const { rows, cols } = matmulWorkgroup(variant);
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

function chooseQuad({ m, k, n }: MatmulShape): VariantOf<'quad'> {
  const isLarge = m * k * n >= LARGE_MULTIPLY_ADDS;
  return {
    family: 'quad',
    rows: leastWork(m, isLarge ? QUAD_ROWS : SMALL_QUAD_ROWS),
    cols: Math.min(isLarge ? QUAD_MAX_COLS.large : QUAD_MAX_COLS.small, Math.ceil(n / QUAD_SIZE)),
    kStep: Math.min(QUAD_K_STEP, k),
  };
}

/** Loading B costs a tile as much as this many of its rows. */
const TILE_OVERHEAD_ROWS = 4;

/** The tile height that covers `size` with the least work; of equals, the first. */
function leastWork(size: number, heights: readonly number[]): number {
  const work = (height: number) => Math.ceil(size / height) * (height + TILE_OVERHEAD_ROWS);
  return heights.reduce((best, height) => (work(height) < work(best) ? height : best));
}
