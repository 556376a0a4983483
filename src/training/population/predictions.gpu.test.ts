import type * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetSplits } from '../../data/dataset';
import { normalizationAffine } from '../../kernels/normalization/affine';
import { gatherNormalizeReference } from '../../kernels/normalization/gatherNormalize';
import { predictClassesReference } from '../../kernels/predictClasses';
import type { Member } from '../../run/members';
import { CLASSES, FEATURES } from '../../run/network';
import { expectClose } from '../../testing/expectClose';
import { loadFirstExamples } from '../../testing/fashionMnist';
import { useTfjs } from '../../testing/tfjsTest';
import { networkReference } from '../proof/networkReference';
import { createDeviceDataset, type DeviceDataset } from './deviceDataset';
import { Population } from './population';

const lab = useTfjs();

const NO_CALLBACKS = { reduceLrOnPlateau: false, earlyStopping: false };
const MEMBERS: readonly Member[] = [
  { index: 0, normalization: 'scale', seed: 1, learningRate: 0.001, ...NO_CALLBACKS },
  { index: 1, normalization: 'standardize', seed: 1, learningRate: 0.001, ...NO_CALLBACKS },
  { index: 2, normalization: 'raw', seed: 2, learningRate: 0.001, ...NO_CALLBACKS },
  { index: 3, normalization: 'center', seed: 2, learningRate: 0.001, ...NO_CALLBACKS },
];
const BATCH = 8;
/** Neither is a multiple of the batch; the test split is the larger, and predictions are of it alone. */
const COUNTS = { train: 80, validation: 20, test: 43 };

let splits: DatasetSplits;
let dataset: DeviceDataset;
let population: Population;

beforeEach(async () => {
  splits ??= await loadFirstExamples(COUNTS);
  dataset = await createDeviceDataset(lab.bridge.gpu, splits);
  population = new Population(lab.bridge, dataset, { members: MEMBERS, batchSize: BATCH });
  await population.prepare();
});
afterEach(() => {
  population.dispose();
  dataset.dispose();
});

async function trainEpoch(epoch: number): Promise<void> {
  population.beginEpoch(epoch);
  for (let step = 0; step < population.stepsPerEpoch; step++) {
    population.trainStep(step);
  }
  await population.finish();
}

async function evaluate(split: 'validation' | 'test') {
  population.beginEvaluation();
  for (let step = 0; step < population.stepsPerEvaluation[split]; step++) {
    population.evaluationStep(split, step);
  }
  return population.readEvaluationTotals();
}

/** A member's logits for the test split in float64, from its weights as they are. */
async function logitsReference(member: number): Promise<Float64Array> {
  const { images, labels, count } = splits.test;
  const { normalization } = MEMBERS[member] as Member;
  const { x } = gatherNormalizeReference(
    { members: 1, rows: count, features: FEATURES, orderLength: count },
    {
      images,
      labels,
      order: Uint32Array.from({ length: count }, (_, i) => i),
      seedOfMember: Uint32Array.of(0),
      affine: normalizationAffine(normalization, dataset.statistics),
      firstExample: 0,
      rowCount: count,
    },
  );
  const ofMember = async (tensor: tf.Tensor) => {
    const size = tensor.size / MEMBERS.length;
    return ((await tensor.data()) as Float32Array).slice(member * size, (member + 1) * size);
  };
  const layers = await Promise.all(
    population.layers.map(async ({ kernel, bias }) => ({ kernel: await ofMember(kernel), bias: await ofMember(bias) })),
  );
  return networkReference(x, labels, layers).preActivations.at(-1) as Float64Array;
}

/** [true class, predicted class], counts. */
function confusionOf(labels: Uint8Array, classes: Uint8Array): number[] {
  const counts = new Array<number>(CLASSES ** 2).fill(0);
  labels.forEach((label, example) => {
    const cell = label * CLASSES + (classes[example] as number);
    counts[cell] = (counts[cell] as number) + 1;
  });
  return counts;
}

describe('after a test pass', () => {
  it("every member's predictions are those of its weights in float64, and so is its confusion matrix", async () => {
    await trainEpoch(1);
    const totals = await evaluate('test');
    const predictions = await population.readPredictions();
    for (const [member, { classes, confidences }] of predictions.entries()) {
      const expected = predictClassesReference(await logitsReference(member), CLASSES);
      expect(classes).toEqual(expected.classes);
      // Logits of raw inputs reach hundreds, and have 1e-6 of that as their error.
      expectClose(confidences, expected.confidences, { rtol: 2e-4, atol: 0 });
      const confusion = confusionOf(splits.test.labels, classes);
      expect(confusion).toEqual(confusionOf(splits.test.labels, expected.classes));
      const hits = confusion.filter((_, cell) => cell % (CLASSES + 1) === 0).reduce((sum, count) => sum + count, 0);
      expect(hits / COUNTS.test).toBe(totals[member]?.accuracy);
    }
    expect(new Set(predictions.map(({ classes }) => classes.join())).size).toBe(MEMBERS.length);
  });

  it('they stay until the next one, whatever is trained and validated in between', async () => {
    await evaluate('test');
    const first = await population.readPredictions();
    await trainEpoch(1);
    await evaluate('validation');
    expect(await population.readPredictions()).toEqual(first);
    await evaluate('test');
    expect(await population.readPredictions()).not.toEqual(first);
  });

  it('those of a frozen member are what they were', async () => {
    await evaluate('test');
    const first = await population.readPredictions();
    await trainEpoch(1);
    population.setActiveMembers([true, false, true, true]);
    await evaluate('test');
    const second = await population.readPredictions();
    expect(second.map(({ confidences }, member) => confidences.join() === first[member]?.confidences.join())).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
});

it('costs one dispatch a test step, and nothing elsewhere', async () => {
  const countDispatches = async (work: () => Promise<unknown>) => {
    const before = population.counters.dispatches;
    await work();
    return population.counters.dispatches - before;
  };
  const perStep = {
    validation: (await countDispatches(() => evaluate('validation'))) / population.stepsPerEvaluation.validation,
    test: (await countDispatches(() => evaluate('test'))) / population.stepsPerEvaluation.test,
  };
  expect(perStep.test - perStep.validation).toBe(1);
});
