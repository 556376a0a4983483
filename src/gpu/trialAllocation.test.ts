import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GpuCounters } from './counters';
import { GpuHealth } from './health';
import { fakeDevice } from './testing/fakeGpu';
import { hasRoomFor } from './trialAllocation';

const MIB = 2 ** 20;

beforeEach(() => vi.stubGlobal('GPUBufferUsage', { STORAGE: 128, COPY_DST: 8 }));
afterEach(() => vi.unstubAllGlobals());

/** A device with so many bytes, and what was asked of it. */
function deviceWith(bytes: number, { maxBufferSize = 2 ** 30 } = {}) {
  const sizes: number[] = [];
  let live = 0;
  let hasError = false;
  const fake = fakeDevice();
  const device = Object.assign(fake, {
    limits: { maxBufferSize },
    pushErrorScope: () => undefined,
    popErrorScope: () => Promise.resolve(hasError ? { message: 'no memory' } : null),
    createBuffer: ({ size }: { size: number }) => {
      sizes.push(size);
      live += size;
      hasError ||= live > bytes;
      return {
        destroy: () => {
          live -= size;
        },
      };
    },
  }) as unknown as GPUDevice;
  const counters: GpuCounters = { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 };
  const health = new GpuHealth(device, { isFallback: false });
  return { fake, sizes, live: () => live, gpu: { device, counters, health } };
}

it('asks for the bytes in buffers that a device allows, and gives all of them back', async () => {
  const { gpu, sizes, live } = deviceWith(2 ** 40);
  expect(await hasRoomFor(gpu, 600 * MIB + 2)).toBe(true);
  expect(sizes).toEqual([256 * MIB, 256 * MIB, 88 * MIB + 4]);
  expect(live()).toBe(0);
  const small = deviceWith(2 ** 40, { maxBufferSize: 100 * MIB });
  expect(await hasRoomFor(small.gpu, 150 * MIB)).toBe(true);
  expect(small.sizes).toEqual([100 * MIB, 50 * MIB]);
});

it('says no where the sum is refused, though each buffer alone is not', async () => {
  const { gpu, live } = deviceWith(300 * MIB);
  expect(await hasRoomFor(gpu, 300 * MIB)).toBe(true);
  expect(await hasRoomFor(gpu, 300 * MIB + 4)).toBe(false);
  expect(live()).toBe(0);
});

it('ends with the loss of a device that is lost meanwhile', async () => {
  const { gpu, fake } = deviceWith(2 ** 40);
  gpu.device.popErrorScope = () => new Promise(() => undefined);
  const asked = hasRoomFor(gpu, MIB);
  fake.lose({ message: 'reset' });
  await expect(asked).rejects.toMatchObject({ code: 'device-lost' });
});
