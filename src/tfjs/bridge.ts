import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { WeftError } from '../errors';
import type { Gpu } from '../gpu/device';
import type { Program } from '../gpu/pipelines';
import { type BoundDispatch, bindDispatch, type Dispatch, encodeDispatch, type Recorder } from '../gpu/recorder';
import type { StepRing } from '../gpu/stepRing';

/**
 * The fields of tfjs's backend that Weft needs and tfjs keeps private. No other file touches them.
 * With them Weft's dispatches are recorded in order with tfjs's own, in one encoder.
 */
interface PrivateFields {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  /** Tensors whose buffers must not be reused before the recorded work is submitted. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
}

const PRIVATE_FIELDS: Readonly<Record<keyof PrivateFields, (value: unknown) => boolean>> = {
  commandEncoder: (value) => value === null,
  computePassEncoder: (value) => value === null,
  commandQueueOwnedIds: (value) => value instanceof WeakSet,
  dispatchCountInPass: (value) => value === 0,
};

const PUBLIC_METHODS = ['uploadToGPU', 'ensureCommandEncoderReady', 'endComputePassEncoder', 'submitQueue'] as const;

/** Records Weft's kernels over tfjs's tensors. */
export interface TfjsBridge extends Recorder {
  readonly backend: WebGPUBackend;
  /** The buffers of tensors, uploaded if need be. Call before recording: an upload may end the current pass. */
  buffersOf(tensors: readonly tf.TensorInfo[]): GPUBuffer[];
  /** The type of the values in a tensor's buffer: tfjs casts int32 and bool to float32 in name only. */
  storedDtypeOf(tensor: tf.TensorInfo): tf.DataType;
  /** A tensor without values, with a buffer of its own. */
  createOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  /** Says that recorded work writes into a tensor that existed before: its copy on the CPU is stale. */
  markWritten(tensor: tf.TensorInfo): void;
  /** Records commands that are no dispatches, in order with them. */
  recordCommands(record: (encoder: GPUCommandEncoder) => void): void;
  /**
   * Runs `work` once and keeps its dispatches instead of recording them, to be replayed any number of times. Replays
   * work on the very buffers that `work` met: tensors it made live until the capture is disposed.
   */
  capture(work: () => void): CapturedWork;
}

/** A sequence of dispatches that can be repeated without running the code that made it. */
export interface CapturedWork {
  /** The programs it needs, each once. */
  readonly programs: readonly Program[];
  /** Records the dispatches again, with the records that `stepOf` names of the rings they read. */
  replay(stepOf: (ring: StepRing) => number): void;
  dispose(): void;
}

interface Capture {
  readonly dispatches: Dispatch[];
  readonly tensors: Set<tf.DataId>;
  readonly written: tf.TensorInfo[];
}

/** @throws WeftError `incompatible-tfjs` when a field or method is not what it was in the version Weft was built on. */
export function createTfjsBridge(gpu: Gpu, backend: WebGPUBackend): TfjsBridge {
  requirePrivateFields(backend);
  const fields = backend as unknown as PrivateFields;
  let capturing: Capture | undefined;

  const forgetValues = ({ dataId }: tf.TensorInfo): void => {
    // tfjs declares `values` as always there, yet sets it to null itself after an upload.
    (backend.tensorMap.get(dataId) as { values: unknown }).values = null;
  };
  const openPass = (): GPUComputePassEncoder => {
    backend.ensureCommandEncoderReady();
    fields.computePassEncoder ??= (fields.commandEncoder as GPUCommandEncoder).beginComputePass();
    return fields.computePassEncoder;
  };
  const flush = (): void => {
    // The pass first: submitting with a pass open makes every later command invalid.
    backend.endComputePassEncoder();
    if (fields.commandEncoder !== null) {
      backend.submitQueue();
    }
  };

  return {
    gpu,
    backend,
    buffersOf(tensors) {
      for (const { dataId } of tensors) {
        backend.uploadToGPU(dataId);
      }
      return tensors.map(({ dataId }) => {
        if (capturing === undefined) {
          fields.commandQueueOwnedIds.add(dataId);
        } else if (!capturing.tensors.has(dataId)) {
          // Held by the capture, which records nothing now.
          capturing.tensors.add(dataId);
          backend.incRef(dataId);
        }
        return backend.tensorMap.get(dataId).resource as GPUBuffer;
      });
    },
    storedDtypeOf({ dataId }) {
      return backend.tensorMap.get(dataId).dtype;
    },
    createOutput(shape, dtype) {
      return backend.makeTensorInfo(shape, dtype);
    },
    markWritten(tensor) {
      forgetValues(tensor);
      capturing?.written.push(tensor);
    },
    record(dispatch: Dispatch) {
      if (capturing !== undefined) {
        capturing.dispatches.push(dispatch);
        return;
      }
      encodeDispatch(openPass(), bindDispatch(gpu, dispatch), dispatch.uniform?.offsetBytes);
      fields.dispatchCountInPass++;
    },
    recordCommands(record) {
      backend.endComputePassEncoder();
      backend.ensureCommandEncoderReady();
      record(fields.commandEncoder as GPUCommandEncoder);
    },
    flush,
    capture(work) {
      const capture: Capture = { dispatches: [], tensors: new Set(), written: [] };
      capturing = capture;
      try {
        work();
      } finally {
        capturing = undefined;
      }
      let bound: BoundDispatch[] | undefined;
      return {
        programs: [...new Set(capture.dispatches.map(({ program }) => program))],
        replay(stepOf) {
          bound ??= capture.dispatches.map((dispatch) => bindDispatch(gpu, dispatch));
          // All records first: writing a ring anew submits what was recorded, and with it ends the pass.
          const offsets = capture.dispatches.map(({ uniform }) =>
            uniform?.ring === undefined
              ? uniform?.offsetBytes
              : uniform.ring.at(stepOf(uniform.ring), flush).offsetBytes,
          );
          const pass = openPass();
          bound.forEach((dispatch, index) => {
            encodeDispatch(pass, dispatch, offsets[index]);
          });
          fields.dispatchCountInPass += bound.length;
          capture.written.forEach(forgetValues);
        },
        dispose() {
          flush();
          for (const dataId of capture.tensors) {
            backend.disposeData(dataId);
          }
          capture.tensors.clear();
        },
      };
    },
  };
}

function requirePrivateFields(backend: WebGPUBackend): void {
  const present = backend as unknown as Record<string, unknown>;
  const missing = [
    ...Object.entries(PRIVATE_FIELDS).filter(([name, isAsExpected]) => !isAsExpected(present[name])),
    ...PUBLIC_METHODS.filter((name) => typeof present[name] !== 'function').map((name) => [name] as const),
  ].map(([name]) => name);
  if (missing.length > 0) {
    throw new WeftError(
      'incompatible-tfjs',
      `TensorFlow.js ${tf.version_core} keeps its WebGPU commands otherwise than Weft expects (${missing.join(', ')}); ` +
        'install the version in package.json.',
    );
  }
}

const bridges = new WeakMap<object, TfjsBridge>();

/** Makes a bridge known to the kernels that tfjs calls with its backend. */
export function registerBridge(bridge: TfjsBridge): void {
  bridges.set(bridge.backend, bridge);
}

/** The bridge of a backend that `setupBackend` made. */
export function bridgeOf(backend: unknown): TfjsBridge {
  const bridge = bridges.get(backend as object);
  if (bridge === undefined) {
    throw new WeftError(
      'incompatible-tfjs',
      "Weft's kernels need the backend that setupBackend() registers; call it first.",
    );
  }
  return bridge;
}
