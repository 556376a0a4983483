import type { AdapterInfo } from '../../gpu/adapter';
import type { RequestGpuOptions } from '../../gpu/device';
import type { TuningStore } from '../../kernels/matmul/tuner';
import type { DeviceSession } from '../../training/service/deviceSession';
import { createMemoryTuningStore } from '../../training/service/tuningStore';
import { adapterName } from '../../words/adapter';
import type { AdapterChoice } from '../adapterChoice';
import { CommandError } from '../commandError';
import { createDawnGpu } from './dawnGpu';
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
  const gpu = await createDawnGpu();
  const { createDeviceSession } = await import('../../training/service/deviceSession');
  const session = createDeviceSession(gpu);
  requireKind(adapter, (await session.connect()).gpu.adapter);
  const file = tuningFile();
  return { gpu, session, tuningStore: file === undefined ? createMemoryTuningStore() : createFileTuningStore(file) };
}

function requireKind(choice: AdapterChoice, adapter: AdapterInfo): void {
  if (choice === 'gpu' && adapter.isFallback) {
    throw new CommandError(
      `Dawn offers no GPU, only ${adapterName(adapter)}; install the GPU's Vulkan driver, or choose --adapter swiftshader.`,
    );
  }
  if (choice === 'swiftshader' && !adapter.isFallback) {
    throw new CommandError(
      `Dawn offers ${adapterName(adapter)} and no software adapter; set VK_ICD_FILENAMES to SwiftShader's JSON file, or choose --adapter gpu.`,
    );
  }
}
