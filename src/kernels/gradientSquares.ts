import source from '../../shaders/gradientSquares.wgsl?raw';
import skipInactive from '../../shaders/shared/skipInactive.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';
import { linkShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;
/** Neighbours that go into the same sum. */
export const SQUARES_OF_GROUP = WORKGROUP_SIZE;

/** Enough workgroups for a GPU with few members, and few enough sums to read back. */
const MAX_CHUNKS = 64;

/** The sums of squares of one layer's gradient for every member. */
export const gradientSquares = defineKernel('gradientSquares', linkShader(source, { skipInactive }), {
  /** [members, kernelSize] f32, of exactly that size. */
  kernel: 'read',
  /** [members, biasSize] f32, of exactly that size. */
  bias: 'read',
  /** [members, chunks] f32, written. */
  sums: 'read-write',
  /** [members] u32, with `hasActivity`: the sums of a member with 0 stay as they are. */
  activity: 'read?',
});

export interface GradientSquaresShape {
  readonly members: number;
  /** Elements of one member's gradient by the kernel, and by the bias. */
  readonly kernelSize: number;
  readonly biasSize: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface GradientSquaresPlan extends Launch<typeof gradientSquares.specs> {
  readonly shape: GradientSquaresShape;
  readonly chunks: number;
  /** Size of the output: a sum f32 for each member and chunk. */
  readonly outputBytes: number;
}

export function planGradientSquares(shape: GradientSquaresShape): GradientSquaresPlan {
  const { members, kernelSize, biasSize, hasActivity = false } = shape;
  const chunks = Math.min(MAX_CHUNKS, Math.ceil(Math.max(kernelSize, biasSize) / WORKGROUP_SIZE));
  return {
    shape,
    chunks,
    grid: [chunks, members, 1],
    program: gradientSquares.program({
      MEMBERS: members,
      CHUNKS: chunks,
      WORKGROUP_SIZE,
      HAS_ACTIVITY: hasActivity,
    }),
    outputBytes: members * chunks * 4,
  };
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
