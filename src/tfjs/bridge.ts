import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { WeftError } from '../errors';
import type { Gpu } from '../gpu/device';
import type { Program } from '../gpu/pipelines';
import { type BoundDispatch, bindDispatch, type Dispatch, encodeDispatch, type Recorder } from '../gpu/recorder';
import type { StepRing } from '../gpu/stepRing';
import { CaptureGuard } from './captureGuard';
import { requirePrivateFields } from './privateFields';

/** Records Weft's kernels over tfjs's tensors. */
export interface TfjsBridge extends Recorder {
  readonly backend: WebGPUBackend;
  /**
   * The buffers of tensors, uploaded if need be. Call before recording an operation's dispatches: an upload may end the
   * current pass, and what was recorded is submitted where tfjs would do so before its next operation.
   */
  buffersOf(tensors: readonly tf.TensorInfo[]): GPUBuffer[];
  /** The type of the values in a tensor's buffer: tfjs casts int32 and bool to float32 in name only. */
  storedDtypeOf(tensor: tf.TensorInfo): tf.DataType;
  /** A tensor without values, with a buffer of its own. */
  createOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  /**
   * Gives variables whose buffer is shared, as by a clone, a view or the tensor that they were made of, a buffer of their
   * own with the same values. Call before writing into them in place. Those that captured work writes keep theirs.
   */
  unshare(variables: readonly tf.Variable[]): void;
  /** Says that recorded work writes into a tensor that existed before: no copy on the CPU is to be trusted any more. */
  markWritten(tensor: tf.TensorInfo): void;
  /**
   * Records commands that are no dispatches, in order with them.
   * @throws WeftError `not-capturable` in a capture
   */
  recordCommands(record: (encoder: GPUCommandEncoder) => void): void;
  /**
   * Runs `work` once and keeps its dispatches instead of recording them, to be replayed any number of times. Replays
   * work on the very buffers that `work` met: tensors it made live until the capture is disposed, and clones of a
   * variable that it writes see every replay. Uploads and views are allowed in `work`, as they need no repetition.
   * @throws WeftError `not-capturable` where `work` calls tfjs's own operations, reads tensors, records commands,
   * captures, replays, or is asynchronous; or what `work` throws. All its tensors are disposed of then.
   */
  capture(work: () => void): CapturedWork;
  /**
   * Gives back the buffers that tfjs keeps for tensors to come of the sizes of those that were disposed of: another
   * population has other sizes, and would take its memory beside them. Submits what was recorded.
   */
  releaseIdleBuffers(): void;
}

/** A sequence of dispatches that can be repeated without running the code that made it. */
export interface CapturedWork {
  /** The programs it needs, each once. */
  readonly programs: readonly Program[];
  /** In order. Their buffers are there until the work is disposed of. */
  readonly dispatches: readonly Dispatch[];
  /**
   * Records the dispatches again, with the records that `stepOf` names of the rings they read.
   * @throws WeftError `not-capturable` in a capture
   */
  replay(stepOf: (ring: StepRing) => number): void;
  dispose(): void;
}

interface Capture {
  readonly guard: CaptureGuard;
  readonly dispatches: Dispatch[];
  /** Tensors that its dispatches use: it has a reference to each. */
  readonly held: Set<tf.DataId>;
}

/** For a tensor's values on the CPU. */
const NEVER_KEPT: PropertyDescriptor = { get: () => null, set: () => undefined, configurable: true };

