// Stock tfjs does what the training loop asks of it as Weft's population does.
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { Member } from '../../run/members';
import { expectClose } from '../../testing/expectClose';
import { loadFirstExamples } from '../../testing/fashionMnist';
import { useTfjs } from '../../testing/tfjsTest';
import type { EvaluationSplit, Predictions, Trainee } from '../loop/trainee';
import { createDeviceDataset } from './deviceDataset';
import { Population } from './population';
import { StockPopulation } from './stock';

const lab = useTfjs();

const BATCH = 16;
const MEMBERS = (['scale', 'standardize'] as const).map(
  (normalization, index): Member => ({
    index,
    normalization,
    seed: index,
    learningRate: 0.001,
    reduceLrOnPlateau: false,
    earlyStopping: false,
  }),
);

interface Story {
  readonly totals: LossTotals[][];
  readonly predictions: Predictions[];
}

/** Three epochs with everything that callbacks do in them: rates, kept weights, a frozen member, restored weights. */
async function tell(trainee: Trainee): Promise<Story> {
  const totals: LossTotals[][] = [];
  const evaluate = async (split: EvaluationSplit) => {
    trainee.beginEvaluation(split);
    for (let step = 0; step < trainee.stepsPerEvaluation[split]; step++) {
      trainee.evaluationStep(split, step);
    }
    totals.push(await trainee.readEvaluationTotals());
  };
  for (const epoch of [1, 2, 3]) {
    trainee.beginEpoch(epoch);
    totals.push(await trainee.trainStepAndRead(0));
    await evaluate('heldOut');
    if (epoch === 1) {
      trainee.saveWeights([true, false]);
      trainee.setLearningRates([0.003, 0.0002]);
    } else if (epoch === 2) {
      trainee.setActiveMembers([false, true]);
    }
  }
  trainee.restoreWeights([true, false]);
  trainee.setActiveMembers([true, true]);
  await evaluate('test');
  return { totals, predictions: await trainee.readPredictions() };
}

it('tells the same story as a population on Weft', async () => {
  const all = await loadFirstExamples({ train: BATCH, validation: 20, test: 20 });
  const splits = { ...all, heldOut: all.validation };
  const dataset = await createDeviceDataset(lab.bridge.gpu, splits);
  const options = { members: MEMBERS, batchSize: BATCH };
  const tensorsBefore = tf.memory().numTensors;
  const stock = new StockPopulation(lab.bridge, splits, dataset.statistics, options);
  expect(() => stock.restoreWeights([true, false])).toThrow('Member 0 has no kept weights');
  const actual = await tell(stock);
  expect(await stock.diagnose()).toBeUndefined();
  stock.dispose();
  expect(tf.memory().numTensors).toBe(tensorsBefore);

  const population = new Population(lab.bridge, dataset, { ...options, biasCorrection: 'tfjs' });
  await population.prepare();
  const expected = await tell(population);
  population.dispose();
  dataset.dispose();

  const figures = ({ totals }: Story, name: keyof LossTotals) => totals.flat().map((total) => total[name]);
  expect(figures(actual, 'rows')).toEqual(figures(expected, 'rows'));
  expect(figures(actual, 'rows').filter((rows) => rows === 0)).toHaveLength(2);
  expect(figures(actual, 'accuracy')).toEqual(figures(expected, 'accuracy'));
  expectClose(figures(actual, 'loss'), figures(expected, 'loss'), { rtol: 1e-5, atol: 0 });
  for (const [index, { classes, confidences }] of expected.predictions.entries()) {
    const predicted = actual.predictions[index] as Predictions;
    expect(predicted.classes).toEqual(classes);
    expectClose(predicted.confidences, confidences, { rtol: 1e-4, atol: 0 });
  }
});
