import { version } from 'webgpu/package.json';
import { messageOf, WeftError } from '../../errors';
import type { RequestGpuOptions } from '../../gpu/device';

/** Timestamps as fine as the driver gives them; a browser makes them coarse, to keep one site from timing another. */
const DAWN_OPTIONS = ['disable-dawn-features=timestamp_quantization'];

export interface DawnGpu extends Required<Pick<RequestGpuOptions, 'gpu' | 'runtime' | 'runtimeVersion'>> {
  /** Whether some driver gives Dawn an adapter. */
  readonly hasAdapter: boolean;
}

/**
 * Loads Dawn, Chrome's WebGPU without Chrome, and makes of Node a place where WebGPU programs run: with `GPUBuffer` and
 * the like among the globals and with `navigator.gpu`, which is where libraries look. Import what uses WebGPU
 * after this. What it returns is for `requestGpu` and `setupBackend`.
 * @throws WeftError `no-webgpu` where Dawn's library does not load.
 */
export async function createDawnGpu(): Promise<DawnGpu> {
  const { create, globals } = await loadDawnLibrary();
  Object.assign(globalThis, globals);
  const gpu = create(DAWN_OPTIONS);
  offerToLibraries(gpu);
  const adapter = await gpu.requestAdapter();
  if (adapter?.info.isFallbackAdapter) {
    napBetweenPolls();
  }
  const runtimeVersion = `Dawn (webgpu ${version}), Node ${process.versions.node}`;
  return { gpu, runtime: 'dawn', runtimeVersion, hasAdapter: adapter !== null };
}

async function loadDawnLibrary(): Promise<typeof import('webgpu')> {
  try {
    return await import('webgpu');
  } catch (cause) {
    throw new WeftError(
      'no-webgpu',
      `Dawn does not load on this machine (${messageOf(cause)}); on Linux it needs glibc 2.34 and libstdc++ 12 or newer.`,
      { cause },
    );
  }
}

/** Node has a `navigator` of its own from version 21 on, with a `userAgent` like this one. */
function offerToLibraries(gpu: GPU): void {
  const navigator = globalThis.navigator ?? { userAgent: `Node.js/${process.versions.node.split('.')[0]}` };
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true, writable: true });
}

/**
 * Dawn asks for news in a loop of `setImmediate`, some ten thousand times a second. A software adapter needs that core
 * itself: on a machine with two, its work took half the time with naps of a millisecond between the questions.
 */
function napBetweenPolls(): void {
  const nap = (callback: () => void) => setTimeout(callback, 1);
  globalThis.setImmediate = nap as unknown as typeof setImmediate;
}
