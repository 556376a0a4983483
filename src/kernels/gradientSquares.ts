import source from '../../shaders/gradientSquares.wgsl?raw';
import type { Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;

/** Enough workgroups for a GPU with few members, and few enough sums to read back. */
const MAX_CHUNKS = 64;

export interface GradientSquaresShape {
  readonly members: number;
  /** Elements of one member's gradient by the kernel, and by the bias. */
  readonly kernelSize: number;
  readonly biasSize: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface GradientSquaresPlan {
  readonly shape: GradientSquaresShape;
  readonly chunks: number;
  readonly grid: Grid;
  readonly program: Program;
  /** Size of the output: a sum f32 for each member and chunk. */
  readonly outputBytes: number;
}

export interface GradientSquaresBuffers {
  /** [members, kernelSize] f32, of exactly that size. */
  readonly kernel: GPUBuffer;
  /** [members, biasSize] f32, of exactly that size. */
  readonly bias: GPUBuffer;
  /** [members, chunks] f32, written. */
  readonly sums: GPUBuffer;
  /** [members] u32, with `hasActivity`: the sums of a member with 0 stay as they are. */
  readonly activity?: GPUBuffer;
}

export function planGradientSquares(shape: GradientSquaresShape): GradientSquaresPlan {
  const { members, kernelSize, biasSize, hasActivity = false } = shape;
  const chunks = Math.min(MAX_CHUNKS, Math.ceil(Math.max(kernelSize, biasSize) / WORKGROUP_SIZE));
  return {
    shape,
    chunks,
    grid: [chunks, members, 1],
    program: {
      label: 'weft.gradientSquares',
      code: specializeShader(source, {
        MEMBERS: members,
        CHUNKS: chunks,
        WORKGROUP_SIZE,
        HAS_ACTIVITY: hasActivity,
      }),
      bindings: ['read', 'read', 'read-write', ...(hasActivity ? (['read'] as const) : [])],
    },
    outputBytes: members * chunks * 4,
  };
}

/** Records the sums of squares of one layer's gradient for every member. */
export function runGradientSquares(
  recorder: Recorder,
  plan: GradientSquaresPlan,
  { kernel, bias, sums, activity }: GradientSquaresBuffers,
): void {
  recorder.record({
    program: plan.program,
    buffers: [kernel, bias, sums, ...(activity === undefined ? [] : [activity])],
    grid: plan.grid,
  });
}

/**
 * The Euclidean norm of each member's gradient, from the sums the kernel wrote. Elements below some 1e-19 count as 0
 * and above some 1e19 as infinite: their squares leave float32.
 */
export function decodeGradientNorms({ shape, chunks }: GradientSquaresPlan, bytes: ArrayBuffer): number[] {
  const sums = new Float32Array(bytes);
  return Array.from({ length: shape.members }, (_, member) =>
    Math.sqrt(sums.subarray(member * chunks, (member + 1) * chunks).reduce((total, sum) => total + sum, 0)),
  );
}

/** The norm of one member's gradient in float64. */
export function gradientNormReference(kernel: Float32Array | Float64Array, bias: Float32Array | Float64Array): number {
  return Math.sqrt([...kernel, ...bias].reduce((sum, value) => sum + value * value, 0));
}
