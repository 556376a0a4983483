import * as v from 'valibot';

/** What pages say to their service workers. */
const toWorkerSchema = v.variant('type', [
  /** To the one of a newer version: have it loaded. */
  v.object({ type: v.literal('take-over') }),
  /** A dataset was loaded that the worker may not have seen. */
  v.object({ type: v.literal('keep-dataset'), name: v.string() }),
]);

export type ToWorker = v.InferOutput<typeof toWorkerSchema>;

export function isToWorker(data: unknown): data is ToWorker {
  return v.is(toWorkerSchema, data);
}
