import quadSource from '../../../shaders/matmulQuad.wgsl?raw';
import registerSource from '../../../shaders/matmulRegister.wgsl?raw';
import subgroupSource from '../../../shaders/matmulSubgroup.wgsl?raw';
import tileSource from '../../../shaders/matmulTile.wgsl?raw';
import matmulProduct from '../../../shaders/shared/matmulProduct.wgsl?raw';
import matmulScalars from '../../../shaders/shared/matmulScalars.wgsl?raw';
import matmulVectors from '../../../shaders/shared/matmulVectors.wgsl?raw';
import registerColumnSums from '../../../shaders/shared/registerColumnSums.wgsl?raw';
import registerStart from '../../../shaders/shared/registerStart.wgsl?raw';
import registerStep from '../../../shaders/shared/registerStep.wgsl?raw';
import registerTile from '../../../shaders/shared/registerTile.wgsl?raw';
import { type BuffersOf, defineKernel, fitsGrid, type Kernel, type Launch } from '../../gpu/kernel';
import type { Grid, LaunchPlan } from '../../gpu/recorder';
import { linkShader, type ShaderConstants } from '../../gpu/shaderSource';
import { chooseMatmulVariant } from './choice';
import { matmulConstants } from './constants';
import { extraLength, type MatmulShape } from './shape';
import { isWhole, type MatmulTraits, type MatmulVariant, matmulWorkgroup } from './variants';

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
const REGISTER_PARTS = { matmulScalars, registerTile, registerStart, registerStep, registerColumnSums };

const KERNELS: Readonly<Record<MatmulVariant['family'], Kernel<typeof OPERANDS>>> = {
  register: defineProduct('register', registerSource, REGISTER_PARTS),
  quad: defineProduct('quad', quadSource, REGISTER_PARTS),
  subgroup: defineProduct('subgroup', subgroupSource, { matmulVectors }),
  tile: defineProduct('tile', tileSource, { matmulVectors }),
};

export interface MatmulPlan extends Launch<typeof OPERANDS> {
  readonly shape: MatmulShape;
  readonly variant: MatmulVariant;
  readonly constants: ShaderConstants;
}

/**
 * Plans a product: tile, grid and the shader's constants. The program is made when it is first asked for.
 * @param variant overrides the shipped choice for the adapter.
 * @returns `undefined` for a shape that no grid covers, with a dimension below 1 or more workgroups than the limit, and
 * for column sums of a transposed B.
 */
export function planMatmul(
  shape: MatmulShape,
  traits: MatmulTraits,
  variant: MatmulVariant = chooseMatmulVariant(shape, traits),
): MatmulPlan | undefined {
  const { batch, m, k, n } = shape;
  if (
    ![batch, m, k, n].every((size) => Number.isInteger(size) && size >= 1) ||
    !hasKernel(shape) ||
    !isWhole(variant, shape)
  ) {
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
    minBytes: operandBytes(shape),
    constants,
    get program() {
      program ??= KERNELS[variant.family].program(constants, `${batch}x${m}x${k}x${n}`);
      return program;
    },
  };
}

function operandBytes(shape: MatmulShape): NonNullable<MatmulPlan['minBytes']> {
  const { batch, m, k, n } = shape;
  return {
    a: 4 * m * k * (shape.sharesA ? 1 : batch),
    b: 4 * k * n * (shape.sharesB ? 1 : batch),
    extra: 4 * extraLength(shape),
    out: 4 * batch * m * n,
    columnSums: 4 * batch * n,
    activity: 4 * batch,
  };
}

function hasKernel({ hasColumnSums, transposeB }: MatmulShape): boolean {
  return !(hasColumnSums && transposeB);
}

/** Whether a launch is that of a product. */
export function isMatmulPlan({ program }: LaunchPlan): boolean {
  return Object.values(KERNELS).some((kernel) => kernel === (program as Partial<MatmulPlan['program']>).kernel);
}
