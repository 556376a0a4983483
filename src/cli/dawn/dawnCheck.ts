import type { CheckPlace } from '../check/stages';
import { createDawnBench } from './dawnBench';
import { openDawnSession } from './dawnSession';
import { createDawnTrainer, type DawnTrainerOptions } from './dawnTrainer';

/**
 * Trainer and bench on one device, in this process.
 * @throws WeftError or CommandError as `openDawnSession` does.
 */
export async function openDawnCheck({ adapter, datasets }: DawnTrainerOptions): Promise<CheckPlace> {
  const dawn = await openDawnSession(adapter);
  return { ...(await createDawnTrainer(dawn, datasets)), ...(await createDawnBench(dawn)) };
}
