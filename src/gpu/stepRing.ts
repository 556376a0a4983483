import type { Gpu } from './device';

/** Where the record of a program's uniform buffer starts. */
export interface UniformRecord {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  /** The ring the record is of, where a replay is to find the records of later steps. */
  readonly ring?: StepRing;
}

/** Where a step's record lies in a uniform buffer. */
export interface RecordLocation extends UniformRecord {
  readonly buffer: GPUBuffer;
}

/** Dynamic uniform offsets must be multiples of this (WebGPU's default limit). */
const RECORD_STRIDE_BYTES = 256;
const RECORDS = 256;

/**
 * What changes from step to step, as records in one uniform buffer that is written once in 256 steps:
 * a step then costs no upload, only another dynamic offset.
 */
export class StepRing {
  readonly buffer: GPUBuffer;
  readonly recordBytes: number;
  readonly #gpu: Gpu;
  readonly #encode: (step: number, record: DataView) => void;
  #firstStep: number | undefined;

  /** @param encode writes the record of a step, counted from 0, little-endian. */
  constructor(gpu: Gpu, label: string, recordBytes: number, encode: (step: number, record: DataView) => void) {
    this.#gpu = gpu;
    this.recordBytes = recordBytes;
    this.#encode = encode;
    this.buffer = gpu.device.createBuffer({
      label,
      size: RECORD_STRIDE_BYTES * RECORDS,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
  }

  /**
   * The record of a step, for a dispatch's `uniform`.
   * @param flush submits what was recorded so far: a buffer write overtakes commands that are not submitted yet.
   */
  at(step: number, flush: () => void): RecordLocation {
    const slot = step % RECORDS;
    const firstStep = step - slot;
    if (firstStep !== this.#firstStep) {
      flush();
      const bytes = new ArrayBuffer(RECORD_STRIDE_BYTES * RECORDS);
      for (let record = 0; record < RECORDS; record++) {
        this.#encode(firstStep + record, new DataView(bytes, record * RECORD_STRIDE_BYTES, this.recordBytes));
      }
      this.#gpu.device.queue.writeBuffer(this.buffer, 0, bytes);
      this.#firstStep = firstStep;
    }
    return { buffer: this.buffer, offsetBytes: slot * RECORD_STRIDE_BYTES, sizeBytes: this.recordBytes, ring: this };
  }

  /** Forgets the records, so that the next `at` writes them anew. */
  invalidate(): void {
    this.#firstStep = undefined;
  }

  dispose(): void {
    this.buffer.destroy();
  }
}
