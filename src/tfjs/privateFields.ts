import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { WeftError } from '../errors';

/**
 * The fields of tfjs's backend that Weft needs and tfjs keeps private. `bridge.ts` alone touches them.
 * With them Weft's dispatches are recorded in order with tfjs's own, in one encoder.
 */
export interface PrivateFields {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  /** Tensors whose buffers must not be reused before the recorded work is submitted. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  readonly bufferManager: {
    /** Buffers kept for tensors to come, by "bytes_usage". */
    readonly freeBuffers: ReadonlyMap<string, readonly GPUBuffer[]>;
  };
}

const PRIVATE_FIELDS: Readonly<Record<keyof PrivateFields, (value: unknown) => boolean>> = {
  commandEncoder: (value) => value === null,
  computePassEncoder: (value) => value === null,
  commandQueueOwnedIds: (value) => value instanceof WeakSet,
  dispatchCountInPass: (value) => value === 0,
  bufferManager: (value) => (value as PrivateFields['bufferManager'] | undefined)?.freeBuffers instanceof Map,
};

/** Those that Weft calls, and those that a capture refuses: a rename would let stock work through unnoticed. */
const METHODS = [
  ...['uploadToGPU', 'ensureCommandEncoderReady', 'endComputePassEncoder', 'submitQueue'],
  ...['runWebGPUProgram', 'shouldExecuteOnCPU', 'read', 'readSync', 'readToGPU', 'copyBuffer'],
];

/** @throws WeftError `incompatible-tfjs` when a field or method is not what it was in the version Weft was built on. */
export function requirePrivateFields(backend: WebGPUBackend): PrivateFields {
  const present = backend as unknown as Record<string, unknown>;
  const missing = [
    ...Object.entries(PRIVATE_FIELDS).filter(([name, isAsExpected]) => !isAsExpected(present[name])),
    ...METHODS.filter((name) => typeof present[name] !== 'function').map((name) => [name] as const),
  ].map(([name]) => name);
  if (missing.length > 0) {
    throw new WeftError(
      'incompatible-tfjs',
      `TensorFlow.js ${tf.version_core} keeps its WebGPU commands otherwise than Weft expects (${missing.join(', ')}); ` +
        'install the version in package.json.',
    );
  }
  return backend as unknown as PrivateFields;
}
