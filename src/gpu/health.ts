import { messageOf, WeftError } from '../errors';
import { Patience, type WaitKind } from './patience';

/** How long the news of a loss may take; on SwiftShader and Dawn it takes a few milliseconds. */
const LOSS_NEWS_MS = 250;
/** After an error that only the GPU can have caused. */
const SURE_LOSS_NEWS_MS = 2000;

/**
 * Remembers the first thing that went wrong on a device. WebGPU reports errors after the fact and
 * then computes with zeros, so whoever uses results asks here first.
 */
export class GpuHealth {
  readonly #device: GPUDevice;
  readonly #patience: Patience;
  #failure: WeftError | undefined;

  constructor(device: GPUDevice, adapter: { readonly isFallback: boolean }) {
    this.#device = device;
    this.#patience = new Patience(adapter);
    device.addEventListener('uncapturederror', ({ error }) => {
      this.fail(refused(error.message, error instanceof GPUOutOfMemoryError));
    });
    // Also where it was destroyed on purpose: nothing that is asked of it later happens, and nothing says so.
    void device.lost.then(({ message, reason }) => {
      const facts = { about: 'gpu-lost', reason: message || reason, isDestroyed: reason === 'destroyed' } as const;
      this.fail(new WeftError('device-lost', `The GPU was lost (${facts.reason}); train again.`, { facts }));
    });
  }

  get failure(): WeftError | undefined {
    return this.#failure;
  }

  /**
   * The first failure, for work that ended with an exception: what a lost device throws often comes before the news of
   * its loss.
   */
  async explain(error?: unknown): Promise<WeftError | undefined> {
    if (this.#failure === undefined) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, isOfGpu(error) ? SURE_LOSS_NEWS_MS : isOfShader(error) ? 0 : LOSS_NEWS_MS);
      });
      await Promise.race([this.#device.lost, late]);
      clearTimeout(timer);
    }
    return this.#failure;
  }

  fail(error: WeftError): void {
    if (this.#failure === undefined) {
      this.#failure = error;
      this.#patience.giveUp(error);
    }
  }

  /** @throws the first failure of the device, if there was one. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  /**
   * Waits for what the device was asked for: no longer than until it fails, and not for ever.
   * @throws the device's failure, whatever the answer was rejected with; else this, of a `WeftError`'s kind where only a
   * GPU can have caused it; `gpu-silent`, which is a failure too, where it does not answer.
   */
  async answer<T>(answer: Promise<T>, kind: WaitKind = 'work'): Promise<T> {
    try {
      const value = await this.#patience.wait(answer, kind);
      // After an error that nobody caught, what a device answers is made of zeros.
      this.throwIfFailed();
      return value;
    } catch (error) {
      if (error instanceof WeftError && error.code === 'gpu-silent') {
        this.fail(error);
      }
      throw (await this.explain(error)) ?? (isOfGpu(error) ? refused(messageOf(error), false, error) : error);
    }
  }

  /** Waits until all submitted work is done and its errors are known. */
  async settle(): Promise<void> {
    if (this.#failure === undefined) {
      await this.answer(this.#device.queue.onSubmittedWorkDone());
    }
    this.throwIfFailed();
  }

  /** Someone wants the work to end: a device that does not answer within seconds is given up. */
  hurry(): void {
    this.#patience.hurry();
  }

  /** Nobody is in a hurry any more. */
  relax(): void {
    this.#patience.relax();
  }
}

/** What promises of WebGPU are rejected with when its device, or what it runs on, is gone. */
function isOfGpu(error: unknown): boolean {
  const { name, reason } = Object(error) as Partial<GPUPipelineError>;
  return name === 'AbortError' || name === 'OperationError' || (name === 'GPUPipelineError' && reason === 'internal');
}

function isOfShader(error: unknown): boolean {
  const { name, reason } = Object(error) as Partial<GPUPipelineError>;
  return name === 'GPUPipelineError' && reason === 'validation';
}

function refused(reason: string, isMemory: boolean, cause?: unknown): WeftError {
  const options = { cause, facts: { about: 'gpu-refused', reason, isMemory } } as const;
  return isMemory
    ? new WeftError('out-of-memory', `The GPU is out of memory (${reason}); train fewer members at once.`, options)
    : new WeftError('gpu-error', `The GPU refused a command: ${reason}`, options);
}
