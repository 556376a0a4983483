/**
 * The record of a step that gathering and the loss read: which examples of the epoch's order make the batch, as
 * shaders/shared/batch.wgsl declares it.
 */
export const BATCH_RECORD_BYTES = 8;

export interface BatchRecord {
  /** Position in the order of examples of the batch's first row. */
  readonly firstExample: number;
  /** Rows that hold examples; less than the plan's rows only in a short last batch. */
  readonly rowCount: number;
}

export function encodeBatchRecord(record: DataView, { firstExample, rowCount }: BatchRecord): void {
  record.setUint32(0, firstExample, true);
  record.setUint32(4, rowCount, true);
}
