import quadSource from '../../../shaders/matmulQuad.wgsl?raw';
import registerSource from '../../../shaders/matmulRegister.wgsl?raw';
import splitKSource from '../../../shaders/matmulSplitK.wgsl?raw';
import tileSource from '../../../shaders/matmulTile.wgsl?raw';
import matmulProduct from '../../../shaders/shared/matmulProduct.wgsl?raw';
import registerColumnSums from '../../../shaders/shared/registerColumnSums.wgsl?raw';
import registerStart from '../../../shaders/shared/registerStart.wgsl?raw';
import registerStep from '../../../shaders/shared/registerStep.wgsl?raw';
import registerTile from '../../../shaders/shared/registerTile.wgsl?raw';
import { type BuffersOf, defineKernel, fitsGrid, type Kernel, type Launch } from '../../gpu/kernel';
import type { Grid } from '../../gpu/recorder';
import { linkShader, type ShaderConstants } from '../../gpu/shaderSource';
import { extraLength, hasBias, type MatmulShape } from './shape';
import { chooseMatmulVariant, type MatmulTraits, type MatmulVariant, matmulWorkgroup } from './variants';

const OPERANDS = {
  /** [batch or 1, m, k] f32, or transposed. */
  a: 'read',
  /** [batch or 1, k, n] f32, or transposed. */
  b: 'read',
  /** The bias [batch or 1, n], or for `relu-mask` a relu's output of the product's shape; only with such an epilogue. */
  extra: 'read?',
  /** [batch, m, n] f32, written. */
  out: 'read-write',
  /** [batch, n], written with `hasColumnSums`. */
  columnSums: 'read-write?',
  /** [batch] u32, with `hasActivity`: `out` and `columnSums` keep what they hold of a product with 0. */
  activity: 'read?',
} as const;

export type MatmulBuffers = BuffersOf<typeof OPERANDS>;

const defineProduct = (family: string, source: string, parts: Readonly<Record<string, string>> = {}) =>
  defineKernel(`matmul.${family}`, linkShader(source, { matmulProduct, ...parts }), OPERANDS);

/** What the families share that keep a tile in registers. */
const REGISTER_PARTS = { registerTile, registerStart, registerStep, registerColumnSums };

const KERNELS: Readonly<Record<MatmulVariant['family'], Kernel<typeof OPERANDS>>> = {
  register: defineProduct('register', registerSource, REGISTER_PARTS),
  quad: defineProduct('quad', quadSource, REGISTER_PARTS),
  tile: defineProduct('tile', tileSource),
  'split-k': defineProduct('split-k', splitKSource),
};

export interface MatmulPlan extends Launch<typeof OPERANDS> {
  readonly shape: MatmulShape;
  readonly variant: MatmulVariant;
  readonly constants: ShaderConstants;
}

/**
 * Plans a product: tile, grid and the shader's constants. The program is made when it is first asked for.
 * @param variant overrides the shipped choice for the adapter.
 * @returns `undefined` for a shape that no grid covers: a dimension below 1 or more workgroups than the limit.
 */
export function planMatmul(
  shape: MatmulShape,
  traits: MatmulTraits,
  variant: MatmulVariant = chooseMatmulVariant(shape, traits),
): MatmulPlan | undefined {
  const { batch, m, k, n } = shape;
  if (![batch, m, k, n].every((size) => Number.isInteger(size) && size >= 1)) {
    return undefined;
  }
  const tile = matmulWorkgroup(variant);
  const grid: Grid = [Math.ceil(n / tile.cols), Math.ceil(m / tile.rows), batch];
  if (!fitsGrid(grid, traits.maxWorkgroupsPerDimension)) {
    return undefined;
  }
  const constants = matmulConstants(shape, variant);
  let program: MatmulPlan['program'] | undefined;
  return {
    shape,
    variant,
    grid,
    constants,
    get program() {
      program ??= KERNELS[variant.family].program(constants, `${batch}x${m}x${k}x${n}`);
      return program;
    },
  };
}

function matmulConstants(shape: MatmulShape, variant: MatmulVariant): ShaderConstants {
  const { batch, m, k, n, transposeA, transposeB, epilogue } = shape;
  const tile = matmulWorkgroup(variant);
  return {
    M: m,
    N: n,
    A_LENGTH: m * k * (shape.sharesA ? 1 : batch),
    B_LENGTH: k * n * (shape.sharesB ? 1 : batch),
    EXTRA_LENGTH: Math.max(1, extraLength(shape)),
    OUT_LENGTH: batch * m * n,
    A_ROW_STRIDE: transposeA ? 1 : k,
    A_K_STRIDE: transposeA ? m : 1,
    A_BATCH_STRIDE: shape.sharesA ? 0 : m * k,
    B_COL_STRIDE: transposeB ? k : 1,
    B_K_STRIDE: transposeB ? 1 : n,
    B_BATCH_STRIDE: shape.sharesB ? 0 : k * n,
    EXTRA_BATCH_STRIDE: hasBias(shape) && !shape.sharesBias ? n : 0,
    HAS_BIAS: hasBias(shape),
    HAS_RELU: epilogue === 'relu' || epilogue === 'bias-relu',
    HAS_RELU_MASK: epilogue === 'relu-mask',
    HAS_EXTRA: extraLength(shape) > 0,
    HAS_EDGES: m % tile.rows !== 0 || n % tile.cols !== 0,
    HAS_COLUMN_SUMS: shape.hasColumnSums,
    COLUMN_SUMS_LENGTH: batch * n,
    HAS_ACTIVITY: shape.hasActivity,
    ...layoutConstants(k, variant),
  };
}

function layoutConstants(k: number, variant: MatmulVariant): ShaderConstants {
  const stepConstants = (kStep: number) => ({ K_STEP: kStep, K_STEPS: Math.floor(k / kStep), K_TAIL: k % kStep });
  switch (variant.family) {
    case 'register': {
      const { rows, cols, kStep, workgroupSize } = variant;
      return { ROWS: rows, COLS: cols, ...stepConstants(kStep), WORKGROUP_SIZE: workgroupSize };
    }
    case 'quad': {
      const { rows, cols, kStep } = variant;
      return { ROWS: rows, COLS: cols, ...stepConstants(kStep), ROW_QUADS: rows / 4 };
    }
    case 'tile': {
      const { rows, cols, kStep, lanesX, lanesY } = variant;
      const tile = matmulWorkgroup(variant);
      const copies = (length: number) => Math.ceil((length * kStep) / 4 / tile.invocations);
      return {
        K: k,
        LANES_X: lanesX,
        LANES_Y: lanesY,
        ROW_VECS: rows / 4,
        COL_VECS: cols / 4,
        K_STEP: kStep,
        K_SLICES: Math.ceil(k / kStep),
        A_COPIES: copies(tile.rows),
        B_COPIES: copies(tile.cols),
      };
    }
    case 'split-k':
      return { K: k, LANES_X: variant.lanesX, SPLITS: variant.splits, ROWS: variant.rows };
    default:
      return variant satisfies never;
  }
}
