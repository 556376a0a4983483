import source from '../../shaders/narrowDenseGradients.wgsl?raw';
import skipInactive from '../../shaders/shared/skipInactive.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';
import { linkShader } from '../gpu/shaderSource';

/** Inputs of a workgroup whose invocations each go over all rows. */
const UNSPLIT_LANES = 64;
/** Inputs of a workgroup whose invocations share the rows: as many as a cache line of x has, and as units may be. */
const SPLIT_LANES = 16;
const MAX_ROW_SPLITS = 16;
/** What every adapter can do, for up to NARROW_DENSE_MAX_UNITS units. */
export const NARROW_DENSE_ROW_SPLITS = [1, 2, 8] as const;
/** Workgroup memory that every adapter has, in bytes. */
const SURE_WORKGROUP_BYTES = 16_384;

/** An invocation keeps two values a unit in registers. */
export const NARROW_DENSE_MAX_UNITS = SPLIT_LANES;

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
  /** See `narrowDenseRowSplits`; 1 by default. The sums' last bits depend on it. */
  readonly rowSplits?: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface NarrowDensePlan extends Launch<typeof narrowDenseGradients.specs> {
  readonly shape: NarrowDenseShape;
}

/**
 * Over how many invocations to spread the rows of an input. A GPU has few of these to do, one after another each waits for
 * memory, so that it takes as many as fit; a software adapter runs them in turn anyway, and adding up parts costs it time.
 */
export function narrowDenseRowSplits({ isFallback }: { readonly isFallback: boolean }, units: number): number {
  let splits = isFallback ? 1 : MAX_ROW_SPLITS;
  while (splits > 1 && splits * SPLIT_LANES * (units + 1) * Float32Array.BYTES_PER_ELEMENT > SURE_WORKGROUP_BYTES) {
    splits /= 2;
  }
  return splits;
}

export function planNarrowDenseGradients(shape: NarrowDenseShape): NarrowDensePlan {
  const { members, rows, inputs, units, hasReluMask, rowSplits = 1, hasActivity = false } = shape;
  const isSplit = rowSplits > 1;
  const lanes = isSplit ? SPLIT_LANES : UNSPLIT_LANES;
  return {
    shape,
    grid: [Math.ceil(inputs / lanes), members, 1],
    program: narrowDenseGradients.program(
      {
        MEMBERS: members,
        ROWS: rows,
        INPUTS: inputs,
        UNITS: units,
        INPUT_LANES: lanes,
        ROW_SPLITS: rowSplits,
        ROWS_OF_SPLIT: Math.ceil(rows / rowSplits),
        IS_SPLIT: isSplit,
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
