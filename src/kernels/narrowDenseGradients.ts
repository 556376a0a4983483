import source from '../../shaders/narrowDenseGradients.wgsl?raw';
import type { Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;

/** An invocation keeps three values a unit in registers. */
export const NARROW_DENSE_MAX_UNITS = 16;

/** The backward pass of a dense layer with few units, for every member. */
export interface NarrowDenseShape {
  readonly members: number;
  readonly rows: number;
  readonly inputs: number;
  /** 1 to NARROW_DENSE_MAX_UNITS. */
  readonly units: number;
  /** x is a relu's output: its gradient is 0 where x is not above 0. */
  readonly hasReluMask: boolean;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface NarrowDensePlan {
  readonly shape: NarrowDenseShape;
  readonly grid: Grid;
  readonly program: Program;
}

/** All f32. */
export interface NarrowDenseBuffers {
  /** [members, rows, inputs]. */
  readonly x: GPUBuffer;
  /** [members, inputs, units]. */
  readonly kernel: GPUBuffer;
  /** [members, rows, units]: the loss's gradient by what the layer gives. */
  readonly dz: GPUBuffer;
  /** Of the shapes of x, kernel and bias [members, units]. */
  readonly xGradient: GPUBuffer;
  readonly kernelGradient: GPUBuffer;
  readonly biasGradient: GPUBuffer;
  /** [members] u32, with `hasActivity`: the gradients keep what they hold of a member with 0. */
  readonly activity?: GPUBuffer;
}

export function planNarrowDenseGradients(shape: NarrowDenseShape): NarrowDensePlan {
  const { members, rows, inputs, units, hasReluMask, hasActivity = false } = shape;
  return {
    shape,
    grid: [Math.ceil(inputs / WORKGROUP_SIZE), members, 1],
    program: {
      label: `weft.narrowDenseGradients.${members}x${rows}x${inputs}x${units}`,
      code: specializeShader(source, {
        MEMBERS: members,
        ROWS: rows,
        INPUTS: inputs,
        UNITS: units,
        WORKGROUP_SIZE,
        HAS_RELU_MASK: hasReluMask,
        HAS_ACTIVITY: hasActivity,
      }),
      bindings: [
        ...(['read', 'read', 'read', 'read-write', 'read-write', 'read-write'] as const),
        ...(hasActivity ? (['read'] as const) : []),
      ],
    },
  };
}

/** Records the three gradients of every member's layer. */
export function runNarrowDenseGradients(recorder: Recorder, plan: NarrowDensePlan, buffers: NarrowDenseBuffers): void {
  const { x, kernel, dz, xGradient, kernelGradient, biasGradient, activity } = buffers;
  recorder.record({
    program: plan.program,
    buffers: [x, kernel, dz, xGradient, kernelGradient, biasGradient, ...(activity === undefined ? [] : [activity])],
    grid: plan.grid,
  });
}

/** The three gradients in float64, from the formulas. */
export function narrowDenseGradientsReference(
  { members, rows, inputs, units, hasReluMask }: NarrowDenseShape,
  { x, kernel, dz }: { readonly x: Float32Array; readonly kernel: Float32Array; readonly dz: Float32Array },
): { readonly xGradient: Float64Array; readonly kernelGradient: Float64Array; readonly biasGradient: Float64Array } {
  const xGradient = new Float64Array(members * rows * inputs);
  const kernelGradient = new Float64Array(members * inputs * units);
  const biasGradient = new Float64Array(members * units);
  const add = (sums: Float64Array, at: number, term: number) => {
    sums[at] = (sums[at] as number) + term;
  };
  for (let member = 0; member < members; member++) {
    for (let row = 0; row < rows; row++) {
      for (let unit = 0; unit < units; unit++) {
        const gradient = dz[(member * rows + row) * units + unit] as number;
        add(biasGradient, member * units + unit, gradient);
        for (let input = 0; input < inputs; input++) {
          const at = (member * rows + row) * inputs + input;
          const value = x[at] as number;
          const kernelAt = (member * inputs + input) * units + unit;
          add(kernelGradient, kernelAt, value * gradient);
          if (!hasReluMask || value > 0) {
            add(xGradient, at, gradient * (kernel[kernelAt] as number));
          }
        }
      }
    }
  }
  return { xGradient, kernelGradient, biasGradient };
}
