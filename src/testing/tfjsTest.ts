import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeEach } from 'vitest';
import type { RecordLocation } from '../gpu/stepRing';
import { BATCH_RECORD_BYTES, encodeBatchRecord } from '../kernels/batchRecord';
import { setupBackend } from '../tfjs/backend';
import type { TfjsBridge } from '../tfjs/bridge';

/** What a test of tfjs code works with. */
export interface TfjsLab {
  readonly bridge: TfjsBridge;
  /** The record of a batch whose rows are examples 0 … rowCount − 1; it lives until the end of the test. */
  batchOf(rowCount: number): RecordLocation;
}

/**
 * Gives the tests of a file tfjs on Weft's device, set up for the first of them. Tensors and variables that a test makes
 * are disposed of after it. A GPU error that nobody caught fails the test in which it happened, and all that follow.
 */
export function useTfjs(): TfjsLab {
  let bridge: TfjsBridge | undefined;
  let buffers: GPUBuffer[] = [];

  function requireBridge(): TfjsBridge {
    if (bridge === undefined) {
      throw new Error('The bridge is there inside of tests only.');
    }
    return bridge;
  }

  beforeEach(async () => {
    bridge ??= await setupBackend();
    tf.engine().startScope();
  });
  afterEach(async () => {
    tf.engine().endScope();
    tf.disposeVariables();
    requireBridge().flush();
    try {
      await requireBridge().gpu.health.settle();
    } finally {
      for (const buffer of buffers) {
        buffer.destroy();
      }
      buffers = [];
    }
  });
  afterAll(() => {
    bridge?.gpu.device.destroy();
  });

  return {
    get bridge() {
      return requireBridge();
    },
    batchOf(rowCount) {
      const { device } = requireBridge().gpu;
      const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
      const buffer = device.createBuffer({ label: 'weft.test.batch', size: BATCH_RECORD_BYTES, usage });
      buffers.push(buffer);
      const record = new ArrayBuffer(BATCH_RECORD_BYTES);
      encodeBatchRecord(new DataView(record), { firstExample: 0, rowCount });
      device.queue.writeBuffer(buffer, 0, record);
      return { buffer, offsetBytes: 0, sizeBytes: BATCH_RECORD_BYTES };
    },
  };
}
