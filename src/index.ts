/** Weft: training in the browser on hand-written WebGPU kernels. */

export { NORMALIZATIONS, type Normalization } from './data/normalization';
export { WeftError, type WeftErrorCode } from './errors';
export type { AdapterInfo } from './gpu/adapter';
export { createEarlyStopping, type EarlyStoppingOptions } from './run/callbacks/earlyStopping';
export type { EpochEndCallback, EpochEndContext } from './run/callbacks/epochEnd';
export { MONITORS, type Monitor } from './run/callbacks/monitor';
export { createReduceLrOnPlateau, type ReduceLrOnPlateauOptions } from './run/callbacks/reduceLrOnPlateau';
export type { Member } from './run/members';
export { PRESETS, parseTrainOptions, type TrainOptions } from './run/options';
export type { EpochRecord } from './run/records';
export { WeftAdam, type WeftAdamOptions } from './tfjs/adam';
export { type SetupBackendOptions, setupBackend } from './tfjs/backend';
export type { BackgroundTuningOptions } from './tfjs/backgroundTuning';
export type { TfjsBridge } from './tfjs/bridge';
export { type DenseWeights, populationMlp } from './tfjs/denseOp';
export { type InstallKernelsOptions, installKernels } from './tfjs/installKernels';
export { EarlyStopping, EpochEnd, ReduceLROnPlateau } from './training/layersCallbacks';
export { createTrainerService, type TrainerServiceOptions } from './training/service/service';
export type { TrainerService } from './training/service/trainerService';
export { adapterName } from './words/adapter';
