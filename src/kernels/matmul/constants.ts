import type { ShaderConstants } from '../../gpu/shaderSource';
import { extraLength, hasBias, type MatmulShape } from './shape';
import { type MatmulVariant, matmulWorkgroup, type SubgroupVariant, type TileVariant, tileVectors } from './variants';

/** What a variant's shader is compiled with for a shape. */
export function matmulConstants(shape: MatmulShape, variant: MatmulVariant): ShaderConstants {
  const { m, k, n, epilogue } = shape;
  const workgroup = matmulWorkgroup(variant);
  return {
    M: m,
    N: n,
    A_BATCH_STRIDE: shape.sharesA ? 0 : m * k,
    B_BATCH_STRIDE: shape.sharesB ? 0 : k * n,
    EXTRA_BATCH_STRIDE: hasBias(shape) && !shape.sharesBias ? n : 0,
    HAS_BIAS: hasBias(shape),
    HAS_RELU: epilogue === 'relu' || epilogue === 'bias-relu',
    HAS_RELU_MASK: epilogue === 'relu-mask',
    HAS_EXTRA: extraLength(shape) > 0,
    HAS_ROW_EDGES: m % workgroup.rows !== 0,
    HAS_COL_EDGES: n % workgroup.cols !== 0,
    HAS_COLUMN_SUMS: shape.hasColumnSums,
    HAS_ACTIVITY: shape.hasActivity,
    ...familyConstants(shape, variant),
  };
}

function familyConstants(shape: MatmulShape, variant: MatmulVariant): ShaderConstants {
  switch (variant.family) {
    case 'register':
      return { ...scalarConstants(shape, variant), WORKGROUP_SIZE: variant.workgroupSize };
    case 'quad':
      return { ...scalarConstants(shape, variant), ROW_QUADS: variant.rows / 4 };
    case 'subgroup':
      return subgroupConstants(shape, variant);
    case 'tile':
      return tileConstants(shape, variant);
    default:
      return variant satisfies never;
  }
}

interface RegisterTile {
  readonly rows: number;
  readonly cols: number;
  readonly kStep: number;
}

/** Of the families that read and store single floats and keep a tile in registers. */
function scalarConstants(shape: MatmulShape, { rows, cols, kStep }: RegisterTile): ShaderConstants {
  const { batch, m, k, n, transposeA, transposeB } = shape;
  return {
    A_LENGTH: m * k * (shape.sharesA ? 1 : batch),
    B_LENGTH: k * n * (shape.sharesB ? 1 : batch),
    EXTRA_LENGTH: Math.max(1, extraLength(shape)),
    OUT_LENGTH: batch * m * n,
    COLUMN_SUMS_LENGTH: batch * n,
    A_ROW_STRIDE: transposeA ? 1 : k,
    A_K_STRIDE: transposeA ? m : 1,
    B_COL_STRIDE: transposeB ? k : 1,
    B_K_STRIDE: transposeB ? 1 : n,
    ROWS: rows,
    COLS: cols,
    K_STEP: kStep,
    K_STEPS: Math.floor(k / kStep),
    K_TAIL: k % kStep,
  };
}

/** Of the families that read and store vectors of 4; their loops take `sliceSteps` steps of k at once. */
function vectorConstants({ m, k, n, transposeA, transposeB }: MatmulShape, sliceSteps: number): ShaderConstants {
  return {
    K: k,
    A_ALONG_K: !transposeA,
    B_ALONG_K: transposeB,
    A_IN_VECS: (transposeA ? m : k) % 4 === 0,
    B_IN_VECS: (transposeB ? k : n) % 4 === 0,
    OUT_IN_VECS: n % 4 === 0,
    HAS_K_TAIL: k % sliceSteps !== 0,
  };
}

function subgroupConstants(shape: MatmulShape, { rows, cols, size }: SubgroupVariant): ShaderConstants {
  return {
    ...vectorConstants(shape, 4),
    SIZE: size,
    ROWS: rows,
    COLS: cols,
    COL_VECS: cols / 4,
    K_SLICES: Math.ceil(shape.k / 4),
    A_LOADS: rows / (shape.transposeA ? 4 * size : size),
  };
}

function tileConstants(shape: MatmulShape, variant: TileVariant): ShaderConstants {
  const { rows, cols, kStep, lanesX, lanesY, splits } = variant;
  const workgroup = matmulWorkgroup(variant);
  const sliceSteps = kStep * splits;
  const vectors = tileVectors(variant);
  return {
    ...vectorConstants(shape, sliceSteps),
    LANES_X: lanesX,
    LANES_Y: lanesY,
    SPLITS: splits,
    ROWS: rows,
    COLS: cols,
    ROW_VECS: rows / 4,
    COL_VECS: cols / 4,
    K_STEP: kStep,
    K_VECS: kStep / 4,
    K_SLICES: Math.ceil(shape.k / sliceSteps),
    A_COPIES: (workgroup.rows * sliceSteps) / 4 / workgroup.invocations,
    B_COPIES: (workgroup.cols * sliceSteps) / 4 / workgroup.invocations,
    A_SLICE: vectors.a,
    SHARED_VECS: vectors.all,
    HAS_SPLITS: splits > 1,
  };
}
