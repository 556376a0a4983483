import { withoutCounting } from './counters';
import type { Gpu } from './device';

/** Bytes of one buffer of a trial, where the device allows as many. */
const CHUNK_BYTES = 256 * 2 ** 20;

/**
 * Whether a device gives so much memory now, in buffers; WebGPU has no other way to ask. All of it is given back before
 * this resolves. What others ask of the device meanwhile may count.
 */
export async function hasRoomFor(gpu: Gpu, bytes: number): Promise<boolean> {
  const { device, counters } = gpu;
  const most = Math.min(CHUNK_BYTES, device.limits.maxBufferSize);
  device.pushErrorScope('out-of-memory');
  const buffers = withoutCounting(counters, () =>
    Array.from({ length: Math.ceil(bytes / most) }, (_, index) =>
      device.createBuffer({
        label: 'weft.trial.room',
        // The last has what is left, in whole words.
        size: Math.ceil(Math.min(most, bytes - index * most) / 4) * 4,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
      }),
    ),
  );
  const error = await device.popErrorScope();
  for (const buffer of buffers) {
    buffer.destroy();
  }
  return error === null;
}
