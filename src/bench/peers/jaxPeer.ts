/** jax-js, on a WebGPU device of its own of the same adapter. */
export { openAdam } from './jaxAdam';
export { openEvaluate } from './jaxEvaluate';
export { openMatmul } from './jaxMatmul';
export { openGather, openLoss } from './jaxOps';
export { openTrain, openVmappedTrain } from './jaxTrain';
