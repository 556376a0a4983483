import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetSplits } from '../../data/dataset';
import { countsSince } from '../../gpu/counters';
import { planVariants, type TuneOptions, type TuningStore } from '../../kernels/matmul/tuner';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { Member } from '../../run/members';
import { FEATURES } from '../../run/network';
import { expectClose } from '../../testing/expectClose';
import { type ExampleCounts, loadFirstExamples } from '../../testing/fashionMnist';
import { useTfjs } from '../../testing/tfjsTest';
import type { EvaluationSplit, Trainee } from '../loop/trainee';
import { createDeviceDataset, type DeviceDataset } from './deviceDataset';
import { Population } from './population';
import { StockPopulation } from './stock';

const lab = useTfjs();

const BATCH = 16;
const NO_CALLBACKS = { reduceLrOnPlateau: false, earlyStopping: false };
const MEMBERS: readonly Member[] = [
  { index: 0, normalization: 'scale', seed: 1, learningRate: 0.001, ...NO_CALLBACKS },
  { index: 1, normalization: 'standardize', seed: 1, learningRate: 0.003, ...NO_CALLBACKS },
  { index: 2, normalization: 'raw', seed: 2, learningRate: 0.001, ...NO_CALLBACKS },
];

let splits: DatasetSplits;
const datasets: DeviceDataset[] = [];
const trainees: Trainee[] = [];

beforeEach(async () => {
  splits ??= await loadFirstExamples({ train: 520, validation: 40, test: 40 });
});
afterEach(() => {
  for (const disposable of [...trainees.splice(0), ...datasets.splice(0)]) {
    disposable.dispose();
  }
});

function splitsOf(counts: Partial<ExampleCounts>): DatasetSplits {
  const cut = (name: keyof ExampleCounts) => {
    const { images, labels, count: all } = splits[name];
    const count = counts[name] ?? all;
    return { images: images.subarray(0, count * FEATURES), labels: labels.subarray(0, count), count };
  };
  return { train: cut('train'), validation: cut('validation'), test: cut('test') };
}

async function createPopulation(
  members: readonly Member[],
  counts: Partial<ExampleCounts>,
  batchSize = BATCH,
  tuning?: TuneOptions,
) {
  return createPopulationOn(splitsOf(counts), members, batchSize, tuning);
}

async function createPopulationOn(
  examples: DatasetSplits,
  members: readonly Member[],
  batchSize = BATCH,
  tuning?: TuneOptions,
) {
  const dataset = await createDeviceDataset(lab.bridge.gpu, examples);
  datasets.push(dataset);
  const population = new Population(lab.bridge, dataset, {
    members: members.map((member, index) => ({ ...member, index })),
    batchSize,
    biasCorrection: 'tfjs',
  });
  trainees.push(population);
  await population.prepare(tuning === undefined ? {} : { tuning });
  return population;
}

/** @returns the losses after each epoch, training and validation. */
async function train(trainee: Trainee, epochs = 1): Promise<number[][]> {
  const losses: number[][] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    trainee.beginEpoch(epoch);
    const last = trainee.stepsPerEpoch - 1;
    for (let step = 0; step < last; step++) {
      trainee.trainStep(step);
    }
    const training = await trainee.trainStepAndRead(last);
    const validation = await evaluate(trainee);
    losses.push([...training, ...validation].map(({ loss }) => loss));
  }
  return losses;
}

async function evaluate(trainee: Trainee, split: EvaluationSplit = 'validation'): Promise<LossTotals[]> {
  trainee.beginEvaluation(split);
  for (let step = 0; step < trainee.stepsPerEvaluation[split]; step++) {
    trainee.evaluationStep(split, step);
  }
  return trainee.readEvaluationTotals();
}

/** All parameters of one member. */
async function weightsOf({ layers, members }: Population, member: number): Promise<number[]> {
  const all = await Promise.all(layers.flatMap(({ kernel, bias }) => [kernel.data(), bias.data()]));
  return all.flatMap((values) => {
    const size = values.length / members.length;
    return Array.from(values.subarray(member * size, (member + 1) * size));
  });
}

