import { type AdapterReport, adapterName } from '../../gpu/adapter';
import type { AdapterChoice } from '../adapterChoice';
import { CommandError } from '../commandError';
import type { CommandTrainer } from '../commandTrainer';
import { createDatasetFiles, type DatasetFilesOptions } from './datasetFiles';
import { createDawnGpu } from './dawnGpu';

export interface DawnTrainerOptions {
  readonly adapter: AdapterChoice;
  readonly datasets: DatasetFilesOptions;
}

/**
 * The page's own trainer in this process, on Dawn instead of a browser.
 * @throws WeftError `no-webgpu` or `no-adapter`, or CommandError where the adapter is not of the kind asked for.
 */
export async function openDawnTrainer({ adapter, datasets }: DawnTrainerOptions): Promise<CommandTrainer> {
  const gpu = await createDawnGpu();
  // Not before: TensorFlow.js comes with it.
  const { createTrainerService } = await import('../../training/service');
  const service = createTrainerService({ ...createDatasetFiles(datasets), gpu });
  requireKind(adapter, await service.describeAdapter());
  return {
    describeAdapter: () => service.describeAdapter(),
    resolveOptions: (raw) => service.resolveOptions(raw),
    train: async (raw, onEvent) => service.train(await service.resolveOptions(raw), onEvent),
    stop: () => service.stop(),
  };
}

function requireKind(choice: AdapterChoice, adapter: AdapterReport): void {
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
