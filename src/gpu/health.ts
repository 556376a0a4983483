import { WeftError } from '../errors';

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
    void device.lost.then((info) => {
      if (info.reason !== 'destroyed') {
        this.fail(new WeftError('device-lost', `The GPU was lost (${info.message || info.reason}); reload to go on.`));
      }
    });
  }

  get failure(): WeftError | undefined {
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
