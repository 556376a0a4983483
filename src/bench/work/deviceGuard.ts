import { WeftError } from '../../errors';

const FILTERS: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];

/**
 * Runs work on a device and throws what the device found wrong with it. WebGPU tells errors after the fact and computes
 * nothing instead, which looks fast; and an error that nobody caught would end the bench for everyone.
 */
export async function withErrorScopes<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  for (const filter of FILTERS) {
    device.pushErrorScope(filter);
  }
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await popScopes(device);
    throw error;
  }
  const found = await popScopes(device);
  if (found !== undefined) {
    throw new WeftError('gpu-error', `The GPU refused a command: ${found.message}`);
  }
  return result;
}

async function popScopes(device: GPUDevice): Promise<GPUError | undefined> {
  const errors = await Promise.all(FILTERS.map(() => device.popErrorScope()));
  return errors.find((error) => error !== null) ?? undefined;
}
