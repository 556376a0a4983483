import source from '../../shaders/narrowDenseGradients.wgsl?raw';
import skipInactive from '../../shaders/shared/skipInactive.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';
import { linkShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;

/** An invocation keeps three values a unit in registers. */
export const NARROW_DENSE_MAX_UNITS = 16;

/** The three gradients of every member's layer; all f32. */
export const narrowDenseGradients = defineKernel('narrowDenseGradients', linkShader(source, { skipInactive }), {
  /** [members, rows, inputs]. */
  x: 'read',
  /** [members, inputs, units]. */
  kernel: 'read',
  /** [members, rows, units]: the loss's gradient by what the layer gives. */
  dz: 'read',
  /** Of the shape of x, written. */
  xGradient: 'read-write',
  /** Of the shape of the kernel, written. */
  kernelGradient: 'read-write',
  /** [members, units], written. */
  biasGradient: 'read-write',
  /** [members] u32, with `hasActivity`: the gradients keep what they hold of a member with 0. */
  activity: 'read?',
});

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

export interface NarrowDensePlan extends Launch<typeof narrowDenseGradients.specs> {
  readonly shape: NarrowDenseShape;
}

export function planNarrowDenseGradients(shape: NarrowDenseShape): NarrowDensePlan {
  const { members, rows, inputs, units, hasReluMask, hasActivity = false } = shape;
  return {
    shape,
    grid: [Math.ceil(inputs / WORKGROUP_SIZE), members, 1],
    program: narrowDenseGradients.program(
      {
        MEMBERS: members,
        ROWS: rows,
        INPUTS: inputs,
        UNITS: units,
        WORKGROUP_SIZE,
        HAS_RELU_MASK: hasReluMask,
        HAS_ACTIVITY: hasActivity,
      },
      `${members}x${rows}x${inputs}x${units}`,
    ),
  };
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
