import { type Checkpoint, type LoopState, NOTHING_ENDED } from '../run/checkpoint/checkpoint';
import { examplesPerEpoch, PRESET_DEFAULTS, type TrainOptions } from '../run/options';
import { SAMPLE_ADAPTER } from './sampleAdapter';

const CONFIG: TrainOptions = { ...PRESET_DEFAULTS.quick, normalizations: ['scale'] };

/** A checkpoint of one member after one epoch and two steps. */
export function sampleCheckpoint({
  loss = 0.5,
  best = 0.25,
  bytes = Uint8Array.of(1, 2, 3, 4),
  config = CONFIG,
}: {
  readonly loss?: number;
  readonly best?: number;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Of one member and more than one epoch. */
  readonly config?: TrainOptions;
} = {}): Checkpoint {
  return {
    startedAt: '2026-01-02T03:04:05.678Z',
    commit: 'abc1234',
    adapter: { ...SAMPLE_ADAPTER, features: [...SAMPLE_ADAPTER.features] },
    config,
    dataset: '0'.repeat(64),
    examples: { validation: 10_000, test: 10_000 },
    ended: NOTHING_ENDED,
    underWay: [
      {
        loop: sampleLoop({ loss, best, config }),
        trainee: { optimizerSteps: 6, kept: [false], tensors: [{ name: 'weights.0', bytes }] },
      },
    ],
    setupMs: 1000,
    stepMs: [10.25, 11],
    normalizeGbPerSecond: [['scale', 1.5]],
    variants: { '1x2x3x4 none': { family: 'register', rows: 1, cols: 1, kStep: 1, workgroupSize: 8 } },
    chosenFor: [1],
  };
}

export function sampleLoop({ loss = 0.5, best = 0.25, config = CONFIG } = {}): LoopState {
  return {
    epochsDone: 1,
    stepsDone: 2,
    members: [
      {
        status: 'training',
        history: [
          { epoch: 1, trainLoss: loss, trainAccuracy: 0.5, valLoss: loss, valAccuracy: 0.5, learningRate: 0.001 },
        ],
        diagnostics: [{ epoch: 0, loss, layers: [{ preActivationStd: 1, deadShare: null, gradientNorm: loss }] }],
        learningRate: 0.0005,
        plateau: { best, wait: 1, cooldownLeft: 0 },
        stopping: { wait: 0 },
        trainedImages: examplesPerEpoch(config) + 2 * config.batchSize,
      },
    ],
    trainedSteps: 6,
    calls: { dispatches: 72, submits: 6, bufferWrites: 1, bindGroups: 2, buffers: 3 },
    trainMs: 100.5,
    evaluateMs: 20,
    diagnoseMs: 3,
  };
}
