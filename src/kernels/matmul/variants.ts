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
  /** Subgroups of `size`, which are the workgroups: rows × cols outputs an invocation, loads of A shared by broadcasts. */
  v.strictObject({ family: v.literal('subgroup'), rows: quadsSchema, cols: quadsSchema, size: countSchema }),
  /**
   * Slices of A and B in the memory of workgroups of lanesX × lanesY × splits invocations, each of which computes
   * rows × cols outputs over kStep steps of a slice of splits · kStep.
   */
  v.strictObject({
    family: v.literal('tile'),
    rows: quadsSchema,
    cols: quadsSchema,
    kStep: quadsSchema,
    lanesX: countSchema,
    lanesY: countSchema,
    splits: countSchema,
  }),
]);

export type MatmulVariant = Readonly<v.InferOutput<typeof matmulVariantSchema>>;

export type SubgroupVariant = VariantOf<'subgroup'>;

/** Slices of A and B in workgroup memory. */
export type TileVariant = VariantOf<'tile'>;

export type VariantOf<Family extends MatmulVariant['family']> = Extract<MatmulVariant, { readonly family: Family }>;

/** What the choice of a variant must know of the adapter. */
export interface MatmulTraits {
  /** It computes on the processor. */
  readonly isSoftware: boolean;
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
    isSoftware: gpu.adapter.isFallback,
    subgroupSize: hasOneSize ? subgroupMinSize : undefined,
    maxWorkgroupsPerDimension: gpu.device.limits.maxComputeWorkgroupsPerDimension,
    maxInvocationsPerWorkgroup: gpu.device.limits.maxComputeInvocationsPerWorkgroup,
    maxWorkgroupBytes: gpu.device.limits.maxComputeWorkgroupStorageSize,
  };
}

/** Invocations of a workgroup of the family `quad`. */
export const QUAD_SIZE = 4;

/** What a workgroup of a variant computes, takes and needs. */
export interface MatmulWorkgroup {
  /** Of the output. */
  readonly rows: number;
  readonly cols: number;
  readonly invocations: number;
  /** Workgroup memory. */
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
    case 'subgroup':
      return { rows: variant.rows, cols: variant.cols * variant.size, invocations: variant.size, bytes: 0 };
    case 'tile':
      return {
        rows: variant.rows * variant.lanesY,
        cols: variant.cols * variant.lanesX,
        invocations: variant.lanesX * variant.lanesY * variant.splits,
        bytes: 16 * tileVectors(variant).all,
      };
    default:
      return variant satisfies never;
  }
}

/** Vectors of 4 that a tile keeps in workgroup memory: a slice of A, and both slices or all parts of the outputs. */
export function tileVectors({ rows, cols, kStep, lanesX, lanesY, splits }: TileVariant): { a: number; all: number } {
  const width = (kStep * splits) / 4;
  const withGaps = (vectors: number) => vectors + Math.floor(vectors / Math.max(8, width));
  const a = withGaps(rows * lanesY * width);
  const b = withGaps(cols * lanesX * width);
  const parts = splits > 1 ? (splits * rows * lanesY * cols * lanesX) / 4 : 0;
  return { a, all: Math.max(a + b, parts) };
}

/**
 * Whether a variant's numbers go together, for a shape. A tile's are powers of two, so that the lines of a slice are masked
 * and not divided, and its invocations have the same number of vectors to copy; so have those of a subgroup.
 */
export function isWhole(variant: MatmulVariant, { transposeA }: Pick<MatmulShape, 'transposeA'>): boolean {
  if (variant.family === 'subgroup') {
    return variant.rows % (transposeA ? 4 * variant.size : variant.size) === 0;
  }
  if (variant.family !== 'tile') {
    return true;
  }
  const { rows, cols, kStep, lanesX, lanesY, splits } = variant;
  const isPowerOfTwo = (size: number) => Number.isInteger(Math.log2(size));
  const lanes = lanesX * lanesY * splits;
  const longestLine = Math.max(rows * lanesY, cols * lanesX, kStep * splits) / 4;
  return (
    [rows, cols, kStep, lanesX, lanesY, splits].every(isPowerOfTwo) &&
    rows * kStep >= 4 * lanesX &&
    cols * kStep >= 4 * lanesY &&
    lanes >= Math.max(8, longestLine)
  );
}
