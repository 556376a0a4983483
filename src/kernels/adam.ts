import source from '../../shaders/adam.wgsl?raw';
import type { BindingKind, Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';
import type { RecordLocation } from './batchRecord';

const WORKGROUP_SIZE = 256;

/** Variables that one dispatch can update: what ten storage buffers hold. */
export const ADAM_MAX_VARIABLES = 3;

export interface AdamShape {
  readonly members: number;
  /** Elements of each variable in one member; 1 to ADAM_MAX_VARIABLES variables. */
  readonly sizes: readonly number[];
  readonly beta1: number;
  readonly beta2: number;
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
  /** [2, members, size] f32: first and second moments. */
  readonly moments: GPUBuffer;
}

export interface AdamBuffers {
  readonly variables: readonly AdamVariableBuffers[];
  /** [members] of (learning rate, active 0 or 1) f32. */
  readonly settings: GPUBuffer;
  readonly step: RecordLocation;
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
  const { members, sizes, beta1, beta2 } = shape;
  const [size0 = 1, size1 = 1, size2 = 1] = sizes;
  const [blocks0 = 0, blocks1 = 0, blocks2 = 0] = sizes.map((size) => Math.ceil(size / WORKGROUP_SIZE));
  return {
    shape,
    grid: [blocks0 + blocks1 + blocks2, members, 1],
    program: {
      label: 'weft.adam',
      code: specializeShader(source, {
        MEMBERS: members,
        SIZE_0: size0,
        SIZE_1: size1,
        SIZE_2: size2,
        BLOCKS_0: blocks0,
        BLOCKS_01: blocks0 + blocks1,
        HAS_1: sizes.length > 1,
        HAS_2: sizes.length > 2,
        BETA1: beta1,
        BETA2: beta2,
        ONE_MINUS_BETA1: 1 - beta1,
        ONE_MINUS_BETA2: 1 - beta2,
        WORKGROUP_SIZE,
      }),
      bindings: ['read', 'uniform', ...sizes.flatMap((): BindingKind[] => ['read-write', 'read', 'read-write'])],
    },
  };
}

/** Records one update of up to three variables for every active member. */
export function runAdam(recorder: Recorder, plan: AdamPlan, { variables, settings, step }: AdamBuffers): void {
  recorder.record({
    program: plan.program,
    buffers: [
      settings,
      step.buffer,
      ...variables.flatMap(({ weights, gradients, moments }) => [weights, gradients, moments]),
    ],
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
