/** Stock tfjs on its WebGPU backend, on Weft's device and with none of Weft's kernels but where it says so. */
export { openAdam } from './tfjsAdam';
export { openBatchedTrain } from './tfjsBatchedTrain';
export { openEvaluate } from './tfjsEvaluate';
export { openMatmul } from './tfjsMatmul';
export { openGather, openLoss } from './tfjsOps';
export { openFit } from './tfjsTrain';
