import source from '../../shaders/columnSums.wgsl?raw';
import type { Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;

export interface ColumnSumsShape {
  readonly members: number;
  readonly rows: number;
  readonly cols: number;
}

export interface ColumnSumsPlan {
  readonly shape: ColumnSumsShape;
  readonly grid: Grid;
  readonly program: Program;
}

export function planColumnSums(shape: ColumnSumsShape): ColumnSumsPlan {
  return {
    shape,
    grid: [Math.ceil(shape.cols / WORKGROUP_SIZE), shape.members, 1],
    program: {
      label: 'weft.columnSums',
      code: specializeShader(source, {
        MEMBERS: shape.members,
        ROWS: shape.rows,
        COLS: shape.cols,
        WORKGROUP_SIZE,
      }),
      bindings: ['read', 'read-write'],
    },
  };
}

/** Records sums [members, cols] over the rows of a matrix [members, rows, cols], both float32. */
export function runColumnSums(
  recorder: Recorder,
  plan: ColumnSumsPlan,
  buffers: { readonly matrix: GPUBuffer; readonly sums: GPUBuffer },
): void {
  recorder.record({ program: plan.program, buffers: [buffers.matrix, buffers.sums], grid: plan.grid });
}

/** The sums in float64. */
export function columnSumsReference({ members, rows, cols }: ColumnSumsShape, matrix: Float32Array): Float64Array {
  const sums = new Float64Array(members * cols);
  for (let i = 0; i < members * rows * cols; i++) {
    const index = Math.floor(i / (rows * cols)) * cols + (i % cols);
    sums[index] = (sums[index] as number) + (matrix[i] as number);
  }
  return sums;
}
