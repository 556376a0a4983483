import { afterEach, beforeEach, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { createStorage, readBuffer } from './buffers';
import { type Gpu, requestGpu } from './device';

// Devices of their own: what fails here must not fail the tests of others.
let gpu: Gpu;
beforeEach(async () => {
  gpu = await requestGpu();
});
afterEach(() => gpu.device.destroy());

/** A command the device refuses after the fact: a buffer with usages that exclude each other. */
function breakRule(): void {
  gpu.device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
}

it('is well on a device that was only used rightly', async () => {
  gpu.device.createBuffer({ size: 4, usage: GPUBufferUsage.STORAGE }).destroy();
  await gpu.health.settle();
  expect(gpu.health.failure).toBeUndefined();
});

it('fails on an error that nobody caught, at the next settling', async () => {
  breakRule();
  await expect(gpu.health.settle()).rejects.toMatchObject({ code: 'gpu-error' });
  expect(() => gpu.health.throwIfFailed()).toThrow('The GPU refused a command');
});

it('stays failed, with the first failure', async () => {
  breakRule();
  await expect(gpu.health.settle()).rejects.toThrow();
  const first = gpu.health.failure;
  gpu.health.fail(new WeftError('out-of-memory', 'later'));
  await expect(gpu.health.settle()).rejects.toBe(first);
});

it('does not mind an error that was caught in a scope', async () => {
  gpu.device.pushErrorScope('validation');
  breakRule();
  expect(await gpu.device.popErrorScope()).not.toBeNull();
  await gpu.health.settle();
});

it('fails on a device that was destroyed, whoever did it', async () => {
  gpu.device.destroy();
  await expect(gpu.health.explain()).resolves.toMatchObject({ code: 'device-lost' });
  expect(() => gpu.health.throwIfFailed()).toThrow('The GPU was lost');
});

it.each([
  ['submitted work', () => gpu.health.settle()],
  ['a mapping', () => readBuffer(gpu, createStorage(gpu, 'weft.test', 16))],
  [
    'an error scope',
    () => {
      gpu.device.pushErrorScope('validation');
      return gpu.health.answer(gpu.device.popErrorScope());
    },
  ],
  [
    'a pipeline',
    () => gpu.pipelines.prepare({ label: 'weft.test', code: `@compute @workgroup_size(1) fn main() {}`, bindings: [] }),
  ],
  [
    'a program with a fault, which is not to blame',
    () => gpu.pipelines.prepare({ label: 'weft.test', code: 'fault', bindings: [] }),
  ],
])('gives the loss as the reason at %s, destroyed before and after it is asked for', async (_, ask) => {
  const asked = ask();
  gpu.device.destroy();
  await expect(asked.then(() => gpu.health.settle())).rejects.toMatchObject({ code: 'device-lost' });
  await expect(ask().then(() => gpu.health.settle())).rejects.toMatchObject({ code: 'device-lost' });
});
