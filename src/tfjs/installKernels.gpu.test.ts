import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';
import { expectClose } from '../testing/expectClose';
import { randomFloats, randomInts } from '../testing/random';
import { useTfjs } from '../testing/tfjsTest';
import { installKernels } from './installKernels';

const lab = useTfjs();

/** Two float32 products of the same numbers, summed in another order: k here is at most 40. */
const SAME_PRODUCT = { rtol: 2e-6, atol: 2e-6 };

/** Runs work with Weft's kernels installed, and tells how many products they did. */
async function withWeft<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly weftProducts: number }> {
  const require = vi.spyOn(lab.bridge.gpu.pipelines, 'require');
  const uninstall = installKernels();
  try {
    const result = await work();
    return { result, weftProducts: require.mock.calls.length };
  } finally {
    uninstall();
    require.mockRestore();
  }
}

function random(seed: number, shape: number[]): tf.Tensor {
  return tf.tensor(randomFloats(seed, tf.util.sizeFromShape(shape)), shape);
}

describe('a layers model', () => {
  const [ROWS, FEATURES, UNITS, CLASSES] = [48, 20, 40, 5];
  const [BATCH, EPOCHS] = [16, 3];
  /** A training step's products: forward 2, weight gradients 2, and the gradient of the second layer's input. */
  const PRODUCTS_PER_STEP = 5;

  async function lossesOf(initialWeights: tf.Tensor[]): Promise<number[]> {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [FEATURES], units: UNITS, activation: 'relu' }),
        tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
      ],
    });
    model.setWeights(initialWeights);
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
    const x = random(1, [ROWS, FEATURES]);
    const y = tf.oneHot(tf.tensor1d(Int32Array.from(randomInts(2, ROWS, CLASSES)), 'int32'), CLASSES);
    const { history } = await model.fit(x, y, { batchSize: BATCH, epochs: EPOCHS, shuffle: false, verbose: 0 });
    return history.loss as number[];
  }

  it("trains by model.fit on Weft's matmul, with the losses of stock tfjs", async () => {
    const weights = [random(3, [FEATURES, UNITS]), tf.zeros([UNITS]), random(4, [UNITS, CLASSES]), tf.zeros([CLASSES])];
    const { result: losses, weftProducts } = await withWeft(() => lossesOf(weights));
    expect(weftProducts).toBe((ROWS / BATCH) * EPOCHS * PRODUCTS_PER_STEP);
    const stockLosses = await lossesOf(weights);
    // Nine steps of Adam have let rounding grow a little.
    expectClose(losses, stockLosses, { rtol: 2e-6, atol: 0 });
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) * 0.9);
  });
});

describe('the undo', () => {
  const kernels = () => [tf.BatchMatMul, tf._FusedMatMul].map((name) => tf.getKernel(name, 'webgpu'));

  it('puts back the very kernels that were there', () => {
    const stock = kernels();
    const uninstall = installKernels();
    expect(kernels()[0]).not.toBe(stock[0]);
    expect(kernels()[1]).not.toBe(stock[1]);
    uninstall();
    expect(kernels()[0]).toBe(stock[0]);
    expect(kernels()[1]).toBe(stock[1]);
  });

  it.each([
    ['the first one first', [0, 1]],
    ['the last one first', [1, 0]],
    ['one twice', [0, 0, 1]],
    ['each twice', [1, 0, 0, 1]],
  ])('of two installations puts back the stock kernels with the last of them: %s', (_, order) => {
    const stock = kernels();
    const undos = [installKernels(), installKernels()];
    const installed = kernels();
    const undone = new Set<number>();
    for (const index of order) {
      undos[index]?.();
      undone.add(index);
      const expected = undone.size < 2 ? installed : stock;
      expect(kernels()[0]).toBe(expected[0]);
      expect(kernels()[1]).toBe(expected[1]);
    }
    expect(installed[0]).not.toBe(stock[0]);
  });

  it('done twice leaves a later installation alone', () => {
    const stock = kernels();
    const undo = installKernels();
    undo();
    const undoLater = installKernels();
    undo();
    expect(kernels()[0]).not.toBe(stock[0]);
    undoLater();
    expect(kernels()[0]).toBe(stock[0]);
  });

  it('leaves a kernel alone that somebody else has registered meanwhile', () => {
    const [stock] = kernels() as [tf.KernelConfig];
    const undo = installKernels();
    const theirs = { ...stock };
    const replace = (config: tf.KernelConfig) => {
      tf.unregisterKernel(tf.BatchMatMul, 'webgpu');
      tf.registerKernel(config);
    };
    replace(theirs);
    undo();
    expect(kernels()[0]).toBe(theirs);
    replace(stock);
  });
});

