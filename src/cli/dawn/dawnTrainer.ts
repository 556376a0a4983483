import type { AdapterChoice } from '../adapterChoice';
import type { CommandPatient, CommandTrainer } from '../commandTrainer';
import { createDatasetFiles, type DatasetFilesOptions } from './datasetFiles';
import { type DawnSession, openDawnSession } from './dawnSession';

export interface DawnTrainerOptions {
  readonly adapter: AdapterChoice;
  readonly datasets: DatasetFilesOptions;
}

/**
 * The page's own trainer in this process, on Dawn instead of a browser.
 * @throws WeftError or CommandError as `openDawnSession` does.
 */
export async function openDawnTrainer({
  adapter,
  datasets,
}: DawnTrainerOptions): Promise<CommandTrainer & CommandPatient> {
  return createDawnTrainer(await openDawnSession(adapter), datasets);
}

/** The trainer on a session that is open. */
export async function createDawnTrainer(
  dawn: DawnSession,
  datasets: DatasetFilesOptions,
): Promise<CommandTrainer & CommandPatient> {
  const { createTrainerService } = await import('../../training/service/service');
  const service = createTrainerService({ ...createDatasetFiles(datasets), ...dawn });
  return {
    describeAdapter: () => service.describeAdapter(),
    resolveOptions: (raw) => service.resolveOptions(raw),
    train: async (raw, onEvent, keep, keeping) =>
      service.train(await service.resolveOptions(raw), onEvent, keep, keeping),
    stop: () => service.stop(),
    proveTraining: () => service.proveTraining(),
  };
}
