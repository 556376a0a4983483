import type { Gpu } from './device';

const STORAGE = 0x80 | 0x04 | 0x08; // STORAGE | COPY_SRC | COPY_DST

/** A storage buffer of at least 4 bytes, zeroed, that can be copied from and to. */
export function createStorage(gpu: Gpu, label: string, bytes: number): GPUBuffer {
  return gpu.device.createBuffer({ label, size: Math.max(4, Math.ceil(bytes / 4) * 4), usage: STORAGE });
}

/** A storage buffer holding `data`, padded with zeros to whole 32-bit words. */
export function createStorageFrom(gpu: Gpu, label: string, data: ArrayBufferView): GPUBuffer {
  const buffer = gpu.device.createBuffer({
    label,
    size: Math.max(4, Math.ceil(data.byteLength / 4) * 4),
    usage: STORAGE,
    mappedAtCreation: true,
  });
  new Uint8Array(buffer.getMappedRange()).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  buffer.unmap();
  return buffer;
}

/** A copy of a buffer on its way to the CPU. */
export interface Readback {
  /** Records the copy; call once, before the submit it belongs to. */
  encode(encoder: GPUCommandEncoder): void;
  /** The bytes, once the submit is done; call once, after it. @throws the failure of the device. */
  read(): Promise<ArrayBuffer>;
}

/** Prepares a copy of a buffer that can ride on a submit made anyway. */
export function createReadback(gpu: Gpu, source: GPUBuffer, bytes: number = source.size, offsetBytes = 0): Readback {
  const staging = gpu.device.createBuffer({
    label: 'weft.readback',
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  return {
    encode: (encoder) => encoder.copyBufferToBuffer(source, offsetBytes, staging, 0, bytes),
    read: async () => {
      try {
        await gpu.health.answer(staging.mapAsync(GPUMapMode.READ));
        return staging.getMappedRange().slice(0);
      } finally {
        staging.destroy();
      }
    },
  };
}

/** Copies a buffer back to the CPU, after everything submitted so far. */
export async function readBuffer(
  gpu: Gpu,
  source: GPUBuffer,
  bytes: number = source.size,
  offsetBytes = 0,
): Promise<ArrayBuffer> {
  const readback = createReadback(gpu, source, bytes, offsetBytes);
  const encoder = gpu.device.createCommandEncoder({ label: 'weft.readback' });
  readback.encode(encoder);
  gpu.device.queue.submit([encoder.finish()]);
  return readback.read();
}