const EXACT = { rtol: 0, atol: 0 };

describe('the same seed', () => {
  it('gives the same losses and weights, bit for bit', async () => {
    const [first, second] = [
      await createPopulation(MEMBERS, { train: 72 }),
      await createPopulation(MEMBERS, { train: 72 }),
    ];
    expect(await train(first, 2)).toEqual(await train(second, 2));
    for (const { index } of MEMBERS) {
      expectClose(await weightsOf(first, index), await weightsOf(second, index), EXACT);
    }
  });
});

describe('a member', () => {
  it('learns the same alone as among others, bit for bit', async () => {
    const among = await createPopulation(MEMBERS, { train: 72 });
    const alone = await createPopulation(MEMBERS.slice(1, 2), { train: 72 });
    const [[, amongLoss], [aloneLoss]] = [(await train(among))[0], (await train(alone))[0]] as [number[], number[]];
    expect(aloneLoss).toBe(amongLoss);
    expectClose(await weightsOf(alone, 0), await weightsOf(among, 1), EXACT);
  });

  // A rate of 100 only makes its losses huge.
  it('that diverges changes no bit of the others', async () => {
    const wild = MEMBERS.map((member, index) => (index === 1 ? { ...member, learningRate: 1e30 } : member));
    const [calm, disturbed] = [
      await createPopulation(MEMBERS, { train: 72 }),
      await createPopulation(wild, { train: 72 }),
    ];
    await train(calm);
    const [losses] = await train(disturbed);
    expect(losses?.[1]).toBeNaN();
    for (const index of [0, 2]) {
      expectClose(await weightsOf(disturbed, index), await weightsOf(calm, index), EXACT);
    }
  });

  it('that is frozen keeps its weights, and the others go on as if it were not, bit for bit', async () => {
    const [calm, population] = [
      await createPopulation(MEMBERS, { train: 40 }),
      await createPopulation(MEMBERS, { train: 40 }),
    ];
    await train(calm);
    const calmLosses = (await train(calm, 1))[0];
    await train(population);
    const frozen = await weightsOf(population, 1);
    population.setActiveMembers([true, false, true]);
    const losses = (await train(population, 1))[0];
    expectClose(await weightsOf(population, 1), frozen, EXACT);
    for (const index of [0, 2]) {
      expectClose(await weightsOf(population, index), await weightsOf(calm, index), EXACT);
      for (const loss of [index, 3 + index]) {
        expect(losses?.[loss]).toBe(calmLosses?.[loss]);
      }
    }
  });

  it('that is frozen is left out of every pass until it is active again', async () => {
    const population = await createPopulation(MEMBERS, { train: 16 });
    const rowsOf = (totals: readonly LossTotals[]) => totals.map(({ rows }) => rows);
    const everyone = await evaluate(population, 'test');
    population.setActiveMembers([true, false, false]);
    population.beginEpoch(1);
    expect(rowsOf(await population.trainStepAndRead(0))).toEqual([16, 0, 0]);
    expect(rowsOf(await evaluate(population, 'validation'))).toEqual([40, 0, 0]);
    population.setActiveMembers([false, true, true]);
    expect((await evaluate(population, 'test')).slice(1)).toEqual(everyone.slice(1));
  });

  it('learns at the rate that is set, from the next step on', async () => {
    const rates = [0, 0.003, 0.02];
    const [constant, population] = [
      await createPopulation(
        MEMBERS.map((member, index) => ({ ...member, learningRate: rates[index] as number })),
        { train: 16 },
      ),
      await createPopulation(MEMBERS, { train: 16 }),
    ];
    const before = await weightsOf(population, 0);
    population.setLearningRates(rates);
    await train(population);
    await train(constant);
    expectClose(await weightsOf(population, 0), before, EXACT);
    for (const index of [1, 2]) {
      expectClose(await weightsOf(population, index), await weightsOf(constant, index), EXACT);
    }
  });
});

