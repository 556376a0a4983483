import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { WeftError } from '../errors';
import { type RequestGpuOptions, requestGpu } from '../gpu/device';
import { createTfjsBridge, registerBridge, type TfjsBridge } from './bridge';

const BACKEND_NAME = 'webgpu';

/** What `setupBackend` takes. */
export type SetupBackendOptions = RequestGpuOptions;

/**
 * Opens a device with every useful limit and feature, registers tfjs's WebGPU backend on it under its usual name,
 * `webgpu`, and makes it the current one.
 * @throws WeftError `no-webgpu`, `no-adapter`, `device-lost`, or `incompatible-tfjs`.
 */
export async function setupBackend(options: SetupBackendOptions = {}): Promise<TfjsBridge> {
  requireOneTfjs();
  const gpu = await requestGpu(options);
  if (tf.findBackendFactory(BACKEND_NAME) !== null) {
    tf.removeBackend(BACKEND_NAME);
  }
  tf.registerBackend(BACKEND_NAME, () => new WebGPUBackend(gpu.device, gpu.adapterInfo));
  await tf.setBackend(BACKEND_NAME);
  const bridge = createTfjsBridge(gpu, tf.backend() as unknown as WebGPUBackend);
  registerBridge(bridge);
  return bridge;
}

/** tfjs keeps kernels and tensors in module state: a second copy of its core would be empty. */
function requireOneTfjs(): void {
  if (tf.getKernel('MatMul', BACKEND_NAME) === undefined && tf.getKernel('BatchMatMul', BACKEND_NAME) === undefined) {
    throw new WeftError(
      'incompatible-tfjs',
      `Two copies of TensorFlow.js ${tf.version_core} are in this program; have the bundler keep one @tensorflow/tfjs-core.`,
    );
  }
}
