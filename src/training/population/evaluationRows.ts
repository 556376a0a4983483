/**
 * Rows of an evaluation batch on a GPU: the images of so many take as much as Adam's moments of the first layer, so that
 * no population needs more parts for being evaluated in large batches.
 */
const GPU_EVALUATION_ROWS = 1024;

/**
 * Rows of a batch that nothing trains on: on a GPU as many as `GPU_EVALUATION_ROWS`, in whole training batches, since
 * products of few rows leave most of it idle; on a software adapter those of a training batch, whose kernels are compiled
 * anyway and which larger ones do not outrun.
 */
export function planEvaluationRows(batchSize: number, { isFallback }: { readonly isFallback: boolean }): number {
  return isFallback ? batchSize : batchSize * Math.max(1, Math.floor(GPU_EVALUATION_ROWS / batchSize));
}