describe('the cost of a step', () => {
  const EIGHT = Array.from({ length: 8 }, (_, index): Member => ({ ...(MEMBERS[0] as Member), index, seed: index }));

  it('is saved for members that are frozen', async () => {
    const population = await createPopulation(EIGHT, { train: 128 }, 128);
    await population.whenFastest();
    population.beginEpoch(1);
    const stepMs = async (activeCount: number): Promise<number> => {
      population.setActiveMembers(EIGHT.map(({ index }) => index < activeCount));
      population.trainStep(0);
      await population.finish();
      const startedAtMs = performance.now();
      population.trainStep(0);
      await population.finish();
      return performance.now() - startedAtMs;
    };
    const samples: { all: number; one: number }[] = [];
    for (let round = 0; round < 3; round++) {
      samples.push({ all: await stepMs(8), one: await stepMs(1) });
    }
    const fastest = (name: 'all' | 'one') => Math.min(...samples.map((sample) => sample[name]));
    // An eighth of the work, and what a workgroup that returns at once costs: 0.27 on SwiftShader.
    expect(fastest('one') / fastest('all')).toBeLessThan(0.4);
  }, 300_000);
});

describe('weights that were kept', () => {
  it('come back to the members that ask for them, bit for bit, and steps captured before work on them', async () => {
    const population = await createPopulation(MEMBERS, { train: 32 });
    await train(population);
    const kept = await weightsOf(population, 1);
    const evaluated = await evaluate(population);
    const bytesBefore = population.allocatedBytes();
    population.saveWeights([true, true, false]);
    const weightBytes = population.layers.reduce((bytes, { kernel, bias }) => bytes + 4 * (kernel.size + bias.size), 0);
    expect(population.allocatedBytes() - bytesBefore).toBe(weightBytes);
    await train(population);
    const [own0, own2] = [await weightsOf(population, 0), await weightsOf(population, 2)];
    expect(await weightsOf(population, 1)).not.toEqual(kept);
    population.restoreWeights([false, true, false]);
    expectClose(await weightsOf(population, 1), kept, EXACT);
    expectClose(await weightsOf(population, 0), own0, EXACT);
    expectClose(await weightsOf(population, 2), own2, EXACT);
    expect((await evaluate(population))[1]).toEqual(evaluated[1]);
  });

  it('are those of the last time, member by member', async () => {
    const population = await createPopulation(MEMBERS, { train: 16 });
    const first = await weightsOf(population, 0);
    population.saveWeights([true, true, true]);
    await train(population);
    const second = await weightsOf(population, 2);
    population.saveWeights([false, false, true]);
    await train(population);
    population.restoreWeights([true, false, true]);
    expectClose(await weightsOf(population, 0), first, EXACT);
    expectClose(await weightsOf(population, 2), second, EXACT);
  });

  it('are not asked for before they are kept', async () => {
    const population = await createPopulation(MEMBERS, { train: 16 });
    population.saveWeights([true, false, true]);
    expect(() => population.restoreWeights([true, true, true])).toThrow('Member 1 has no kept weights');
  });
});

describe('the held-out split', () => {
  it('is evaluated like any other, and has no part in the statistics', async () => {
    const counts = { train: 48, validation: 24 };
    const { validation, ...others } = splitsOf(counts);
    const population = await createPopulationOn({ ...others, validation: others.test, heldOut: validation }, MEMBERS);
    const reference = await createPopulationOn({ ...others, validation }, MEMBERS);
    expect(population.stepsPerEvaluation).toEqual({ heldOut: 2, validation: 3, test: 3 });
    expect(reference.stepsPerEvaluation.heldOut).toBe(0);
    expect(datasets[0]?.statistics).toEqual(datasets[1]?.statistics);
    expect(await evaluate(population, 'heldOut')).toEqual(await evaluate(reference, 'validation'));
  });
});

