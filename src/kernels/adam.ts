import source from '../../shaders/adam.wgsl?raw';
import groupSource from '../../shaders/adamGroup.wgsl?raw';
import type { BindingKind, Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';
import type { RecordLocation } from './batchRecord';

const WORKGROUP_SIZE = 256;

/** Variables that one dispatch can update: what ten storage buffers hold. */
export const ADAM_MAX_VARIABLES = 4;

/**
 * Elements of a member from which a variable has a dispatch of its own, if they are a multiple of four: it is updated
 * four elements at a time, and SwiftShader, which executes the code of every variable of a dispatch for each of them,
 * executes only its own.
 */
const ALONE_FROM = 8192;

export interface AdamShape {
  readonly members: number;
  /** 1 to ADAM_MAX_VARIABLES. */
  readonly variables: readonly AdamVariableShape[];
  /** Elements of the buffer with the moments. */
  readonly momentsSize: number;
  readonly beta1: number;
  readonly beta2: number;
}

export interface AdamVariableShape {
  /** Elements in one member. */
  readonly size: number;
  /** Where its moments [2, members, size] begin, in elements. */
  readonly momentsAt: number;
}

export interface AdamPlan {
  readonly shape: AdamShape;
  readonly grid: Grid;
  readonly program: Program;
}

export interface AdamVariableBuffers {
  /** [members, size] f32, changed in place, as are the moments. */
  readonly weights: GPUBuffer;
  /** [members, size] f32. */
  readonly gradients: GPUBuffer;
}

export interface AdamBuffers {
  readonly variables: readonly AdamVariableBuffers[];
  /** First and second moments of all variables, f32. */
  readonly moments: GPUBuffer;
  /** [members] of (learning rate, active 0 or 1) f32. */
  readonly settings: GPUBuffer;
  readonly step: RecordLocation;
}

/**
 * Which variables to update together: their places in `sizes`, in order, the elements of each in one member.
 * Large ones alone, small ones up to ADAM_MAX_VARIABLES together.
 */
export function groupVariables(sizes: readonly number[]): number[][] {
  const groups: number[][] = [];
  let open: number[] | undefined;
  for (const [index, size] of sizes.entries()) {
    if (size >= ALONE_FROM && size % 4 === 0) {
      groups.push([index]);
    } else if (open === undefined || open.length === ADAM_MAX_VARIABLES) {
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

export function planAdam(shape: AdamShape): AdamPlan {
  const { variables, momentsSize } = shape;
  const [first] = variables;
  const isQuads = [first?.size, first?.momentsAt, momentsSize].every((count = 1) => count % 4 === 0);
  return variables.length === 1 && first !== undefined && isQuads ? planAlone(shape, first) : planGroup(shape);
}

function planAlone(shape: AdamShape, { size, momentsAt }: AdamVariableShape): AdamPlan {
  const quads = size / 4;
  return {
    shape,
    grid: [Math.ceil(quads / WORKGROUP_SIZE), shape.members, 1],
    program: {
      label: 'weft.adam',
      code: specializeShader(source, {
        ...commonConstants(shape),
        QUADS: quads,
        MOMENTS: shape.momentsSize / 4,
        MOMENTS_AT: momentsAt / 4,
      }),
      bindings: bindingsOf(shape),
    },
  };
}

function planGroup(shape: AdamShape): AdamPlan {
  const { members, variables } = shape;
  const [size0 = 1, size1 = 1, size2 = 1, size3 = 1] = variables.map(({ size }) => size);
  const [at0 = 0, at1 = 0, at2 = 0, at3 = 0] = variables.map(({ momentsAt }) => momentsAt);
  const [blocks0 = 0, blocks1 = 0, blocks2 = 0, blocks3 = 0] = variables.map(({ size }) =>
    Math.ceil(size / WORKGROUP_SIZE),
  );
  return {
    shape,
    grid: [blocks0 + blocks1 + blocks2 + blocks3, members, 1],
    program: {
      label: 'weft.adamGroup',
      code: specializeShader(groupSource, {
        ...commonConstants(shape),
        SIZE_0: size0,
        SIZE_1: size1,
        SIZE_2: size2,
        SIZE_3: size3,
        BLOCKS_0: blocks0,
        BLOCKS_01: blocks0 + blocks1,
        BLOCKS_012: blocks0 + blocks1 + blocks2,
        MOMENTS: shape.momentsSize,
        MOMENTS_AT_0: at0,
        MOMENTS_AT_1: at1,
        MOMENTS_AT_2: at2,
        MOMENTS_AT_3: at3,
        HAS_1: variables.length > 1,
        HAS_2: variables.length > 2,
        HAS_3: variables.length > 3,
      }),
      bindings: bindingsOf(shape),
    },
  };
}

function commonConstants({ members, beta1, beta2 }: AdamShape) {
  return {
    MEMBERS: members,
    BETA1: beta1,
    BETA2: beta2,
    ONE_MINUS_BETA1: 1 - beta1,
    ONE_MINUS_BETA2: 1 - beta2,
    WORKGROUP_SIZE,
  };
}

function bindingsOf({ variables }: AdamShape): BindingKind[] {
  return ['read', 'uniform', 'read-write', ...variables.flatMap((): BindingKind[] => ['read-write', 'read'])];
}

/** Records one update of up to ADAM_MAX_VARIABLES variables for every active member. */
export function runAdam(recorder: Recorder, plan: AdamPlan, buffers: AdamBuffers): void {
  const { variables, moments, settings, step } = buffers;
  recorder.record({
    program: plan.program,
    buffers: [settings, step.buffer, moments, ...variables.flatMap(({ weights, gradients }) => [weights, gradients])],
    grid: plan.grid,
    uniform: step,
  });
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
