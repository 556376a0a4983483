import * as jax from '@jax-js/jax';
import { withErrorScopes } from '../work/deviceGuard';

/** Values with their shape, to be put on the device. */
export interface JaxInput {
  readonly values: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  readonly shape: readonly number[];
}

/**
 * Makes a jax-js backend the default one.
 * @throws when this browser does not have it.
 */
export async function requireJaxDevice(device: 'webgpu' | 'wasm'): Promise<void> {
  const devices = await jax.init(device);
  if (!devices.includes(device)) {
    throw new Error(`jax-js found no ${device} device.`);
  }
  jax.defaultDevice(device);
}

/** Runs work on jax-js's own WebGPU device and throws what that device found wrong. */
export function guardJax<T>(work: () => Promise<T>): Promise<T> {
  return withErrorScopes(jax.getWebGPUDevice(), work);
}

export function putArray({ values, shape }: JaxInput): jax.Array {
  return jax.numpy.array(values, { shape: [...shape] });
}
