import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetSplits } from '../../data/dataset';
import type { Member } from '../../run/members';
import { loadFirstExamples } from '../../testing/fashionMnist';
import { useTfjs } from '../../testing/tfjsTest';
import type { Trainee } from '../loop/trainee';
import { createDeviceDataset, type DeviceDataset } from './deviceDataset';
import { createPopulation, PopulationParts } from './parts';
import { Population } from './population';

const lab = useTfjs();

const BATCH = 16;
const NORMALIZATIONS = ['scale', 'standardize', 'center', 'scale'] as const;
/** The last has the seed of the first and another rate: parts with seeds of their own must not mix them up. */
const MEMBERS = NORMALIZATIONS.map(
  (normalization, index): Member => ({
    index,
    normalization,
    seed: [1, 2, 3, 1][index] as number,
    learningRate: 0.001 * (index + 1),
    reduceLrOnPlateau: false,
    earlyStopping: false,
  }),
);
const OPTIONS = { members: MEMBERS, batchSize: BATCH };
const DEVICE_LIMITS = { maxBufferBytes: 2 ** 28, maxWorkgroupsPerDimension: 65_535 };

let splits: DatasetSplits;
let dataset: DeviceDataset;
const trainees: Trainee[] = [];

beforeEach(async () => {
  splits ??= await loadFirstExamples({ train: 72, validation: 40, test: 24 });
  dataset ??= await createDeviceDataset(lab.bridge.gpu, splits);
});
afterEach(() => {
  for (const trainee of trainees.splice(0)) {
    trainee.dispose();
  }
});

function keep<T extends Trainee>(trainee: T): T {
  trainees.push(trainee);
  return trainee;
}

/** What three epochs tell, with a rate changed after the first and members stopped and given back their weights. */
async function train(trainee: Trainee): Promise<unknown[]> {
  const told: unknown[] = [];
  const evaluate = async (split: 'validation' | 'test') => {
    trainee.beginEvaluation(split);
    for (let step = 0; step < trainee.stepsPerEvaluation[split]; step++) {
      trainee.evaluationStep(split, step);
    }
    told.push(await trainee.readEvaluationTotals());
  };
  for (const epoch of [1, 2, 3]) {
    trainee.beginEpoch(epoch);
    for (let step = 0; step < trainee.stepsPerEpoch - 1; step++) {
      trainee.trainStep(step);
    }
    told.push(await trainee.trainStepAndRead(trainee.stepsPerEpoch - 1));
    await evaluate('validation');
    if (epoch === 1) {
      trainee.saveWeights([false, true, false, true]);
      trainee.setLearningRates([0.001, 0.02, 0.003, 0.0004]);
    } else if (epoch === 2) {
      trainee.setActiveMembers([true, true, false, false]);
    }
  }
  trainee.restoreWeights([false, true, false, true]);
  trainee.setActiveMembers([true, true, true, true]);
  await evaluate('test');
  told.push(await trainee.readPredictions(), await trainee.diagnose());
  return told;
}

/** The bits of all parameters, member after member. */
async function weightsOf(populations: readonly Population[]): Promise<Uint32Array[]> {
  const members: Uint32Array[] = [];
  for (const { layers, members: own } of populations) {
    const all = await Promise.all(layers.flatMap(({ kernel, bias }) => [kernel.data(), bias.data()]));
    own.forEach((_, member) => {
      const ofMember = all.map((values) => {
        const size = values.length / own.length;
        return values.slice(member * size, (member + 1) * size) as Float32Array;
      });
      members.push(...ofMember.map(({ buffer }) => new Uint32Array(buffer)));
    });
  }
  return members;
}

describe('a population in parts', () => {
  it.each([[[3, 1]], [[2, 2]]])('of %o tells and learns the same as whole, bit for bit', async (sizes) => {
    const whole = keep(new Population(lab.bridge, dataset, OPTIONS));
    await whole.prepare();
    const expected = await train(whole);
    const inParts = keep(new PopulationParts(lab.bridge, dataset, OPTIONS, sizes));
    expect(inParts.parts.map(({ members }) => members.length)).toEqual(sizes);
    const progress: [number, number][] = [];
    await inParts.prepare({ onCompiled: (...told) => progress.push(told) });
    expect(await train(inParts)).toEqual(expected);
    expect(await weightsOf(inParts.parts)).toEqual(await weightsOf([whole]));
    expect(inParts.members.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).toSorted((a, b) => a - b));
    expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);
  });

  it('counts the memory of every part, and what they share once', async () => {
    const inParts = keep(new PopulationParts(lab.bridge, dataset, OPTIONS, [2, 2]));
    const [first, second] = inParts.parts as [Population, Population];
    expect(inParts.allocatedBytes()).toBe(first.allocatedBytes() + second.ownBytes);
    expect(second.ownBytes).toBeGreaterThan(0);
  });
});

describe('createPopulation', () => {
  it('makes one population where it fits, and parts where it does not', () => {
    const momentBytes = 2 * 784 * 512 * 4;
    expect(keep(createPopulation(lab.bridge, dataset, OPTIONS))).toBeInstanceOf(Population);
    const parts = keep(
      createPopulation(lab.bridge, dataset, OPTIONS, { ...DEVICE_LIMITS, maxBufferBytes: 3 * momentBytes }),
    );
    expect(parts).toBeInstanceOf(PopulationParts);
    expect((parts as PopulationParts).parts.map(({ members }) => members.map(({ index }) => index))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});
