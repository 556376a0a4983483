// tfjs-core's own tests of matmul and fused matmul, from its npm package, on Weft's kernels.
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { setupBackend } from './backend';
import { installKernels } from './installKernels';

/** 72 of matmul and 21 of fused matmul in tfjs-core 4.22.0. */
const TEST_COUNT = 93;
/** Those of the tests' products and gradients that are Weft's to do; the others are int32, say, or are refused. */
const WEFT_PRODUCTS = 116;

const { gpu } = await setupBackend();
const uninstall = installKernels();
const weftPrograms = vi.spyOn(gpu.pipelines, 'require');
let testsPassed = 0;

function countingIt(name: string, test: () => unknown): void {
  it(name, async () => {
    await test();
    testsPassed++;
  });
}

// The tests are written for Jasmine: they expect its functions to be global, and `nothing` to be a matcher.
Object.assign(globalThis, { describe, it: countingIt, expect, beforeAll, beforeEach, afterAll, afterEach });
expect.extend({ nothing: () => ({ pass: true, message: () => '' }) });
setTestEnvs([{ name: 'webgpu', backendName: 'webgpu' }]);
await import('@tensorflow/tfjs-core/dist/ops/mat_mul_test.js');
await import('@tensorflow/tfjs-core/dist/ops/fused/fused_mat_mul_test.js');

describe("tfjs-core's own tests", () => {
  it("have all run, on Weft's matmul and without a GPU error", async () => {
    expect(testsPassed).toBe(TEST_COUNT);
    expect(weftPrograms).toHaveBeenCalledTimes(WEFT_PRODUCTS);
    await gpu.health.settle();
  });
});

afterAll(() => {
  uninstall();
  gpu.device.destroy();
});
