import source from '../../shaders/adam.wgsl?raw';
import type { Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';
import type { RecordLocation } from './batchRecord';

const WORKGROUP_SIZE = 256;

export interface AdamShape {
  readonly members: number;
  /** Elements of the variable in one member. */
  readonly size: number;
  readonly beta1: number;
  readonly beta2: number;
}

export interface AdamPlan {
  readonly shape: AdamShape;
  readonly grid: Grid;
  readonly program: Program;
}

export interface AdamBuffers {
  /** [members, size] f32, changed in place, as are both moments. */
  readonly weights: GPUBuffer;
  readonly gradients: GPUBuffer;
  readonly firstMoments: GPUBuffer;
  readonly secondMoments: GPUBuffer;
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
  return {
    shape,
    grid: [Math.ceil(shape.size / WORKGROUP_SIZE), shape.members, 1],
    program: {
      label: 'weft.adam',
      code: specializeShader(source, {
        MEMBERS: shape.members,
        SIZE: shape.size,
        BETA1: shape.beta1,
        BETA2: shape.beta2,
        ONE_MINUS_BETA1: 1 - shape.beta1,
        ONE_MINUS_BETA2: 1 - shape.beta2,
        WORKGROUP_SIZE,
      }),
      bindings: ['read-write', 'read', 'read-write', 'read-write', 'read', 'uniform'],
    },
  };
}

/** Records one update of one variable for every active member. */
export function runAdam(recorder: Recorder, plan: AdamPlan, buffers: AdamBuffers): void {
  const { weights, gradients, firstMoments, secondMoments, settings, step } = buffers;
  recorder.record({
    program: plan.program,
    buffers: [weights, gradients, firstMoments, secondMoments, settings, step.buffer],
    grid: plan.grid,
    uniform: step,
  });
}

/** One update of one member in float64, in place. */
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