describe("Weft's products", () => {
  it.each<[string, () => tf.Tensor]>([
    ['A·B', () => tf.matMul(random(1, [5, 40]), random(2, [40, 7]))],
    ['Aᵀ·B', () => tf.matMul(random(1, [40, 5]), random(2, [40, 7]), true, false)],
    ['A·Bᵀ', () => tf.matMul(random(1, [5, 40]), random(2, [7, 40]), false, true)],
    ['Aᵀ·Bᵀ', () => tf.matMul(random(1, [40, 5]), random(2, [7, 40]), true, true)],
    ['a batch of products', () => tf.matMul(random(1, [2, 3, 5, 9]), random(2, [2, 3, 9, 7]))],
    ['one A for a batch of B', () => tf.matMul(random(1, [5, 9]), random(2, [2, 3, 9, 7]))],
    ['one B for a batch of A', () => tf.matMul(random(1, [3, 5, 9]), random(2, [1, 9, 7]))],
    ['relu', () => tf.fused.matMul({ a: random(1, [5, 9]), b: random(2, [9, 7]), activation: 'relu' })],
    ['bias', () => tf.fused.matMul({ a: random(1, [5, 9]), b: random(2, [9, 7]), bias: random(3, [7]) })],
    [
      'bias and relu over a batch',
      () =>
        tf.fused.matMul({
          a: random(1, [2, 5, 9]),
          b: random(2, [2, 9, 7]),
          bias: random(3, [1, 7]),
          activation: 'relu',
        }),
    ],
  ])('are those of stock tfjs: %s', async (_, multiply) => {
    const stock = multiply();
    const { result, weftProducts } = await withWeft(async () => multiply());
    expect(weftProducts).toBe(1);
    expect(result.shape).toEqual(stock.shape);
    expectClose(await result.data(), await stock.data(), SAME_PRODUCT);
  });
});

describe('relu', () => {
  it('keeps NaN that a bias brings', async () => {
    const { result, weftProducts } = await withWeft(async () => {
      const [a, b] = [tf.ones<tf.Rank.R2>([1, 2]), tf.ones<tf.Rank.R2>([2, 3])];
      const bias = tf.tensor1d([Number.NaN, 0, 1]);
      return [...(await tf.fused.matMul({ a, b, bias, activation: 'relu' }).data())];
    });
    expect(result).toEqual([Number.NaN, 2, 3]);
    expect(weftProducts).toBe(1);
  });

  it('keeps NaN that rows bring through a dense layer, as the cpu backend does', async () => {
    const layer = tf.layers.dense({ inputShape: [2], units: 3, activation: 'relu', useBias: false });
    const model = tf.sequential({ layers: [layer] });
    layer.setWeights([tf.tensor2d([1, -1, 2, 1, 1, -1], [2, 3])]);
    const rows = tf.tensor2d([Number.NaN, 1, 1, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], [3, 2]);
    const { result, weftProducts } = await withWeft(async () => [...(await (model.predict(rows) as tf.Tensor).data())]);
    expect(result).toEqual([
      ...[Number.NaN, Number.NaN, Number.NaN],
      ...[2, 0, 1],
      ...[Number.NaN, 0, Number.POSITIVE_INFINITY],
    ]);
    expect(weftProducts).toBe(1);
  });
});

describe('what is not for Weft', () => {
  const a = () => random(1, [5, 9]);
  const b = () => random(2, [9, 5]);
  const bias = () => random(3, [5]);
  const integers = (shape: number[]) =>
    tf.tensor(Int32Array.from(randomInts(4, tf.util.sizeFromShape(shape), 9)), shape, 'int32');

  it.each<[string, () => tf.Tensor]>([
    ['sigmoid', () => tf.fused.matMul({ a: a(), b: b(), bias: bias(), activation: 'sigmoid' })],
    ['elu', () => tf.fused.matMul({ a: a(), b: b(), bias: bias(), activation: 'elu' })],
    ['relu6', () => tf.fused.matMul({ a: a(), b: b(), activation: 'relu6' })],
    ['prelu', () => tf.fused.matMul({ a: a(), b: b(), activation: 'prelu', preluActivationWeights: random(5, [5]) })],
    ['leakyrelu', () => tf.fused.matMul({ a: a(), b: b(), activation: 'leakyrelu', leakyreluAlpha: 0.3 })],
    ['int32', () => tf.matMul(integers([5, 9]), integers([9, 5]))],
    ['int32 that was cast to float32, which tfjs does in name only', () => tf.matMul(a(), integers([9, 5]))],
    ['irregular broadcasting', () => tf.matMul(random(1, [2, 3, 5, 9]), random(2, [3, 9, 5]))],
    ['a bias for each row', () => tf.fused.matMul({ a: a(), b: b(), bias: random(3, [5, 1]) })],
    ['no rows', () => tf.matMul(tf.zeros([0, 9]), b())],
  ])('runs on the stock kernel: %s', async (_, multiply) => {
    const stock = multiply();
    const { result, weftProducts } = await withWeft(async () => multiply());
    expect(weftProducts).toBe(0);
    expect([result.shape, result.dtype]).toEqual([stock.shape, stock.dtype]);
    expectClose(await result.data(), await stock.data(), { rtol: 0, atol: 0 });
  });

  it('is refused when stock tfjs refuses it', async () => {
    await withWeft(async () => {
      expect(() => tf.matMul(random(1, [2, 3]), random(2, [4, 2]))).toThrow('inner shapes');
      expect(() => tf.matMul(random(1, [2, 1, 5, 9]), random(2, [1, 2, 9, 5]))).toThrow('Size(50)');
    });
  });
});
