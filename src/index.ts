/** Weft: training in the browser on hand-written WebGPU kernels. */
export { WeftError, type WeftErrorCode } from './errors';
export { type AdapterReport, adapterName } from './gpu/adapter';
export { NORMALIZATIONS, type Normalization } from './kernels/normalization';
export { WeftAdam, type WeftAdamOptions } from './tfjs/adam';
export { type SetupBackendOptions, setupBackend } from './tfjs/backend';
export type { TfjsBridge } from './tfjs/bridge';
export { type DenseWeights, populationMlp } from './tfjs/denseOp';
export { installKernels } from './tfjs/installKernels';
export { createEarlyStopping, type EarlyStoppingOptions } from './training/callbacks/earlyStopping';
export type { EpochEndCallback, EpochEndContext } from './training/callbacks/epochEnd';
export { EarlyStopping, EpochEnd, ReduceLROnPlateau } from './training/callbacks/layersCallbacks';
export { MONITORS, type Monitor } from './training/callbacks/monitor';
export { createReduceLrOnPlateau, type ReduceLrOnPlateauOptions } from './training/callbacks/reduceLrOnPlateau';
export type { EpochRecord, Member, TrainerService } from './training/events';
export { PRESETS, parseTrainOptions, type TrainOptions } from './training/options';
export { createTrainerService, type TrainerServiceOptions } from './training/service';
