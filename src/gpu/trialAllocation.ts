import { withoutCounting } from './counters';
import type { Gpu } from './device';

/** Bytes of one buffer of a trial, where the device allows as many. */
const CHUNK_BYTES = 256 * 2 ** 20;

/**
 * Whether a device gives so much memory now, in buffers; WebGPU has no other way to ask. All of it is given back before
 * this resolves.
 * @throws the device's failure, where it has one.
 */
export async function hasRoomFor(
  { device, counters, health }: Pick<Gpu, 'device' | 'counters' | 'health'>,
  bytes: number,
): Promise<boolean> {
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
  try {
    return (await health.answer(device.popErrorScope())) === null;
  } finally {
    for (const buffer of buffers) {
      buffer.destroy();
    }
  }
}
