import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetSplits } from '../data/dataset';
import { countsSince } from '../gpu/counters';
import type { LossTotals } from '../kernels/softmaxCrossEntropy';
import { expectClose } from '../testing/expectClose';
import { type ExampleCounts, loadFirstExamples } from '../testing/fashionMnist';
import { useTfjs } from '../testing/tfjsTest';
import { createDeviceDataset, type DeviceDataset } from './deviceDataset';
import type { Member } from './events';
import { FEATURES } from './network';
import { Population } from './population';
import { StockPopulation } from './stockPopulation';
import type { Trainee } from './trainee';

const lab = useTfjs();

const BATCH = 16;
const MEMBERS: readonly Member[] = [
  { index: 0, normalization: 'scale', seed: 1, learningRate: 0.001 },
  { index: 1, normalization: 'standardize', seed: 1, learningRate: 0.003 },
  { index: 2, normalization: 'raw', seed: 2, learningRate: 0.001 },
];

let splits: DatasetSplits;
const datasets: DeviceDataset[] = [];
const trainees: Trainee[] = [];

beforeEach(async () => {
  splits ??= await loadFirstExamples({ train: 400, validation: 40, test: 40 });
});
afterEach(() => {
  for (const disposable of [...trainees.splice(0), ...datasets.splice(0)]) {
    disposable.dispose();
  }
});

function splitsOf(counts: Partial<ExampleCounts>): DatasetSplits {
  const cut = (name: keyof DatasetSplits) => {
    const { images, labels, count: all } = splits[name];
    const count = counts[name] ?? all;
    return { images: images.subarray(0, count * FEATURES), labels: labels.subarray(0, count), count };
  };
  return { train: cut('train'), validation: cut('validation'), test: cut('test') };
}

async function createPopulation(members: readonly Member[], counts: Partial<ExampleCounts>, batchSize = BATCH) {
  const dataset = await createDeviceDataset(lab.bridge.gpu, splitsOf(counts));
  datasets.push(dataset);
  const population = new Population(lab.bridge, dataset, {
    members: members.map((member, index) => ({ ...member, index })),
    batchSize,
    biasCorrection: 'tfjs',
  });
  trainees.push(population);
  await population.prepare();
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

async function evaluate(trainee: Trainee): Promise<LossTotals[]> {
  trainee.beginEvaluation('validation');
  for (let step = 0; step < trainee.stepsPerEvaluation.validation; step++) {
    trainee.evaluationStep('validation', step);
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

  it('that is frozen keeps its weights, bit for bit, while the others learn', async () => {
    const population = await createPopulation(MEMBERS, { train: 32 });
    const before = [await weightsOf(population, 0), await weightsOf(population, 1)];
    population.setActiveMembers([false, true, true]);
    await train(population);
    expectClose(await weightsOf(population, 0), before[0] as number[], EXACT);
    expect(await weightsOf(population, 1)).not.toEqual(before[1]);
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

describe('280 steps', () => {
  const STEPS_PER_EPOCH = 140;

  it('leave tensors and allocated bytes where they were, and ask little of the GPU beside dispatches', async () => {
    const population = await createPopulation(MEMBERS.slice(0, 1), { train: 2 * STEPS_PER_EPOCH, validation: 4 }, 2);
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
    expect(counts.dispatches / STEPS_PER_EPOCH).toBeLessThanOrEqual(20);
    // One more: what was recorded before the epoch's order is written must be submitted first.
    expect(counts.submits).toBeLessThanOrEqual(STEPS_PER_EPOCH + 1);
    // The order of examples, and Adam's ring, which wraps in this epoch.
    expect(counts.bufferWrites).toBe(2);
    expect(counts.bufferWrites / STEPS_PER_EPOCH).toBeLessThanOrEqual(0.02);
    expect([counts.bindGroups, counts.buffers]).toEqual([0, 0]);
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
