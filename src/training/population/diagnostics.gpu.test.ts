import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatasetSplits } from '../../data/dataset';
import { countsSince } from '../../gpu/counters';
import { gradientNormReference } from '../../kernels/gradientSquares';
import { normalizationAffine } from '../../kernels/normalization/affine';
import { gatherNormalizeReference } from '../../kernels/normalization/gatherNormalize';
import { unitMomentsReference } from '../../kernels/unitMoments';
import type { Member } from '../../run/members';
import { FEATURES } from '../../run/network';
import type { Diagnostics, LayerDiagnostics } from '../../run/records';
import { expectClose } from '../../testing/expectClose';
import { loadFirstExamples } from '../../testing/fashionMnist';
import { useTfjs } from '../../testing/tfjsTest';
import { networkReference } from '../proof/networkReference';
import { createDeviceDataset, type DeviceDataset } from './deviceDataset';
import { Population } from './population';

const lab = useTfjs();

/** A prime: no tile's edge. */
const BATCH = 13;
const EXAMPLES = 40;
const NO_CALLBACKS = { reduceLrOnPlateau: false, earlyStopping: false };
/** The rate of the first kills some of its units in a few steps. */
const MEMBERS: readonly Member[] = [
  { index: 0, normalization: 'raw', seed: 1, learningRate: 0.01, ...NO_CALLBACKS },
  { index: 1, normalization: 'scale', seed: 1, learningRate: 0.001, ...NO_CALLBACKS },
  { index: 2, normalization: 'center', seed: 2, learningRate: 0.001, ...NO_CALLBACKS },
  { index: 3, normalization: 'standardize', seed: 3, learningRate: 0.003, ...NO_CALLBACKS },
];

let splits: DatasetSplits;
const disposables: { dispose(): void }[] = [];

beforeEach(async () => {
  splits ??= await loadFirstExamples({ train: EXAMPLES, validation: 8, test: 8 });
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const disposable of disposables.splice(0).reverse()) {
    disposable.dispose();
  }
});

async function createPopulation({ trainExamples = EXAMPLES, batchSize = BATCH } = {}) {
  const { images, labels } = splits.train;
  const train = {
    images: images.subarray(0, trainExamples * FEATURES),
    labels: labels.subarray(0, trainExamples),
    count: trainExamples,
  };
  const dataset = await createDeviceDataset(lab.bridge.gpu, { ...splits, train });
  disposables.push(dataset);
  const population = new Population(lab.bridge, dataset, { members: MEMBERS, batchSize });
  disposables.push(population);
  await population.prepare({ diagnoses: true });
  return { population, dataset };
}

/** Trains an epoch; `between` runs before every step. */
async function trainEpoch(population: Population, epoch: number, between: () => Promise<unknown> = async () => {}) {
  population.beginEpoch(epoch);
  const last = population.stepsPerEpoch - 1;
  for (let step = 0; step < last; step++) {
    await between();
    population.trainStep(step);
  }
  await between();
  return population.trainStepAndRead(last);
}

/** [layers] of one member's kernel and bias. */
async function readWeights({ layers, members }: Population, member: number) {
  const readMember = async (tensor: tf.Tensor) => {
    const size = tensor.size / members.length;
    return ((await tensor.data()) as Float32Array).slice(member * size, (member + 1) * size);
  };
  return Promise.all(
    layers.map(async ({ kernel, bias }) => ({ kernel: await readMember(kernel), bias: await readMember(bias) })),
  );
}

/** A member's figures in float64, from its weights as they are and the first examples. */
async function diagnoseReference(
  population: Population,
  { statistics }: DeviceDataset,
  member: number,
  rowCount: number,
): Promise<Diagnostics> {
  const { normalization } = MEMBERS[member] as Member;
  const { images, labels } = splits.train;
  const { x } = gatherNormalizeReference(
    { members: 1, rows: rowCount, features: FEATURES, orderLength: rowCount },
    {
      images,
      labels,
      order: Uint32Array.from({ length: rowCount }, (_, i) => i),
      seedOfMember: Uint32Array.of(0),
      affine: normalizationAffine(normalization, statistics),
      firstExample: 0,
      rowCount,
    },
  );
  const layers = await readWeights(population, member);
  const { loss, preActivations, gradients } = networkReference(x, labels.slice(0, rowCount), layers);
  return {
    loss,
    layers: gradients.map(({ kernel, bias }, index) => {
      const moments = unitMomentsReference(preActivations[index] as Float64Array, bias.length);
      return {
        preActivationStd: moments.std,
        deadShare: index < gradients.length - 1 ? moments.deadShare : null,
        gradientNorm: gradientNormReference(kernel, bias),
      };
    }),
  };
}

/** float32 forward and backward passes follow float64 to some 1e-6; logits of hundreds to a little less. */
const TOLERANCE = { rtol: 1e-5, atol: 0 };
const EXACT = { rtol: 0, atol: 0 };

