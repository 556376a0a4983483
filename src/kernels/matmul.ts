import matmulQuadSource from '../../shaders/matmulQuad.wgsl?raw';
import matmulRegisterSource from '../../shaders/matmulRegister.wgsl?raw';
import matmulSplitKSource from '../../shaders/matmulSplitK.wgsl?raw';
import matmulTileSource from '../../shaders/matmulTile.wgsl?raw';
import type { Gpu } from '../gpu/device';
import type { Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { type ShaderConstants, specializeShader } from '../gpu/shaderSource';
import { chooseMatmulVariant, type MatmulVariant, workgroupTile } from './matmulVariants';

/** What is done to a product before it is stored. */
export type MatmulEpilogue = 'none' | 'bias' | 'bias-relu' | 'relu' | 'relu-mask';

/** A batched product out[p] = epilogue(op(A[p]) · op(B[p])), float32, row-major. */
export interface MatmulShape {
  readonly batch: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** A is [batch, k, m] rather than [batch, m, k]. */
  readonly transposeA: boolean;
  /** B is [batch, n, k] rather than [batch, k, n]. */
  readonly transposeB: boolean;
  /** One A (or B) serves the whole batch. */
  readonly sharesA: boolean;
  readonly sharesB: boolean;
  readonly epilogue: MatmulEpilogue;
  /** One bias [n] serves the whole batch, rather than [batch, n]. */
  readonly sharesBias: boolean;
  /** Also give the sums of op(B) over k, [batch, n]; not with `sharesB`. */
  readonly hasColumnSums?: boolean;
  /** Products of the batch can be left out. */
  readonly hasActivity?: boolean;
}

/** A shape as text: the same for equal shapes. */
export function matmulShapeKey(shape: MatmulShape): string {
  const { batch, m, k, n, transposeA, transposeB, sharesA, sharesB, epilogue, sharesBias } = shape;
  const { hasColumnSums, hasActivity } = shape;
  const flags = Object.entries({ transposeA, transposeB, sharesA, sharesB, sharesBias, hasColumnSums, hasActivity });
  return [`${batch}x${m}x${k}x${n}`, epilogue, ...flags.flatMap(([name, isSet]) => (isSet ? [name] : []))].join(' ');
}

/** What a plan must know of the adapter. */
export interface MatmulTraits {
  /** The size of every subgroup, where subgroups are usable and have only one size. */
  readonly subgroupSize: number | undefined;
  readonly maxWorkgroupsPerDimension: number;
  readonly maxInvocationsPerWorkgroup: number;
  readonly maxWorkgroupBytes: number;
}

export interface MatmulPlan {
  readonly shape: MatmulShape;
  readonly variant: MatmulVariant;
  readonly grid: Grid;
  readonly constants: ShaderConstants;
}

export interface MatmulBuffers {
  readonly a: GPUBuffer;
  readonly b: GPUBuffer;
  /** The bias, or for `relu-mask` a relu's output of the product's shape; unused without such an epilogue. */
  readonly extra?: GPUBuffer;
  readonly out: GPUBuffer;
  /** [batch, n], written with `hasColumnSums`. */
  readonly columnSums?: GPUBuffer;
  /** [batch] u32, with `hasActivity`: `out` and `columnSums` keep what they hold of a product with 0. */
  readonly activity?: GPUBuffer;
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

/**
 * Plans a product: tile, grid and the shader's constants.
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
  const tile = workgroupTile(variant);
  const grid: Grid = [Math.ceil(n / tile.cols), Math.ceil(m / tile.rows), batch];
  if (grid.some((count) => count > traits.maxWorkgroupsPerDimension)) {
    return undefined;
  }
  return { shape, variant, grid, constants: matmulConstants(shape, variant) };
}

function matmulConstants(shape: MatmulShape, variant: MatmulVariant): ShaderConstants {
  const { batch, m, k, n, transposeA, transposeB, epilogue } = shape;
  const tile = workgroupTile(variant);
  const isMask = epilogue === 'relu-mask';
  const hasBias = epilogue === 'bias' || epilogue === 'bias-relu';
  const biasLength = hasBias ? n * (shape.sharesBias ? 1 : batch) : 1;
  return {
    M: m,
    N: n,
    A_LENGTH: m * k * (shape.sharesA ? 1 : batch),
    B_LENGTH: k * n * (shape.sharesB ? 1 : batch),
    EXTRA_LENGTH: isMask ? batch * m * n : biasLength,
    OUT_LENGTH: batch * m * n,
    A_ROW_STRIDE: transposeA ? 1 : k,
    A_K_STRIDE: transposeA ? m : 1,
    A_BATCH_STRIDE: shape.sharesA ? 0 : m * k,
    B_COL_STRIDE: transposeB ? k : 1,
    B_K_STRIDE: transposeB ? 1 : n,
    B_BATCH_STRIDE: shape.sharesB ? 0 : k * n,
    EXTRA_BATCH_STRIDE: hasBias && !shape.sharesBias ? n : 0,
    HAS_BIAS: hasBias,
    HAS_RELU: epilogue === 'relu' || epilogue === 'bias-relu',
    HAS_RELU_MASK: isMask,
    HAS_EDGES: m % tile.rows !== 0 || n % tile.cols !== 0,
    HAS_COLUMN_SUMS: shape.hasColumnSums ?? false,
    COLUMN_SUMS_LENGTH: batch * n,
    HAS_ACTIVITY: shape.hasActivity ?? false,
    ...tileConstants(shape, variant),
  };
}

function tileConstants({ k }: MatmulShape, variant: MatmulVariant): ShaderConstants {
  const { family, rows, cols, kStep, workgroupSize, workgroupHeight = 1 } = variant;
  const steps = { K_STEP: kStep, K_STEPS: Math.floor(k / kStep), K_TAIL: k % kStep };
  switch (family) {
    case 'register':
      return { ROWS: rows, COLS: cols, ...steps, WORKGROUP_SIZE: workgroupSize };
    case 'quad':
      return { ROWS: rows, COLS: cols, ...steps, ROW_QUADS: rows / 4 };
    case 'tile': {
      const tile = workgroupTile(variant);
      const copies = (length: number) => Math.ceil((length * kStep) / 4 / (workgroupSize * workgroupHeight));
      return {
        K: k,
        LANES_X: workgroupSize,
        LANES_Y: workgroupHeight,
        ROW_VECS: rows / 4,
        COL_VECS: cols / 4,
        K_STEP: kStep,
        K_SLICES: Math.ceil(k / kStep),
        A_COPIES: copies(tile.rows),
        B_COPIES: copies(tile.cols),
      };
    }
    case 'split-k':
      return { K: k, LANES_X: workgroupSize, SPLITS: workgroupHeight, ROWS: rows };
    default:
      return family satisfies never;
  }
}

const SOURCES: Readonly<Record<MatmulVariant['family'], string>> = {
  register: matmulRegisterSource,
  quad: matmulQuadSource,
  tile: matmulTileSource,
  'split-k': matmulSplitKSource,
};

const programs = new WeakMap<MatmulPlan, Program>();

/** The program of a plan; the same plan gives the same one. */
export function matmulProgram(plan: MatmulPlan): Program {
  let program = programs.get(plan);
  if (program === undefined) {
    const { batch, m, k, n, hasColumnSums = false, hasActivity = false } = plan.shape;
    program = {
      label: `weft.matmul.${plan.variant.family}.${batch}x${m}x${k}x${n}`,
      code: specializeShader(SOURCES[plan.variant.family], plan.constants),
      bindings: [
        ...(['read', 'read', 'read', 'read-write'] as const),
        ...(hasColumnSums ? (['read-write'] as const) : []),
        ...(hasActivity ? (['read'] as const) : []),
      ],
    };
    programs.set(plan, program);
  }
  return program;
}

/** Records one product. Every buffer is bound whole. */
export function runMatmul(recorder: Recorder, plan: MatmulPlan, buffers: MatmulBuffers): void {
  recorder.record({
    program: matmulProgram(plan),
    buffers: [
      buffers.a,
      buffers.b,
      buffers.extra ?? buffers.b,
      buffers.out,
      ...[buffers.columnSums, buffers.activity].filter((buffer) => buffer !== undefined),
    ],
    grid: plan.grid,
  });
}

/** Multiplications and additions of a product, two for each multiply-add. */
export function matmulFlop({ batch, m, k, n }: MatmulShape): number {
  return 2 * batch * m * k * n;
}
