import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { useTfjs } from '../testing/tfjsTest';
import { WeftAdam } from '../tfjs/adam';
import { EarlyStopping, EpochEnd, ReduceLROnPlateau } from './layersCallbacks';

const lab = useTfjs();

/** Four epochs of one step each, from 0 in steps of 0.1 at first; the best for the validation is 0.2, after the second. */
async function train(createOptimizer: () => tf.Optimizer, callbacks: (tf.Callback | tf.CustomCallback)[]) {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: 'zeros' })],
  });
  const optimizer = createOptimizer();
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const weights: number[] = [];
  const read = async () => (await (model.getWeights()[0] as tf.Tensor).data())[0] as number;
  const watch = new tf.CustomCallback({ onEpochEnd: async () => void weights.push(await read()) });
  const [one, goal, validationGoal] = [1, 10, 0.2].map((value) => tf.tensor2d([[value]])) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const validationData = [one, validationGoal] as [tf.Tensor, tf.Tensor];
  try {
    await model.fit(one, goal, { epochs: 4, validationData, callbacks: [...callbacks, watch], verbose: 0 });
    return { weights, weight: await read() };
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

const OPTIMIZERS: [string, () => tf.Optimizer][] = [
  ['WeftAdam', () => new WeftAdam(lab.bridge, { learningRates: [0.1] })],
  ['tf.train.adam', () => tf.train.adam(0.1)],
  ['tf.train.sgd', () => tf.train.sgd(0.005)],
];

describe('EarlyStopping', () => {
  it.each(OPTIMIZERS)(
    'restores the second of the weights 0.1, 0.2, 0.3 and 0.4 that %s goes through',
    async (_, create) => {
      const { weights, weight } = await train(create, [new EarlyStopping({ patience: 9, restoreBestWeights: true })]);
      expect(weights.map((value) => value.toFixed(1))).toEqual(['0.1', '0.2', '0.3', '0.4']);
      expect(weight).toBe(weights[1]);
    },
  );

  it.each(OPTIMIZERS)(
    'leaves no tensor behind of a fit with %s that another callback ends by throwing',
    async (_, create) => {
      // One of tfjs's own, which resolves the figures of an epoch: those that stay tensors, tfjs leaves behind itself.
      const failing = new tf.CustomCallback({
        onEpochEnd: (epoch) => {
          if (epoch === 2) {
            throw new Error('for the test');
          }
        },
      });
      const callback = new EarlyStopping({ patience: 9, restoreBestWeights: true });
      const leaks: number[] = [];
      for (let fit = 0; fit < 3; fit++) {
        const before = tf.memory().numTensors;
        tf.engine().startScope();
        await expect(train(create, [callback, failing])).rejects.toThrow('for the test');
        tf.engine().endScope();
        leaks.push(tf.memory().numTensors - before);
      }
      expect(leaks).toEqual([0, 0, 0]);
    },
  );
});

describe('ReduceLROnPlateau', () => {
  it("sets WeftAdam's rate, in its steps and its configuration", async () => {
    let optimizer: WeftAdam | undefined;
    const create = () => {
      optimizer = new WeftAdam(lab.bridge, { learningRates: [0.1] });
      return optimizer;
    };
    const rates: number[] = [];
    const callbacks = [
      new ReduceLROnPlateau({ patience: 1, factor: 1e-6 }),
      new EpochEnd(({ records }) => void rates.push(records[0]?.learningRate as number)),
    ];
    // 0.2 is the best; after 0.3 the rate is cut.
    const { weights } = await train(create, callbacks);
    const [, second, third, fourth] = weights as [number, number, number, number];
    expect(third - second).toBeCloseTo(0.1, 2);
    expect(fourth - third).toBeGreaterThan(0);
    expect(fourth - third).toBeLessThan(1e-6);
    expect(rates.slice(0, 3)).toEqual([0.1, 0.1, 0.1]);
    expect(rates[3]).toBeCloseTo(1e-7, 12);
    expect(optimizer?.getConfig().learningRates).toEqual([expect.closeTo(1e-13, 18)]);
  });

  it('reduces the rate of each member by the rule for itself', async () => {
    const optimizer = new WeftAdam(lab.bridge, { learningRates: [0.1, 0.02, 0.001] });
    const callback = new ReduceLROnPlateau({ monitor: 'loss', patience: 1, factor: 0.5, minLr: 0.015 });
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer, loss: 'meanSquaredError' });
    callback.setModel(model);
    await callback.onTrainBegin();
    await callback.onEpochEnd(0, { loss: 1 });
    expect(optimizer.learningRates).toEqual([0.1, 0.02, 0.001]);
    await callback.onEpochEnd(1, { loss: 1 });
    expect(optimizer.learningRates).toEqual([0.05, 0.015, 0.001]);
    await callback.onEpochEnd(2, { loss: 1 });
    expect(optimizer.learningRates).toEqual([0.025, 0.015, 0.001]);
    optimizer.dispose();
  });
});
