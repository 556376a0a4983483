import { createStorage, readBuffer } from '../../gpu/buffers';
import { withoutCounting } from '../../gpu/counters';
import type { Gpu } from '../../gpu/device';
import { launch } from '../../gpu/kernel';
import { createRecorder } from '../../gpu/recorder';
import { createWhereRoom } from '../../gpu/room';
import { randomFloats } from '../selfTest/randomValues';
import type { MatmulBuffers, MatmulPlan } from './plan';
import { matmulReferenceAt } from './reference';
import { chooseEntries, chooseTileEntries } from './sampling';
import { extraLength, hasBias, type MatmulShape, matmulShape } from './shape';
import { matmulWorkgroup } from './variants';

/** How far a sum of k products in (−1, 1) may be from float64, in √k. */
const TOLERANCE = 1e-4;

/**
 * Masks, and sums by their bias, are above 0 nearly everywhere: a wrong sum that a relu cuts off does not show. Some stay
 * below, so that the cut itself is tried.
 */
const MASK_SHIFT = 0.9;

/** Operands of a product, on both sides, to check and to time it on. */
export interface MatmulTrial {
  readonly shape: MatmulShape;
  /** How many products of the batch have operands, the first ones; the others are left out. */
  readonly products: number;
  readonly values: { readonly a: Float32Array; readonly b: Float32Array; readonly extra: Float32Array };
  readonly buffers: MatmulBuffers;
  dispose(): void;
}

/**
 * @param most products of the batch to try, by default all.
 * @returns `undefined` where the device has no room for them.
 */
export async function createMatmulTrial(
  gpu: Gpu,
  shape: MatmulShape,
  most = shape.batch,
): Promise<MatmulTrial | undefined> {
  const products = Math.min(most, shape.batch);
  return createWhereRoom(gpu, () => withoutCounting(gpu.counters, () => createTrial(gpu, shape, products)));
}

function createTrial(gpu: Gpu, shape: MatmulShape, products: number): MatmulTrial {
  const { batch, m, k, n } = shape;
  const extras = randomFloats(extraLength({ ...shape, batch: products }));
  const values = {
    a: randomFloats(m * k * (shape.sharesA ? 1 : products)),
    b: randomFloats(k * n * (shape.sharesB ? 1 : products)),
    extra: extras.map((value) => value + (hasBias(shape) ? Math.sqrt(k) / 2 : MASK_SHIFT)),
  };
  // Whole, as a program with the batch in its text asks for.
  const upload = (name: string, length: number, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => {
    const buffer = createStorage(gpu, `weft.trial.${name}`, length * data.BYTES_PER_ELEMENT);
    gpu.device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  };
  const buffers: MatmulBuffers = {
    a: upload('a', m * k * (shape.sharesA ? 1 : batch), values.a),
    b: upload('b', k * n * (shape.sharesB ? 1 : batch), values.b),
    extra: extraLength(shape) > 0 ? upload('extra', extraLength(shape), values.extra) : undefined,
    out: createStorage(gpu, 'weft.trial.out', batch * m * n * 4),
    columnSums: shape.hasColumnSums ? createStorage(gpu, 'weft.trial.columnSums', batch * n * 4) : undefined,
    activity: shape.hasActivity ? upload('activity', batch, new Uint32Array(batch).fill(1, 0, products)) : undefined,
  };
  return {
    shape,
    products,
    values,
    buffers,
    dispose: () => {
      for (const buffer of Object.values(buffers)) {
        buffer?.destroy();
      }
    },
  };
}

/**
 * Whether a plan, run once on a trial's operands, writes every entry of its outputs, and agrees with float64 at random
 * entries, which reach every place of a tile, and every row, column and product of the batch where there are at most 1,024.
 * @throws WeftError `shader-error` where it does not compile.
 */
export async function isMatmulRight(
  gpu: Gpu,
  plan: MatmulPlan,
  { products, values, buffers }: MatmulTrial,
): Promise<boolean> {
  const shape = { ...plan.shape, batch: products };
  await gpu.pipelines.prepare(plan.program);
  const { batch, m, k, n } = shape;
  const outputs = [
    { buffer: buffers.out, length: batch * m * n },
    ...(buffers.columnSums === undefined ? [] : [{ buffer: buffers.columnSums, length: batch * n }]),
  ];
  const read = withoutCounting(gpu.counters, () => {
    for (const { buffer, length } of outputs) {
      gpu.device.queue.writeBuffer(buffer, 0, new Float32Array(length).fill(Number.NaN));
    }
    const recorder = createRecorder(gpu);
    launch(recorder, plan, buffers);
    recorder.flush();
    return outputs.map(async ({ buffer, length }) => new Float32Array(await readBuffer(gpu, buffer, length * 4)));
  });
  const [out, sums] = await Promise.all(read);
  const product = (index: number) => matmulReferenceAt(shape, index, values.a, values.b, values.extra);
  // A column's sum is the product of a row of ones with it.
  const ones = matmulShape({ batch, m: 1, k, n, transposeB: shape.transposeB, sharesA: true });
  const columnSum = (index: number) => matmulReferenceAt(ones, index, new Float32Array(k).fill(1), values.b);
  const entries = [...chooseEntries(shape), ...chooseTileEntries(shape, matmulWorkgroup(plan.variant))];
  return (
    isClose(out as Float32Array, shape.k, entries, product) &&
    (sums === undefined || isClose(sums, k, chooseEntries(ones), columnSum))
  );
}

/** Every entry is written, and those looked at agree with float64. */
function isClose(
  actual: Float32Array,
  k: number,
  entries: readonly number[],
  expectedAt: (index: number) => number,
): boolean {
  const looksRight = (index: number) =>
    Math.abs((actual[index] as number) - expectedAt(index)) <= TOLERANCE * Math.sqrt(k);
  return !actual.some(Number.isNaN) && entries.every(looksRight);
}