function expectSameFigures(actual: Diagnostics, expected: Diagnostics): void {
  const flatten = ({ loss, layers }: Diagnostics) => [
    loss,
    ...layers.flatMap(({ preActivationStd, gradientNorm }) => [preActivationStd, gradientNorm]),
  ];
  const deadShares = ({ layers }: Diagnostics) => layers.map(({ deadShare }) => deadShare);
  expectClose(flatten(actual), flatten(expected), TOLERANCE);
  expect(deadShares(actual)).toEqual(deadShares(expected));
}

async function expectRight(population: Population, dataset: DeviceDataset, rowCount: number): Promise<Diagnostics[]> {
  const actual = await population.diagnose();
  for (const { index } of MEMBERS) {
    expectSameFigures(actual[index] as Diagnostics, await diagnoseReference(population, dataset, index, rowCount));
  }
  return actual;
}

function firstLayers(figures: readonly Diagnostics[]): LayerDiagnostics[] {
  return figures.map(({ layers }) => layers[0] as LayerDiagnostics);
}

describe("each member's figures", () => {
  it('are those of a float64 network with its weights and normalization, before training and after', async () => {
    const { population, dataset } = await createPopulation();
    const before = await expectRight(population, dataset, BATCH);
    // Raw pixels are up to 255 times as large as scaled ones.
    const [raw, scale] = firstLayers(before) as [LayerDiagnostics, LayerDiagnostics];
    expect(raw.preActivationStd / scale.preActivationStd).toBeCloseTo(255, 2);
    await trainEpoch(population, 1);
    await trainEpoch(population, 2);
    const after = await expectRight(population, dataset, BATCH);
    const deadShares = firstLayers(after).map(({ deadShare }) => deadShare as number);
    // Else nothing of the above would have shown that dead units are told from living ones.
    expect(deadShares.some((share) => share > 0 && share < 1)).toBe(true);
  });

  it('are of the training examples alone where these are fewer than a batch', async () => {
    const { population, dataset } = await createPopulation({ trainExamples: 7 });
    await expectRight(population, dataset, 7);
  });

  it('have the same bits each time, on the quick kernels and on the fast ones', async () => {
    const { population } = await createPopulation();
    const first = await population.diagnose();
    expect(await population.diagnose()).toEqual(first);
    await population.whenFastest();
    expect(await population.diagnose()).toEqual(first);
  });

  it('stay the same bits when other members are frozen', async () => {
    const { population } = await createPopulation();
    const all = await population.diagnose();
    population.setActiveMembers([true, false, true, false]);
    const some = await population.diagnose();
    expect([some[0], some[2]]).toEqual([all[0], all[2]]);
  });
});

describe('a diagnosis', () => {
  it('changes nothing that training knows, in no bit', async () => {
    const { population: plain } = await createPopulation();
    const { population: diagnosed } = await createPopulation();
    await diagnosed.diagnose();
    for (const epoch of [1, 2]) {
      const totals = await trainEpoch(diagnosed, epoch, () => diagnosed.diagnose());
      expect(totals).toEqual(await trainEpoch(plain, epoch));
    }
    await diagnosed.diagnose();
    expect(diagnosed.optimizer.stepsDone).toBe(plain.optimizer.stepsDone);
    expect(diagnosed.optimizer.iterations).toBe(plain.optimizer.iterations);
    for (const { index } of MEMBERS) {
      const [actual, expected] = [await readWeights(diagnosed, index), await readWeights(plain, index)];
      for (const [layer, { kernel, bias }] of expected.entries()) {
        expectClose(actual[layer]?.kernel ?? [], kernel, EXACT);
        expectClose(actual[layer]?.bias ?? [], bias, EXACT);
      }
    }
  });

  it('leaves the totals of an evaluation alone', async () => {
    const { population } = await createPopulation();
    const validate = async (between: () => Promise<unknown>) => {
      population.beginEvaluation();
      population.evaluationStep('validation', 0);
      await between();
      return population.readEvaluationTotals();
    };
    const undisturbed = await validate(async () => {});
    expect(await validate(() => population.diagnose())).toEqual(undisturbed);
  });

  it('compiles nothing more once training is prepared', async () => {
    // A batch that no other test has: what they compiled is of no use here. What compiles in the background does so
    // by another method.
    const { population } = await createPopulation({ batchSize: 11 });
    const compile = vi.spyOn(lab.bridge.gpu.device, 'createComputePipeline');
    await population.diagnose();
    expect(compile).not.toHaveBeenCalled();
  });

  it('costs 22 dispatches at most and one submit, and the second time no memory', async () => {
    const { population } = await createPopulation();
    await population.whenFastest();
    await population.diagnose();
    const measure = () => ({ tensors: tf.memory().numTensors, bytes: population.allocatedBytes() });
    const before = measure();
    const countsBefore = { ...population.counters };
    await population.diagnose();
    const { dispatches, submits, bufferWrites, bindGroups } = countsSince(population.counters, countsBefore);
    // At most: gather, 3 + 2 products forward, 3 + 2 backward, the loss; 4 to negate, 3 + 3 to reduce.
    expect(dispatches).toBeLessThanOrEqual(22);
    expect({ submits, bufferWrites, bindGroups }).toEqual({ submits: 1, bufferWrites: 0, bindGroups: 0 });
    expect(measure()).toEqual(before);
  });
});
