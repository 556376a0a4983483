import { expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { expectClose, type Tolerance } from '../testing/expectClose';
import { useGpu } from '../testing/gpuTest';
import { randomFloats } from '../testing/random';
import { type ColumnSumsShape, columnSumsReference, planColumnSums } from './columnSums';

const lab = useGpu();

async function computeSums(shape: ColumnSumsShape, matrix: Float32Array): Promise<Float32Array> {
  const sums = lab.poisoned(shape.members * shape.cols);
  launch(lab.recorder, planColumnSums(shape), { matrix: lab.upload(matrix), sums });
  return lab.readFloats(sums);
}

function randomMatrix({ members, rows, cols }: ColumnSumsShape): Float32Array {
  return randomFloats(members + rows + cols, members * rows * cols);
}

/** As for the sums of a matmul, whose terms are smaller: partial sums of numbers in [−1, 1) are about √(rows/3). */
function sumTolerance(rows: number): Tolerance {
  return { rtol: 2 * Math.sqrt(rows) * 2 ** -24, atol: 2 * rows * 2 ** -24 };
}

it.each([
  [1, 1, 1],
  [1, 5, 63],
  [2, 3, 64],
  [3, 31, 65],
  [4, 128, 10],
  [2, 127, 131],
  [2, 128, 512],
])('adds up the rows of %i members, %i rows, %i columns', async (members, rows, cols) => {
  const shape = { members, rows, cols };
  const matrix = randomMatrix(shape);
  expectClose(await computeSums(shape, matrix), columnSumsReference(shape, matrix), sumTolerance(rows));
});

it('keeps NaN and Inf in their member and column', async () => {
  const shape = { members: 3, rows: 6, cols: 7 };
  const matrix = randomMatrix(shape).fill(Number.NaN, 0, 42).fill(Number.POSITIVE_INFINITY, 84);
  matrix[42 + 2 * 7 + 3] = Number.NaN;
  const actual = await computeSums(shape, matrix);
  const expected = columnSumsReference(shape, matrix);
  const kept = [0, 1, 2, 4, 5, 6].map((col) => 7 + col);
  expectClose(
    kept.map((i) => actual[i] as number),
    kept.map((i) => expected[i] as number),
    sumTolerance(6),
  );
});

it('gives the same bits each time', async () => {
  const shape = { members: 2, rows: 128, cols: 70 };
  const matrix = randomMatrix(shape);
  expect(await computeSums(shape, matrix)).toEqual(await computeSums(shape, matrix));
});

it('has a reference that adds up hand-computed numbers', () => {
  const matrix = new Float32Array([1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60]);
  expect([...columnSumsReference({ members: 2, rows: 3, cols: 2 }, matrix)]).toEqual([9, 12, 90, 120]);
});
