/** jax-js, on a WebGPU device of its own of the same adapter. */
export { openAdam } from './jaxAdam';
export { openMatmul } from './jaxMatmul';
export { openGather, openLoss } from './jaxOps';
export { openTrain } from './jaxTrain';