/** @throws WeftError `incompatible-tfjs` when a field or method is not what it was in the version Weft was built on. */
export function createTfjsBridge(gpu: Gpu, backend: WebGPUBackend): TfjsBridge {
  const fields = requirePrivateFields(backend);
  let capturing: Capture | undefined;
  /** Captures that hold a tensor. */
  const holders = new WeakMap<tf.DataId, number>();

  const resourceOf = (dataId: tf.DataId): GPUBuffer => {
    backend.uploadToGPU(dataId);
    return backend.tensorMap.get(dataId).resource as GPUBuffer;
  };
  const hold = (dataId: tf.DataId, { held }: Capture): void => {
    if (!held.has(dataId)) {
      held.add(dataId);
      holders.set(dataId, (holders.get(dataId) ?? 0) + 1);
      // Not by incRef: the guard takes what that counts for the kernel's own.
      backend.tensorMap.get(dataId).refCount++;
    }
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
  const encodeCommands = (encode: (encoder: GPUCommandEncoder) => void): void => {
    backend.endComputePassEncoder();
    backend.ensureCommandEncoderReady();
    encode(fields.commandEncoder as GPUCommandEncoder);
  };
  const release = ({ held }: Capture): void => {
    // What was recorded may use the tensors.
    flush();
    for (const dataId of held) {
      holders.set(dataId, (holders.get(dataId) ?? 1) - 1);
      if (backend.disposeData(dataId)) {
        // As tfjs does when it is the last to let go.
        tf.engine().removeDataId(dataId, backend);
      }
    }
    held.clear();
  };
  const copyToOwnBuffer = (variable: tf.Variable): void => {
    const copy = backend.makeTensorInfo(variable.shape, variable.dtype);
    const [source, target] = [resourceOf(variable.dataId), resourceOf(copy.dataId)];
    fields.commandQueueOwnedIds.add(variable.dataId).add(copy.dataId);
    encodeCommands((encoder) => encoder.copyBufferToBuffer(source, 0, target, 0, target.size));
    tf.tidy(() => variable.assign(tf.engine().makeTensorFromTensorInfo(copy)));
  };

  return {
    gpu,
    backend,
    buffersOf(tensors) {
      const isDue = fields.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE');
      if (capturing === undefined && isDue) {
        flush();
      }
      return tensors.map(({ dataId }) => {
        const buffer = resourceOf(dataId);
        if (capturing === undefined) {
          fields.commandQueueOwnedIds.add(dataId);
        } else {
          // Nothing is recorded now.
          hold(dataId, capturing);
        }
        return buffer;
      });
    },
    storedDtypeOf({ dataId }) {
      return backend.tensorMap.get(dataId).dtype;
    },
    createOutput(shape, dtype) {
      return backend.makeTensorInfo(shape, dtype);
    },
    unshare(variables) {
      for (const variable of variables) {
        const isHeld = (holders.get(variable.dataId) ?? 0) > 0;
        if (!isHeld && backend.refCount(variable.dataId) > 1) {
          copyToOwnBuffer(variable);
        }
      }
    },
    markWritten({ dataId }) {
      // tfjs would keep what it reads, also what it began to read before the write and gets after it.
      Object.defineProperty(backend.tensorMap.get(dataId), 'values', NEVER_KEPT);
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
      capturing?.guard.refuse('commands that are no dispatches');
      encodeCommands(record);
    },
    flush,
    capture(work) {
      capturing?.guard.refuse('another capture');
      const capture: Capture = { guard: new CaptureGuard(backend), dispatches: [], held: new Set() };
      capturing = capture;
      try {
        capture.guard.run(work);
      } catch (error) {
        release(capture);
        throw error;
      } finally {
        capturing = undefined;
      }
      const { dispatches } = capture;
      let bound: BoundDispatch[] | undefined;
      let isDisposed = false;
      return {
        programs: [...new Set(dispatches.map(({ plan }) => plan.program))],
        dispatches,
        replay(stepOf) {
          capturing?.guard.refuse('a replay');
          if (isDisposed) {
            throw new Error('Captured work that is disposed of has no buffers to be replayed on.');
          }
          bound ??= dispatches.map((dispatch) => bindDispatch(gpu, dispatch));
          // All records first: writing a ring anew submits what was recorded, and with it ends the pass.
          const offsets = dispatches.map(({ uniform }) =>
            uniform?.ring === undefined
              ? uniform?.offsetBytes
              : uniform.ring.at(stepOf(uniform.ring), flush).offsetBytes,
          );
          const pass = openPass();
          bound.forEach((dispatch, index) => {
            encodeDispatch(pass, dispatch, offsets[index]);
          });
          fields.dispatchCountInPass += bound.length;
        },
        dispose() {
          isDisposed = true;
          release(capture);
        },
      };
    },
    releaseIdleBuffers() {
      flush();
      const { bufferManager } = backend;
      for (const [key, { length }] of fields.bufferManager.freeBuffers) {
        const [size, usage] = key.split('_').map(Number) as [number, number];
        for (let released = 0; released < length; released++) {
          bufferManager.releaseBuffer(bufferManager.acquireBuffer(size, usage), false);
        }
      }
    },
  };
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
