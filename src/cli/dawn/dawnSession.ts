import type { AdapterInfo } from '../../gpu/adapter';
import type { RequestGpuOptions } from '../../gpu/device';
import type { TuningStore } from '../../kernels/matmul/tuner';
import { createMemoryTuningStore } from '../../kernels/matmul/tuningStore';
import type { DeviceSession } from '../../training/service/deviceSession';
import { adapterName } from '../../words/adapter';
import type { AdapterChoice } from '../adapterChoice';
import { CommandError } from '../commandError';
import { createDawnGpu, type DawnGpu } from './dawnGpu';
import { FALLBACK_DRIVER } from './fallbackDriver';
import { createFileTuningStore, tuningFile } from './fileTuningStore';

/** What a service needs to run on Dawn: the device, and what it remembers of the adapter. */
export interface DawnSession {
  readonly gpu: RequestGpuOptions;
  readonly session: DeviceSession;
  readonly tuningStore: TuningStore;
}

/**
 * Opens Dawn's device in this process. Import services after it, since TensorFlow.js comes with them.
 * @throws WeftError `no-webgpu` or `no-adapter`, or CommandError where the adapter is not of the kind asked for.
 */
export async function openDawnSession(adapter: AdapterChoice): Promise<DawnSession> {
  const gpu = await openDawn(adapter);
  const { createDeviceSession } = await import('../../training/service/deviceSession');
  const session = createDeviceSession(gpu);
  requireKind(adapter, (await session.connect()).gpu.adapter);
  const file = tuningFile();
  return { gpu, session, tuningStore: file === undefined ? createMemoryTuningStore() : createFileTuningStore(file) };
}

/** Dawn; for `auto` on SwiftShader where the installed drivers give no adapter: an old lavapipe, or one of no device here. */
async function openDawn(adapter: AdapterChoice): Promise<DawnGpu> {
  const dawn = await createDawnGpu();
  if (dawn.hasAdapter) {
    return dawn;
  }
  if (adapter === 'lavapipe') {
    throw new CommandError(
      'Dawn does not take the lavapipe that is installed: it is too old or damaged; install Mesa 25 (Debian 12: mesa-vulkan-drivers from backports), or choose --adapter swiftshader.',
      { problem: 'wrong-adapter' },
    );
  }
  const driver = adapter === 'auto' ? process.env[FALLBACK_DRIVER] : undefined;
  if (driver === undefined) {
    return dawn;
  }
  process.env.VK_ICD_FILENAMES = driver;
  return createDawnGpu();
}

const SOFTWARE = { swiftshader: /swiftshader/i, lavapipe: /llvmpipe|lavapipe/i };

function requireKind(choice: AdapterChoice, adapter: AdapterInfo): void {
  if (choice === 'auto') {
    return;
  }
  const name = adapterName(adapter);
  if (choice === 'gpu') {
    if (adapter.isFallback) {
      throw new CommandError(
        `Dawn offers no GPU, only ${name}; install the GPU's Vulkan driver, or choose --adapter swiftshader.`,
        { problem: 'no-gpu' },
      );
    }
  } else if (!SOFTWARE[choice].test(`${adapter.architecture} ${adapter.description}`)) {
    throw new CommandError(
      `Dawn offers ${name} and not ${choice}; set VK_ICD_FILENAMES to the JSON file of ${choice}'s driver, or unset it, or choose --adapter auto.`,
      { problem: 'wrong-adapter' },
    );
  }
}
