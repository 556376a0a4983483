import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { WeftError } from '../errors';
import { type RequestGpuOptions, requestGpu } from '../gpu/device';
import { bridgeOf, createTfjsBridge, registerBridge, type TfjsBridge } from './bridge';

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
  const createBackend = () => {
    const backend = new WebGPUBackend(gpu.device, gpu.adapterInfo);
    registerBridge(createTfjsBridge(gpu, backend));
    return backend;
  };
  // The first is made here: what its making throws, tfjs would turn into a warning. After a reset tfjs asks for another.
  let first: WebGPUBackend | undefined = createBackend();
  tf.registerBackend(BACKEND_NAME, () => {
    const backend = first ?? createBackend();
    first = undefined;
    return backend;
  });
  await tf.setBackend(BACKEND_NAME);
  return bridgeOf(tf.backend());
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
