import type { Gpu } from '../gpu/device';
import { type BindingSpecs, type BuffersOf, type Launch, launch } from '../gpu/kernel';
import { createRecorder } from '../gpu/recorder';

/** Milliseconds on the wall that `count` launches take, one after another in one submit, with the wait for their end. */
export async function timeLaunchesMs<S extends BindingSpecs>(
  gpu: Gpu,
  plan: Launch<S>,
  buffers: BuffersOf<S>,
  count: number,
): Promise<number> {
  const recorder = createRecorder(gpu);
  for (let i = 0; i < count; i++) {
    launch(recorder, plan, buffers);
  }
  const startedAtMs = performance.now();
  recorder.flush();
  await gpu.health.settle();
  return performance.now() - startedAtMs;
}

/** How many launches take at least `minMs` together: a power of two, found by running them, which also warms them up. */
export async function countLaunchesFor<S extends BindingSpecs>(
  gpu: Gpu,
  plan: Launch<S>,
  buffers: BuffersOf<S>,
  minMs: number,
): Promise<number> {
  let count = 1;
  while ((await timeLaunchesMs(gpu, plan, buffers, count)) < minMs) {
    count *= 2;
  }
  return count;
}
