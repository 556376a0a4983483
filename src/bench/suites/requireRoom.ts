import type { DatasetSplits } from '../../data/dataset';
import type { Gpu } from '../../gpu/device';
import { hasRoomForAll } from '../../training/parts/findRoom';
import { planEvaluationRows } from '../../training/population/evaluationRows';
import { LeftOut } from '../work/competitor';

/**
 * Populations of the bench are trained and evaluated whole: in parts they would be another thing to time.
 * @throws LeftOut where a device has no room for all members.
 */
export async function requireRoom(
  gpu: Gpu,
  splits: DatasetSplits,
  { members, batchSize }: { readonly members: number; readonly batchSize: number },
): Promise<void> {
  const { train, validation, test } = splits;
  const sizes = {
    batchSize,
    evaluationRows: planEvaluationRows(batchSize, gpu.adapter),
    examples: { train: train.count, heldOut: 0, validation: validation.count, test: test.count },
    keepsBest: false,
    diagnoses: false,
  };
  if (!(await hasRoomForAll(gpu, sizes, members))) {
    throw new LeftOut(`this adapter has no room for ${members} members at once`);
  }
}
