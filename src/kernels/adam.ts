import source from '../../shaders/adam.wgsl?raw';
import { defineKernel, type KernelBuffers, type Launch, type LaunchLimits } from '../gpu/kernel';

const WORKGROUP_SIZE = 256;

/** One update of up to four variables of every active member. */
export const adam = defineKernel('adam', source, {
  /** [members] of (learning rate, active 0 or 1) f32. */
  settings: 'read',
  /** A record of ADAM_RECORD_BYTES. */
  step: 'uniform',
  /** First and second moments of all variables, f32, changed in place. */
  moments: 'read-write',
  /** [members, size] f32 of each variable, changed in place, and its gradient. */
  weights0: 'read-write',
  gradients0: 'read',
  weights1: 'read-write?',
  gradients1: 'read?',
  weights2: 'read-write?',
  gradients2: 'read?',
  weights3: 'read-write?',
  gradients3: 'read?',
});

/** Variables that the shader has names for. */
const MAX_VARIABLES = 4;

/** Variables that one dispatch can update on a device: two storage buffers each, beside moments and settings. */
export function adamMaxVariables({
  maxStorageBuffersPerShaderStage,
}: Pick<LaunchLimits, 'maxStorageBuffersPerShaderStage'>): number {
  return Math.min(MAX_VARIABLES, Math.floor((maxStorageBuffersPerShaderStage - 2) / 2));
}

/**
 * Elements of a member from which a variable has a dispatch of its own, if they are a multiple of four: it is updated four
 * elements at a time. SwiftShader executes the code of every variable of a dispatch for each element; on a GPU a dispatch
 * costs more than the branches that tell the variables of a workgroup apart, up to a size that takes as long as one.
 */
const ALONE_FROM = { software: 8192, gpu: 1_048_576 };

export interface AdamShape {
  readonly members: number;
  /** 1 to `adamMaxVariables`. */
  readonly variables: readonly AdamVariableShape[];
  /** Elements of the buffer with the moments. */
  readonly momentsSize: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Even a single variable of whole vectors is updated element by element; the same bits. */
  readonly byElement?: boolean;
}

export interface AdamVariableShape {
  /** Elements in one member. */
  readonly size: number;
  /** Where its moments [2, members, size] begin, in elements. */
  readonly momentsAt: number;
}

export interface AdamPlan extends Launch<typeof adam.specs> {
  readonly shape: AdamShape;
}

export interface AdamVariableBuffers {
  readonly weights: GPUBuffer;
  readonly gradients: GPUBuffer;
}

/**
 * Which variables to update together: their places in `sizes`, in order, the elements of each in one member.
 * Large ones alone, see `ALONE_FROM`, small ones together.
 * @param most variables of a group, see `adamMaxVariables`.
 */
export function groupVariables(
  sizes: readonly number[],
  most: number,
  { isFallback }: { readonly isFallback: boolean },
): number[][] {
  const aloneFrom = isFallback ? ALONE_FROM.software : ALONE_FROM.gpu;
  const groups: number[][] = [];
  let open: number[] | undefined;
  for (const [index, size] of sizes.entries()) {
    if (size >= aloneFrom && size % 4 === 0) {
      groups.push([index]);
    } else if (open === undefined || open.length === most) {
      open = [index];
      groups.push(open);
    } else {
      open.push(index);
    }
  }
  return groups;
}

/** The moments of variables of these sizes one after another, in one buffer. */
export function layOutMoments(members: number, sizes: readonly number[]): Pick<AdamShape, 'variables' | 'momentsSize'> {
  let momentsSize = 0;
  const variables = sizes.map((size) => {
    const variable = { size, momentsAt: momentsSize };
    momentsSize += 2 * members * size;
    return variable;
  });
  return { variables, momentsSize };
}

/** Variables that one dispatch updates: their places among all, and what it works on. */
export interface AdamGroup {
  readonly indices: readonly number[];
  readonly shape: AdamShape;
}

/** What of a device decides how many dispatches an update takes. */
export interface AdamDevice {
  readonly device: { readonly limits: Parameters<typeof adamMaxVariables>[0] };
  readonly adapter: { readonly isFallback: boolean };
}

