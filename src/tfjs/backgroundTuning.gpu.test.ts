import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MatmulPlan } from '../kernels/matmul/plan';
import { matmulShape } from '../kernels/matmul/shape';
import { createMemoryTuningStore } from '../kernels/matmul/tuningStore';
import { expectClose } from '../testing/expectClose';
import { randomFloats } from '../testing/random';
import { useTfjs } from '../testing/tfjsTest';
import { BackgroundTuner, type BackgroundTuningOptions } from './backgroundTuning';
import { installKernels } from './installKernels';
import { matmulPlanOf } from './matmulOp';

const lab = useTfjs();
afterEach(() => vi.restoreAllMocks());
const SIZE = 96;
const SHAPE = matmulShape({ m: SIZE, k: SIZE, n: SIZE });

/** A tuner whose plans are collected, and how often it asked the GPU to do something. */
function createTuner(options: BackgroundTuningOptions = {}) {
  const adopted: MatmulPlan[] = [];
  const submit = vi.spyOn(lab.bridge.gpu.device.queue, 'submit');
  const store = createMemoryTuningStore();
  const tuner = new BackgroundTuner(lab.bridge.gpu, (plan) => void adopted.push(plan), {
    store,
    minUses: 3,
    everywhere: true,
    ...options,
  });
  return { tuner, adopted, store, submit };
}

const use = (tuner: BackgroundTuner, shape: typeof SHAPE, times: number) => {
  for (let i = 0; i < times; i++) {
    tuner.count(shape);
  }
};

describe('BackgroundTuner', () => {
  it('tunes a shape when it was used often, once, and remembers what it found', async () => {
    const { tuner, adopted, store, submit } = createTuner();
    use(tuner, SHAPE, 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(submit).not.toHaveBeenCalled();
    use(tuner, SHAPE, 10);
    await vi.waitFor(() => expect(adopted).toHaveLength(1), { timeout: 20_000 });
    expect(adopted[0]?.shape).toEqual(SHAPE);
    const submits = submit.mock.calls.length;
    expect(submits).toBeGreaterThan(5);

    const next = createTuner({ store });
    use(next.tuner, SHAPE, 3);
    await vi.waitFor(() => expect(next.adopted).toEqual(adopted), { timeout: 20_000 });
    expect(submit.mock.calls.length).toBe(submits);
  });

  it('leaves what is too small or too large to be worth it, and forgets shapes not seen for long', async () => {
    const { tuner, submit } = createTuner({ minUses: 2 });
    use(tuner, matmulShape({ m: 8, k: 8, n: 8 }), 5);
    use(tuner, matmulShape({ batch: 100, m: 512, k: 512, n: 512 }), 5);
    for (let round = 0; round < 2; round++) {
      for (let m = 100; m < 400; m++) {
        tuner.count(matmulShape({ m, k: 100, n: 100 }));
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(submit).not.toHaveBeenCalled();
  });

  it('adopts nothing after it was stopped', async () => {
    const { tuner, adopted, submit } = createTuner();
    use(tuner, matmulShape({ m: SIZE, k: SIZE, n: SIZE + 4 }), 3);
    use(tuner, matmulShape({ m: SIZE, k: SIZE, n: SIZE + 8 }), 3);
    await vi.waitFor(() => expect(submit).toHaveBeenCalled(), { timeout: 20_000 });
    tuner.stop();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(adopted).toEqual([]);
  });

  it('is off on a software adapter that its shipped choice was measured on', () => {
    const { tuner, submit } = createTuner({ everywhere: false });
    use(tuner, SHAPE, 10);
    expect(lab.bridge.gpu.adapter.isFallback).toBe(true);
    expect(submit).not.toHaveBeenCalled();
  });
});

describe('installKernels with tuning', () => {
  it('has products take the plan that was found, while a program goes on, with right results', async () => {
    const store = createMemoryTuningStore();
    const write = vi.spyOn(store, 'write');
    const [a, b] = [1, 2].map((seed) => tf.tensor2d(randomFloats(seed, SIZE * SIZE), [SIZE, SIZE])) as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const expected = await a.matMul(b).data();
    const before = matmulPlanOf(lab.bridge, SHAPE);
    const uninstall = installKernels({ tuning: { store, minUses: 5, everywhere: true } });
    try {
      await vi.waitFor(
        async () => {
          const product = tf.tidy(() => a.matMul(b));
          expectClose(await product.data(), expected, { rtol: 1e-5, atol: 1e-5 });
          product.dispose();
          expect(matmulPlanOf(lab.bridge, SHAPE)).not.toBe(before);
        },
        { timeout: 20_000, interval: 1 },
      );
      expect(write).toHaveBeenCalled();
    } finally {
      uninstall();
    }
  });

  it('tunes nothing where it is turned off', async () => {
    const require = vi.spyOn(lab.bridge.gpu.pipelines, 'prepare');
    const uninstall = installKernels({ tuning: false });
    const a = tf.tensor2d(randomFloats(1, SIZE * SIZE), [SIZE, SIZE]);
    for (let i = 0; i < 60; i++) {
      tf.dispose(tf.matMul(a, a));
    }
    uninstall();
    await lab.bridge.gpu.health.settle();
    expect(require).not.toHaveBeenCalled();
    require.mockRestore();
  });
});
