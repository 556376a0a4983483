import source from '../../shaders/columnSums.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';

const WORKGROUP_SIZE = 64;

/** Sums over the rows of a matrix, both float32. */
export const columnSums = defineKernel('columnSums', source, {
  /** [members, rows, cols] */
  matrix: 'read',
  /** [members, cols], written. */
  sums: 'read-write',
});

export interface ColumnSumsShape {
  readonly members: number;
  readonly rows: number;
  readonly cols: number;
}

export interface ColumnSumsPlan extends Launch<typeof columnSums.specs> {
  readonly shape: ColumnSumsShape;
}

export function planColumnSums(shape: ColumnSumsShape): ColumnSumsPlan {
  return {
    shape,
    grid: [Math.ceil(shape.cols / WORKGROUP_SIZE), shape.members, 1],
    program: columnSums.program({ MEMBERS: shape.members, ROWS: shape.rows, COLS: shape.cols, WORKGROUP_SIZE }),
  };
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