/** @param sizes elements of each variable in one member. */
export function groupForAdam(
  sizes: readonly number[],
  { members, beta1, beta2 }: Pick<AdamShape, 'members' | 'beta1' | 'beta2'>,
  { device, adapter }: AdamDevice,
): AdamGroup[] {
  return groupVariables(sizes, adamMaxVariables(device.limits), adapter).map((indices) => {
    const grouped = indices.map((index) => sizes[index] as number);
    return { indices, shape: { members, ...layOutMoments(members, grouped), beta1, beta2 } };
  });
}

export const ADAM_RECORD_BYTES = 8;

/** What a step's record tells the kernel. */
export interface AdamStep {
  /** √(1 − β₂ᵗ)/(1 − β₁ᵗ): undoes the bias of both moments. */
  readonly stepScale: number;
  readonly epsilon: number;
}

export function encodeAdamStep(record: DataView, { stepScale, epsilon }: AdamStep): void {
  record.setFloat32(0, stepScale, true);
  record.setFloat32(4, epsilon, true);
}

/** Plans one update: of a single variable of whole vectors four elements at a time, otherwise element by element. */
export function planAdam(shape: AdamShape): AdamPlan {
  const { members, variables, momentsSize, beta1, beta2 } = shape;
  const [first] = variables;
  const isVectors =
    !shape.byElement &&
    variables.length === 1 &&
    [first?.size, first?.momentsAt, momentsSize].every((count = 1) => count % 4 === 0);
  const width = isVectors ? 4 : 1;
  const [size0 = 1, size1 = 1, size2 = 1, size3 = 1] = variables.map(({ size }) => size / width);
  const [at0 = 0, at1 = 0, at2 = 0, at3 = 0] = variables.map(({ momentsAt }) => momentsAt / width);
  const [blocks0 = 0, blocks1 = 0, blocks2 = 0, blocks3 = 0] = variables.map(({ size }) =>
    Math.ceil(size / width / WORKGROUP_SIZE),
  );
  return {
    shape,
    grid: [blocks0 + blocks1 + blocks2 + blocks3, members, 1],
    program: adam.program({
      MEMBERS: members,
      SIZE_0: size0,
      SIZE_1: size1,
      SIZE_2: size2,
      SIZE_3: size3,
      BLOCKS_0: blocks0,
      BLOCKS_01: blocks0 + blocks1,
      BLOCKS_012: blocks0 + blocks1 + blocks2,
      MOMENTS: momentsSize / width,
      MOMENTS_AT_0: at0,
      MOMENTS_AT_1: at1,
      MOMENTS_AT_2: at2,
      MOMENTS_AT_3: at3,
      IS_VECTORS: isVectors,
      HAS_1: variables.length > 1,
      HAS_2: variables.length > 2,
      HAS_3: variables.length > 3,
      BETA1: beta1,
      BETA2: beta2,
      ONE_MINUS_BETA1: 1 - beta1,
      ONE_MINUS_BETA2: 1 - beta2,
      WORKGROUP_SIZE,
    }),
  };
}

type VariableName = `${'weights' | 'gradients'}${0 | 1 | 2 | 3}`;

/** The buffers of a plan's variables, in its order, by the names that the kernel has for them. */
export function nameVariables(
  variables: readonly AdamVariableBuffers[],
): Pick<KernelBuffers<typeof adam>, VariableName> {
  const named = variables.flatMap(({ weights, gradients }, i) => [
    [`weights${i}`, weights],
    [`gradients${i}`, gradients],
  ]);
  return Object.fromEntries(named);
}

/** One update of one variable of one member in float64, in place. */
export function adamReference(
  state: { readonly weights: Float64Array; readonly first: Float64Array; readonly second: Float64Array },
  gradients: ArrayLike<number>,
  { beta1, beta2, rate, stepScale, epsilon }: Pick<AdamShape, 'beta1' | 'beta2'> & AdamStep & { readonly rate: number },
): void {
  for (let i = 0; i < state.weights.length; i++) {
    const gradient = gradients[i] as number;
    const first = beta1 * (state.first[i] as number) + (1 - beta1) * gradient;
    const second = beta2 * (state.second[i] as number) + (1 - beta2) * gradient * gradient;
    state.first[i] = first;
    state.second[i] = second;
    state.weights[i] = (state.weights[i] as number) - (rate * stepScale * first) / (Math.sqrt(second) + epsilon);
  }
}
