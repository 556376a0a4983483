import { afterAll, afterEach, beforeEach } from 'vitest';
import { createStorageFrom, readBuffer } from '../gpu/buffers';
import { type Gpu, requestGpu } from '../gpu/device';
import { createRecorder, type Recorder } from '../gpu/recorder';
import type { RecordLocation } from '../gpu/stepRing';

/** What a test of GPU code works with. Buffers it makes live until the end of the test. */
export interface GpuLab {
  readonly gpu: Gpu;
  /** A fresh one for every test. */
  readonly recorder: Recorder;
  /** A storage buffer holding `data`. */
  upload(data: ArrayBufferView): GPUBuffer;
  /** A storage buffer of 32-bit words that read as NaN, so that an output that is not written is noticed. */
  poisoned(words: number): GPUBuffer;
  /** A uniform buffer of one record, as a step's record is bound. */
  uniform(bytes: number, encode: (record: DataView) => void): RecordLocation;
  /** Submits what was recorded, and copies a buffer back. */
  readFloats(buffer: GPUBuffer): Promise<Float32Array>;
  readUints(buffer: GPUBuffer): Promise<Uint32Array>;
}

const NAN_BITS = 0x7fc0_0000;

/**
 * Gives the tests of a file one device, opened for the first of them. A GPU error that nobody caught fails the test in
 * which it happened, beside whatever the test itself found; the next one then gets another device.
 */
export function useGpu(): GpuLab {
  let opened: Gpu | undefined;
  let recorder: Recorder | undefined;
  let buffers: GPUBuffer[] = [];

  function requireGpu(): Gpu {
    if (opened === undefined) {
      throw new Error('The GPU is there inside of tests only.');
    }
    return opened;
  }
  function track(buffer: GPUBuffer): GPUBuffer {
    buffers.push(buffer);
    return buffer;
  }
  function read(buffer: GPUBuffer): Promise<ArrayBuffer> {
    recorder?.flush();
    return readBuffer(requireGpu(), buffer);
  }

  beforeEach(async () => {
    opened ??= await requestGpu();
    recorder = createRecorder(opened);
  });
  afterEach(async () => {
    recorder?.flush();
    const gpu = requireGpu();
    try {
      await gpu.health.settle();
    } finally {
      for (const buffer of buffers) {
        buffer.destroy();
      }
      buffers = [];
      if (gpu.health.failure !== undefined) {
        gpu.device.destroy();
        opened = undefined;
      }
    }
  });
  afterAll(() => {
    opened?.device.destroy();
  });

  return {
    get gpu() {
      return requireGpu();
    },
    get recorder() {
      return recorder ?? createRecorder(requireGpu());
    },
    upload: (data) => track(createStorageFrom(requireGpu(), 'weft.test.input', data)),
    poisoned: (words) =>
      track(createStorageFrom(requireGpu(), 'weft.test.output', new Uint32Array(words).fill(NAN_BITS))),
    uniform(bytes, encode) {
      const { device } = requireGpu();
      const record = new ArrayBuffer(bytes);
      encode(new DataView(record));
      const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
      const buffer = track(device.createBuffer({ label: 'weft.test.record', size: bytes, usage }));
      device.queue.writeBuffer(buffer, 0, record);
      return { buffer, offsetBytes: 0, sizeBytes: bytes };
    },
    readFloats: async (buffer) => new Float32Array(await read(buffer)),
    readUints: async (buffer) => new Uint32Array(await read(buffer)),
  };
}