describe('a short last batch', () => {
  it('trains on exactly its rows, and counts them alone, as stock tfjs does', async () => {
    const counts = { train: 24, validation: 20 };
    const member = MEMBERS.slice(0, 1);
    const population = await createPopulation(member, counts);
    const { statistics } = datasets[0] as DeviceDataset;
    const stock = new StockPopulation(lab.bridge, splitsOf(counts), statistics, { members: member, batchSize: BATCH });
    trainees.push(stock);
    const losses = await train(population, 2);
    // Four steps, of 16 and 8 rows in turn; the losses are sums of 16 to 24 float32 terms.
    expectClose(losses.flat(), (await train(stock, 2)).flat(), { rtol: 2e-6, atol: 0 });
    const [totals] = await population.readEvaluationTotals();
    expect(totals?.rows).toBe(20);
  });
});

describe('preparing with the tuner', () => {
  it('times every product of a step, and its winners train', async () => {
    const tuned = new Map<string, unknown>();
    let shapeCount = 0;
    const store: TuningStore = {
      read: async (key) => tuned.get(key),
      write: async (key, value) => void tuned.set(key, value),
      clear: async () => tuned.clear(),
    };
    const population = await createPopulation(MEMBERS.slice(0, 2), { train: 8 }, 4, {
      store,
      budgetMs: 60_000,
      listPlans: (shape, traits) =>
        planVariants(shape, traits, [{ family: 'register', rows: 4, cols: 2, kStep: 4, workgroupSize: 16 }]),
      onProgress: (_, total) => {
        shapeCount = total;
      },
    });
    // At least three layers forwards, and the gradients of the two wide ones.
    expect(shapeCount).toBeGreaterThanOrEqual(6);
    expect(tuned.size).toBe(shapeCount);
    const [losses] = await train(population);
    expect(losses?.every(Number.isFinite)).toBe(true);
  });
});

describe('520 steps', () => {
  // More than a ring holds, so that each epoch writes its records anew, as epochs of the whole dataset do.
  const STEPS_PER_EPOCH = 260;
  const DISPATCHES_PER_STEP = 12;

  it('leave tensors and allocated bytes where they were, and ask little of the GPU beside dispatches', async () => {
    const population = await createPopulation(MEMBERS.slice(1), { train: 2 * STEPS_PER_EPOCH, validation: 4 }, 2);
    await population.whenFastest();
    const measure = () => ({ tensors: tf.memory().numTensors, bytes: population.allocatedBytes() });
    await train(population);
    const afterFirstEpoch = measure();
    const countsBefore = { ...population.counters };
    population.beginEpoch(2);
    for (let step = 0; step < STEPS_PER_EPOCH; step++) {
      population.trainStep(step);
    }
    await population.finish();
    const counts = countsSince(population.counters, countsBefore);
    await evaluate(population);
    expect(measure()).toEqual(afterFirstEpoch);
    expect(counts.dispatches / STEPS_PER_EPOCH).toBe(DISPATCHES_PER_STEP);
    expect(counts.submits).toBe(STEPS_PER_EPOCH);
    // Once the orders of both seeds, twice the ring of batches, and Adam's, which wraps in this epoch.
    expect(counts.bufferWrites).toBe(4);
    expect(counts.bufferWrites / STEPS_PER_EPOCH).toBeLessThanOrEqual(0.02);
    expect(counts.buffers).toBe(0);
    // The step is captured anew after the pass over the validation examples, which may have taken its buffers.
    expect(counts.bindGroups).toBeLessThanOrEqual(DISPATCHES_PER_STEP);
  });
});

describe('dispose', () => {
  it('gives back every tensor and every byte', async () => {
    const tensorsBefore = tf.memory().numTensors;
    const population = await createPopulation(MEMBERS, { train: 32 });
    await train(population);
    expect(tf.memory().numTensors).toBe(tensorsBefore + 6);
    trainees.splice(0);
    population.dispose();
    expect(tf.memory().numTensors).toBe(tensorsBefore);
    expect(lab.bridge.backend.memory().numBytesInGPU).toBe(0);
  });
});
