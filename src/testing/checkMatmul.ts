import { launch } from '../gpu/kernel';
import { columnSumsReference } from '../kernels/columnSums';
import { type MatmulBuffers, type MatmulPlan, planMatmul } from '../kernels/matmul/plan';
import { matmulReference } from '../kernels/matmul/reference';
import { extraLength, type MatmulShape } from '../kernels/matmul/shape';
import { type MatmulVariant, matmulTraits, matmulWorkgroup } from '../kernels/matmul/variants';
import { expectClose, type Tolerance } from './expectClose';
import type { GpuLab } from './gpuTest';
import { randomFloats } from './random';

/** Of the adapter that the tests run on. */
const { subgroupMinSize, subgroupMaxSize } = (await navigator.gpu.requestAdapter())?.info ?? {};
const SUBGROUP_SIZE = subgroupMinSize === subgroupMaxSize ? subgroupMinSize : undefined;

const SUBGROUP_VARIANTS: readonly MatmulVariant[] = [
  { family: 'quad', rows: 8, cols: 2, kStep: 2 },
  // Four rows for each invocation of a load of A that lies along m.
  ...[4, 8, 32].map((size) => ({ family: 'subgroup', rows: 4 * size, cols: 4, size }) as const),
];

/** A variant with as many invocations as the adapter's subgroups have, where the variant is one subgroup's. */
export function forThisAdapter(variant: MatmulVariant): MatmulVariant {
  return variant.family === 'subgroup' && SUBGROUP_SIZE !== undefined ? { ...variant, size: SUBGROUP_SIZE } : variant;
}

/** Whether the tests' adapter can run a variant. */
export function runsHere(variant: MatmulVariant): boolean {
  return !['quad', 'subgroup'].includes(variant.family) || matmulWorkgroup(variant).invocations === SUBGROUP_SIZE;
}

/** Tiles small enough to compile in some 20 ms, which still have several rows, columns and steps of k. */
export const SMALL_VARIANTS: readonly MatmulVariant[] = [
  { family: 'register', rows: 3, cols: 2, kStep: 2, workgroupSize: 4 },
  ...SUBGROUP_VARIANTS.filter(runsHere),
  { family: 'tile', rows: 4, cols: 8, kStep: 4, lanesX: 2, lanesY: 4, splits: 1 },
  { family: 'tile', rows: 8, cols: 4, kStep: 4, lanesX: 2, lanesY: 2, splits: 4 },
];

export interface MatmulOperands {
  readonly a: Float32Array<ArrayBuffer>;
  readonly b: Float32Array<ArrayBuffer>;
  readonly extra: Float32Array<ArrayBuffer>;
}

/** Random operands in [−1, 1); half of a relu's output, the extra operand of `relu-mask`, is 0. */
export function randomOperands(shape: MatmulShape, seed: number): MatmulOperands {
  const { batch, m, k, n, epilogue } = shape;
  const extra = randomFloats(seed + 2, extraLength(shape));
  return {
    a: randomFloats(seed, m * k * (shape.sharesA ? 1 : batch)),
    b: randomFloats(seed + 1, k * n * (shape.sharesB ? 1 : batch)),
    extra: epilogue === 'relu-mask' ? extra.map((value) => Math.max(value, 0)) : extra,
  };
}

const ROUNDING = 2 ** -24;

/**
 * How far a float32 sum of `k` products of numbers in [−1, 1) may be from the float64 one. Partial sums are about √k/3,
 * each of `k` additions rounds one of them by at most 2⁻²⁴ of it, and these errors add up like a random walk: a standard
 * deviation of 0.14 · k · 2⁻²⁴. `atol` is 7 of these; the 4 covers sums of one or two terms and a bias. Where the sum
 * itself is unusually large, its partial sums were too, and the deviation is below √k · 2⁻²⁴/3 of it: `rtol` is 6 of these.
 */
export function matmulTolerance(k: number): Tolerance {
  return { rtol: 2 * Math.sqrt(k) * ROUNDING, atol: (k + 4) * ROUNDING };
}

export function requirePlan(lab: GpuLab, shape: MatmulShape, variant?: MatmulVariant): MatmulPlan {
  const plan = planMatmul(shape, matmulTraits(lab.gpu), variant);
  if (plan === undefined) {
    throw new Error(`No plan for ${JSON.stringify(shape)}.`);
  }
  return plan;
}

/** Runs a product into a poisoned output. */
export async function computeMatmul(lab: GpuLab, plan: MatmulPlan, operands: MatmulOperands): Promise<Float32Array> {
  const { out } = launchMatmul(lab, plan, operands);
  return lab.readFloats(out);
}

function launchMatmul(lab: GpuLab, plan: MatmulPlan, operands: MatmulOperands): MatmulBuffers {
  const { batch, m, n, hasColumnSums, hasActivity } = plan.shape;
  const buffers = {
    a: lab.upload(operands.a),
    b: lab.upload(operands.b),
    extra: operands.extra.length > 0 ? lab.upload(operands.extra) : undefined,
    out: lab.poisoned(batch * m * n),
    columnSums: hasColumnSums ? lab.poisoned(batch * n) : undefined,
    activity: hasActivity ? lab.upload(new Uint32Array(batch).fill(1)) : undefined,
  };
  launch(lab.recorder, plan, buffers);
  return buffers;
}

/** Runs a product of random operands, with its column sums where it has some, and compares both with float64. */
export async function checkMatmul(lab: GpuLab, shape: MatmulShape, variant?: MatmulVariant, seed = 1): Promise<void> {
  const { batch, k, n } = shape;
  const operands = randomOperands(shape, seed);
  const { out, columnSums } = launchMatmul(lab, requirePlan(lab, shape, variant), operands);
  const expected = matmulReference(shape, operands.a, operands.b, operands.extra);
  expectClose(await lab.readFloats(out), expected, matmulTolerance(k));
  if (columnSums !== undefined) {
    const sums = columnSumsReference({ members: batch, rows: k, cols: n }, operands.b);
    expectClose(await lab.readFloats(columnSums), sums, { rtol: 2 * Math.sqrt(k) * ROUNDING, atol: 2 * k * ROUNDING });
  }
}
