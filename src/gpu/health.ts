import { WeftError } from '../errors';

/** How long the news of a loss may take; on SwiftShader and Dawn it takes a few milliseconds. */
const LOSS_NEWS_MS = 250;

/**
 * Remembers the first thing that went wrong on a device. WebGPU reports errors after the fact and
 * then computes with zeros, so whoever uses results asks here first.
 */
export class GpuHealth {
  readonly #device: GPUDevice;
  #failure: WeftError | undefined;

  constructor(device: GPUDevice) {
    this.#device = device;
    device.addEventListener('uncapturederror', (event) => {
      const isMemory = event.error instanceof GPUOutOfMemoryError;
      this.fail(
        isMemory
          ? new WeftError(
              'out-of-memory',
              `The GPU is out of memory (${event.error.message}); train fewer members at once.`,
            )
          : new WeftError('gpu-error', `The GPU refused a command: ${event.error.message}`),
      );
    });
    // Also where it was destroyed on purpose: nothing that is asked of it later happens, and nothing says so.
    void device.lost.then((info) => {
      this.fail(new WeftError('device-lost', `The GPU was lost (${info.message || info.reason}); train again.`));
    });
  }

  get failure(): WeftError | undefined {
    return this.#failure;
  }

  /**
   * The first failure, for work that ended with an exception: what a lost device throws often comes before the news of
   * its loss.
   */
  async explain(): Promise<WeftError | undefined> {
    const late = new Promise((resolve) => setTimeout(resolve, LOSS_NEWS_MS));
    await Promise.race([this.#device.lost, late]);
    return this.#failure;
  }

  fail(error: WeftError): void {
    this.#failure ??= error;
  }

  /** @throws the first failure of the device, if there was one. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  /** Waits until all submitted work is done and its errors are known. */
  async settle(): Promise<void> {
    if (this.#failure === undefined) {
      await this.#device.queue.onSubmittedWorkDone();
    }
    this.throwIfFailed();
  }
}
