import type { DatasetSplits, Split } from '../../data/dataset';
import { createExampleOrder } from '../../data/exampleOrder';
import type { Normalization } from '../../data/normalization';
import { normalizationAffine } from '../../kernels/normalization/affine';
import { normalizeStatisticsReference } from '../../kernels/normalization/normalizeStatistics';
import type { Member } from '../../run/members';
import { CLASSES, FEATURES } from '../../run/network';
import { LEARNING_RATE } from './adamData';
import { randomInts, randomPixels } from './randomData';

/** Batches of the made-up dataset that whole steps train on; they come again in the same order. As many as a window has. */
export const TRAIN_BATCHES = 8;

/** One batch as the peers get it: gathered and normalized beforehand, which Weft does in its step. */
export interface NormalizedBatch {
  /** [rows, FEATURES] */
  readonly x: Float32Array<ArrayBuffer>;
  /** [rows], each 0 … CLASSES − 1 */
  readonly labels: Int32Array<ArrayBuffer>;
}

/** Images that can be learned: each the mean of its class's random image and of noise. */
export function createTrainSplits(batchRows: number, validationCount = batchRows): DatasetSplits {
  return {
    train: createSplit(1, TRAIN_BATCHES * batchRows),
    validation: createSplit(4, validationCount),
    test: createSplit(7, batchRows),
  };
}

function createSplit(seed: number, count: number): Split {
  const templates = randomPixels(100, CLASSES * FEATURES);
  const noise = randomPixels(seed, count * FEATURES);
  const labels = Uint8Array.from(randomInts(seed + 1, count, CLASSES));
  const images = noise.map((pixel, i) => {
    const label = labels[Math.floor(i / FEATURES)] as number;
    return (pixel + (templates[label * FEATURES + (i % FEATURES)] as number)) >> 1;
  });
  return { images, labels, count };
}

/** Members with two normalizations in turn, each pair with a seed of its own. */
export function createBenchMembers(count: number): Member[] {
  const normalizations: readonly Normalization[] = ['scale', 'standardize'];
  return Array.from({ length: count }, (_, index) => ({
    index,
    normalization: normalizations[index % 2] as Normalization,
    seed: 1 + Math.floor(index / 2),
    learningRate: LEARNING_RATE,
    reduceLrOnPlateau: false,
    earlyStopping: false,
  }));
}

/** The batches of a member's first epoch, in float32 as the kernel computes them. */
export function batchesOf({ train }: DatasetSplits, member: Member): NormalizedBatch[] {
  const affine = affineOf(train, member);
  const order = createExampleOrder({ seed: member.seed, epoch: 1, exampleCount: train.count });
  const rows = train.count / TRAIN_BATCHES;
  return Array.from({ length: TRAIN_BATCHES }, (_, batch) =>
    normalize(train, order.subarray(batch * rows, (batch + 1) * rows), affine),
  );
}

/** The whole validation split as a member is evaluated on it. */
export function validationBatchOf({ train, validation }: DatasetSplits, member: Member): NormalizedBatch {
  const inOrder = Uint32Array.from({ length: validation.count }, (_, index) => index);
  return normalize(validation, inOrder, affineOf(train, member));
}

function affineOf({ images, count }: Split, { normalization }: Member): Float32Array {
  const statistics = normalizeStatisticsReference({ examples: count, features: FEATURES }, images);
  return normalizationAffine(normalization, statistics);
}

function normalize({ images, labels }: Split, examples: Uint32Array, affine: Float32Array): NormalizedBatch {
  const x = new Float32Array(examples.length * FEATURES);
  examples.forEach((example, row) => {
    for (let feature = 0; feature < FEATURES; feature++) {
      const pixel = images[example * FEATURES + feature] as number;
      const shift = affine[feature * 2] as number;
      const scale = affine[feature * 2 + 1] as number;
      x[row * FEATURES + feature] = Math.fround(pixel - shift) * scale;
    }
  });
  return { x, labels: Int32Array.from(examples, (example) => labels[example] as number) };
}

/** What a peer trains: a member with its batches, all of the same rows. */
export interface TrainedModel {
  readonly member: Member;
  readonly batches: readonly NormalizedBatch[];
}

/** Rows of a model's batches. */
export function batchRowsOf({ batches }: TrainedModel): number {
  return batches[0]?.labels.length ?? 0;
}
