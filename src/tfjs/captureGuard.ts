import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { WeftError } from '../errors';

/**
 * Watches over work whose dispatches are captured. What a replay could not repeat is refused when it is called, before
 * it has done anything, by methods put in the place of tfjs's for as long as the work runs. Work that is refused, or
 * that throws for a reason of its own, leaves no tensor and no reference behind; variables that it made stay.
 */
export class CaptureGuard {
  readonly #backend: WebGPUBackend;
  /** The kernels that are running, the outermost first. */
  readonly #kernels: string[] = [];
  /** References that the outermost kernel has taken, for outputs that no tensor of the engine stands for yet. */
  readonly #taken = new Map<tf.DataId, number>();
  /** Tensors of the work that scopes do not dispose of, such as a tape's, which frees them only when it is run. */
  readonly #kept: tf.Tensor[] = [];
  #refusal: WeftError | undefined;

  constructor(backend: WebGPUBackend) {
    this.#backend = backend;
  }

  /**
   * @param what that replays would lack.
   * @throws WeftError `not-capturable`, now, and again when the work is done, should it catch this one.
   */
  refuse(what: string): never {
    this.#refusal ??= new WeftError(
      'not-capturable',
      `A capture keeps the dispatches of Weft's kernels and nothing else: its replays would lack ${what}; do that outside of the capture.`,
    );
    throw this.#refusal;
  }

  /** @throws WeftError `not-capturable`, or what `work` throws. */
  run(work: () => void): void {
    const engine = tf.engine();
    engine.startScope('weft.capture');
    const restoreBackend = replaceMethods(this.#backend, this.#backendMethods());
    const restoreEngine = replaceMethods(engine, this.#engineMethods());
    let made: tf.Tensor[] | undefined;
    try {
      this.#refuseAsynchronous(work());
      if (this.#refusal !== undefined) {
        throw this.#refusal;
      }
      // They belong to the scope that the capture was called in.
      made = engine.state.activeScope.track.filter(({ isDisposed }) => !isDisposed);
    } finally {
      restoreEngine();
      restoreBackend();
      engine.endScope(made);
      if (made === undefined) {
        tf.dispose(this.#kept);
      }
    }
  }

  #refuseAsynchronous(result: unknown): void {
    if (result instanceof Promise) {
      // What it throws itself is told by this refusal.
      result.catch(() => undefined);
      this.refuse('what asynchronous work does after it first waits');
    }
  }

  #engineMethods() {
    const engine = tf.engine();
    const firstScope = engine.state.activeScope.id;
    const runKernel = engine.runKernel.bind(engine);
    const keep = engine.keep.bind(engine);
    return {
      runKernel: (...args: Parameters<typeof runKernel>) => {
        if (this.#kernels.length === 0) {
          this.#taken.clear();
        }
        this.#kernels.push(args[0]);
        try {
          return runKernel(...args);
        } catch (error) {
          if (this.#kernels.length === 1) {
            this.#giveBackTaken();
          }
          throw error;
        } finally {
          this.#kernels.pop();
        }
      },
      keep: (tensor: tf.Tensor) => {
        if (tensor.scopeId >= firstScope) {
          this.#kept.push(tensor);
        }
        return keep(tensor);
      },
    };
  }

  /** What gives and takes references, and every method that tfjs's kernels and tensors do work of their own with. */
  #backendMethods() {
    const backend = this.#backend;
    const write = backend.write.bind(backend);
    const incRef = backend.incRef.bind(backend);
    const decRef = backend.decRef.bind(backend);
    const disposeData = backend.disposeData.bind(backend);
    const shouldExecuteOnCPU = backend.shouldExecuteOnCPU.bind(backend);
    const operation = (name = 'program') => `TensorFlow.js's operation ${this.#kernels[0] ?? name}`;
    const unlessOnCpu = <T>(read: (dataId: tf.DataId) => T) => {
      const bound = read.bind(backend);
      return (dataId: tf.DataId): T =>
        backend.tensorMap.get(dataId).values ? bound(dataId) : this.refuse('the reading of a tensor');
    };
    return {
      write: (...args: Parameters<typeof write>) => {
        const dataId = write(...args);
        this.#count(dataId, 1);
        return dataId;
      },
      incRef: (dataId: tf.DataId) => {
        incRef(dataId);
        this.#count(dataId, 1);
      },
      decRef: (dataId: tf.DataId) => {
        decRef(dataId);
        this.#count(dataId, -1);
      },
      disposeData: (...args: Parameters<typeof disposeData>) => {
        this.#count(args[0], -1);
        return disposeData(...args);
      },
      runWebGPUProgram: (program: object) => this.refuse(operation(program.constructor.name)),
      // Of what is small and not on the GPU yet, some kernels make their result here and now.
      shouldExecuteOnCPU: (...args: Parameters<typeof shouldExecuteOnCPU>) =>
        shouldExecuteOnCPU(...args) && this.refuse(operation()),
      read: unlessOnCpu(backend.read),
      readSync: unlessOnCpu(backend.readSync),
      readToGPU: () => this.refuse('the reading of a tensor'),
      copyBuffer: () => this.refuse('the copying of a buffer'),
    };
  }

  #count(dataId: tf.DataId, references: number): void {
    if (this.#kernels.length > 0) {
      this.#taken.set(dataId, (this.#taken.get(dataId) ?? 0) + references);
    }
  }

  #giveBackTaken(): void {
    for (const [dataId, references] of [...this.#taken]) {
      for (let reference = 0; reference < references; reference++) {
        this.#backend.disposeData(dataId);
      }
    }
  }
}

/** Puts methods in the place of an object's own or inherited ones. @returns the undo. */
function replaceMethods(target: object, methods: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(methods).map((name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const);
  Object.assign(target, methods);
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) {
        Reflect.deleteProperty(target, name);
      } else {
        Object.defineProperty(target, name, descriptor);
      }
    }
  };
}
