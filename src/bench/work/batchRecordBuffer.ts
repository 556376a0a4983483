import type { Gpu } from '../../gpu/device';
import { type RecordLocation, StepRing } from '../../gpu/stepRing';
import { BATCH_RECORD_BYTES, encodeBatchRecord } from '../../kernels/batchRecord';

/** The record of a batch that holds the first `rowCount` examples, as gathering and the loss read it. */
export function createBatchRecord(gpu: Gpu, rowCount: number): { readonly batch: RecordLocation; dispose(): void } {
  const ring = new StepRing(gpu, 'weft.bench.batch', BATCH_RECORD_BYTES, (_, record) =>
    encodeBatchRecord(record, { firstExample: 0, rowCount }),
  );
  return { batch: ring.at(0, () => undefined), dispose: () => ring.dispose() };
}
