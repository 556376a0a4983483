import { createStorage, createStorageFrom } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import { MULTIPLY_ADD_VARIANTS, multiplyAddFlop, planMultiplyAdd } from '../multiplyAdd';
import { timeLaunchesMs } from '../timing';

/** On any adapter that is tuned, the best of these is within a tenth of the best of all. */
const VARIANTS = MULTIPLY_ADD_VARIANTS.filter(({ chains, usesFma }) => usesFma && chains >= 2);
const SIZES = {
  software: { threads: 4096, steps: 512 },
  gpu: { threads: 2 ** 18, steps: 1024 },
};
const ROUNDS = 3;

const peaks = new WeakMap<Gpu, Promise<number>>();

/** The most float32 operations a second that the adapter was seen to do, in FLOP/ms; measured once for a device. */
export function measureFlopPerMs(gpu: Gpu): Promise<number> {
  let peak = peaks.get(gpu);
  if (peak === undefined) {
    peak = measure(gpu);
    peaks.set(gpu, peak);
  }
  return peak;
}

async function measure(gpu: Gpu): Promise<number> {
  const sizes = gpu.adapter.isFallback ? SIZES.software : SIZES.gpu;
  const buffers = {
    input: createStorageFrom(gpu, 'weft.peak.input', Float32Array.of(1 - 2 ** -12, 1)),
    out: createStorage(gpu, 'weft.peak.out', 4 * sizes.threads),
  };
  try {
    let best = 0;
    for (const variant of VARIANTS) {
      const plan = planMultiplyAdd(variant, sizes);
      await gpu.pipelines.prepare(plan.program);
      for (let round = 0; round < ROUNDS; round++) {
        best = Math.max(best, multiplyAddFlop(variant, sizes) / (await timeLaunchesMs(gpu, plan, buffers, 1)));
      }
    }
    return best;
  } finally {
    buffers.input.destroy();
    buffers.out.destroy();
  }
}
