import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { expectClose } from '../testing/expectClose';
import { randomFloats } from '../testing/random';
import { useTfjs } from '../testing/tfjsTest';
import { WeftAdam, type WeftAdamOptions } from './adam';

const lab = useTfjs();

const optimizers: tf.Optimizer[] = [];
afterEach(() => {
  for (const optimizer of optimizers.splice(0)) {
    optimizer.dispose();
  }
});

function createAdam(options: WeftAdamOptions): WeftAdam {
  const optimizer = new WeftAdam(lab.bridge, options);
  optimizers.push(optimizer);
  return optimizer;
}

const SHAPE: [number, number] = [2, 7];
const SIZE = SHAPE[0] * SHAPE[1];

function variable(seed = 1, shape: number[] = SHAPE): tf.Variable {
  return tf.variable(tf.tensor(randomFloats(seed, tf.util.sizeFromShape(shape)), shape));
}

/** Gradients of every step, of very different sizes. */
function gradientAt(step: number): Float32Array {
  return randomFloats(100 + step, SIZE).map((value) => value ** 5);
}

function applyStep(optimizer: tf.Optimizer, { name }: tf.Variable, step: number, gradients = gradientAt): void {
  tf.tidy(() => optimizer.applyGradients([{ name, tensor: tf.tensor(gradients(step), SHAPE) }]));
}

/** Five steps of a rate of 0.01. @returns the weights, and those of stock tfjs. */
async function trainBesideStock(
  biasCorrection: 'keras' | 'tfjs',
  gradients: typeof gradientAt,
): Promise<[Float32Array, Float32Array]> {
  const RATE = 0.01;
  const [point, stockPoint] = [variable(), variable()];
  const optimizer = createAdam({ learningRates: [RATE, RATE], biasCorrection });
  const stock = tf.train.adam(RATE);
  optimizers.push(stock);
  for (let step = 0; step < 5; step++) {
    applyStep(optimizer, point, step, gradients);
    applyStep(stock, stockPoint, step, gradients);
  }
  return [await valuesOf(point), await valuesOf(stockPoint)];
}

async function valuesOf(tensor: tf.Tensor): Promise<Float32Array> {
  return (await tensor.data()).slice() as Float32Array;
}

/** Adam as Keras does it, in float64: Kingma and Ba, the form of the end of section 2. */
function adamInFloat64(weights: Float32Array, rateOf: (index: number) => number, steps: number): Float64Array {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  const [w, m, v] = [Float64Array.from(weights), new Float64Array(SIZE), new Float64Array(SIZE)];
  for (let step = 0; step < steps; step++) {
    const scale = Math.sqrt(1 - beta2 ** (step + 1)) / (1 - beta1 ** (step + 1));
    gradientAt(step).forEach((g, i) => {
      m[i] = beta1 * (m[i] as number) + (1 - beta1) * g;
      v[i] = beta2 * (v[i] as number) + (1 - beta2) * g * g;
      w[i] = (w[i] as number) - (rateOf(i) * scale * (m[i] as number)) / (Math.sqrt(v[i] as number) + epsilon);
    });
  }
  return w;
}

const memberOf = (index: number) => Math.floor(index / SHAPE[1]);

it('minimizes a function, as any tf.Optimizer', async () => {
  const point = variable();
  const optimizer = createAdam({ learningRates: [0.05, 0.05] });
  const cost = () => tf.sum(tf.squaredDifference(point, 3)) as tf.Scalar;
  const before = (await cost().data())[0] as number;
  for (let step = 0; step < 60; step++) {
    optimizer.minimize(cost);
  }
  expect((await cost().data())[0]).toBeLessThan(before * 0.1);
  expect(optimizer.stepsDone).toBe(60);
  expect(optimizer.iterations).toBe(60);
});

it('leaves a variable alone that the function does not depend on', async () => {
  const [used, unused] = [variable(1), variable(2)];
  const before = await valuesOf(unused);
  createAdam({ learningRates: [0.1, 0.1] }).minimize(() => tf.sum(tf.square(used)) as tf.Scalar, false, [used, unused]);
  expectClose(await valuesOf(unused), before, { rtol: 0, atol: 0 });
});

it('follows float64 over 300 steps, which the ring of steps wraps at 256, with a rate for each member', async () => {
  const STEPS = 300;
  const rates = [0.001, 0.02];
  const point = variable();
  const initial = await valuesOf(point);
  const optimizer = createAdam({ learningRates: rates });
  for (let step = 0; step < STEPS; step++) {
    applyStep(optimizer, point, step);
  }
  const expected = adamInFloat64(initial, (index) => rates[memberOf(index)] as number, STEPS);
  // The weights, up to 3, are rounded 300 times, by 2⁻²⁴ of themselves each.
  expectClose(await valuesOf(point), expected, { rtol: 0, atol: 1e-5 });
});

it('takes new learning rates from the next step on, also where steps are still unsubmitted', async () => {
  const point = variable();
  const initial = await valuesOf(point);
  const optimizer = createAdam({ learningRates: [0.01, 0.01] });
  applyStep(optimizer, point, 0);
  optimizer.setLearningRates([0, 0]);
  applyStep(optimizer, point, 1);
  expectClose(
    await valuesOf(point),
    adamInFloat64(initial, () => 0.01, 1),
    { rtol: 1e-6, atol: 1e-7 },
  );
});

it('keeps a frozen member bit for bit, and its moments, while the others go on', async () => {
  const [point, twin] = [variable(), variable()];
  const [optimizer, twinOptimizer] = [0, 1].map(() => createAdam({ learningRates: [0.01, 0.01] })) as [
    WeftAdam,
    WeftAdam,
  ];
  applyStep(optimizer, point, 0);
  applyStep(twinOptimizer, twin, 0);
  const frozen = await valuesOf(point);
  optimizer.setActiveMembers([false, true]);
  applyStep(optimizer, point, 1);
  applyStep(twinOptimizer, twin, 1);
  const [after, afterTwin] = [await valuesOf(point), await valuesOf(twin)];
  expect([...after.subarray(0, SHAPE[1])]).toEqual([...frozen.subarray(0, SHAPE[1])]);
  expect([...after.subarray(SHAPE[1])]).toEqual([...afterTwin.subarray(SHAPE[1])]);
  expect([...after.subarray(SHAPE[1])]).not.toEqual([...frozen.subarray(SHAPE[1])]);
});

it('agrees with stock Adam for 5 steps in its convention "tfjs", also where gradients are as small as ε', async () => {
  const [weights, stockWeights] = await trainBesideStock('tfjs', gradientAt);
  expectClose(weights, stockWeights, { rtol: 0, atol: 1e-6 });
});

it('agrees with stock Adam for 5 steps in its convention "keras", where gradients are large against ε', async () => {
  const [weights, stockWeights] = await trainBesideStock('keras', (step) =>
    gradientAt(step).map((value) => value + Math.sign(value) / 10),
  );
  // tfjs's 1 − 0.999 is off by 1.3e-5 of itself, which makes 7e-8 of a step of 0.01.
  expectClose(weights, stockWeights, { rtol: 0, atol: 1e-6 });
});

it('replays a captured step with the record of each step, as if it were taken anew', async () => {
  const point = variable();
  const initial = await valuesOf(point);
  const optimizer = createAdam({ learningRates: [0.01, 0.01] });
  const work = optimizer.withoutCounting(() => lab.bridge.capture(() => applyStep(optimizer, point, 0)));
  expect(work.programs.map(({ label }) => label)).toEqual(['weft.adam']);
  expect([optimizer.stepsDone, optimizer.iterations]).toEqual([0, 0]);
  expect(await valuesOf(point)).toEqual(initial);
  const STEPS = 3;
  for (let step = 0; step < STEPS; step++) {
    work.replay(() => optimizer.stepsDone);
    optimizer.countStep();
  }
  const replayed = await valuesOf(point);
  work.dispose();

  const again = variable();
  const direct = createAdam({ learningRates: [0.01, 0.01] });
  for (let step = 0; step < STEPS; step++) {
    applyStep(direct, again, 0);
  }
  expect(replayed).toEqual(await valuesOf(again));
  expect(replayed).not.toEqual(initial);
});

describe('a variable that shares its values', () => {
  it('leaves the tensor it was made of as it was, and other variables that were made of it', async () => {
    const initial = tf.tensor(randomFloats(1, SIZE), SHAPE);
    const [point, other] = [tf.variable(initial), tf.variable(initial)];
    const optimizer = createAdam({ learningRates: [0.01, 0.01] });
    applyStep(optimizer, point, 0);
    applyStep(optimizer, point, 1);
    const before = randomFloats(1, SIZE);
    expect(await valuesOf(initial)).toEqual(before);
    expect(await valuesOf(other)).toEqual(before);
    expect(await valuesOf(point)).not.toEqual(before);
  });

  it('leaves clones and views as they were made, between steps', async () => {
    const [point, twin] = [variable(), variable()];
    const [optimizer, twinOptimizer] = [0, 1].map(() => createAdam({ learningRates: [0.01, 0.01] })) as [
      WeftAdam,
      WeftAdam,
    ];
    const kept: tf.Tensor[] = [];
    const expected: Float32Array[] = [];
    for (let step = 0; step < 4; step++) {
      kept.push(step % 2 === 0 ? point.clone() : point.reshape([SIZE]));
      expected.push(await valuesOf(twin));
      applyStep(optimizer, point, step);
      applyStep(twinOptimizer, twin, step);
    }
    expect(await Promise.all(kept.map(valuesOf))).toEqual(expected);
    expect(await valuesOf(point)).toEqual(await valuesOf(twin));
    expect(new Set(expected.map((values) => values[0])).size).toBe(4);
  });

  it('costs one copy, and no tensor', () => {
    const point = variable();
    const optimizer = createAdam({ learningRates: [0.01, 0.01] });
    const buffer = () => lab.bridge.backend.tensorMap.get(point.dataId).resource;
    const clone = point.clone();
    applyStep(optimizer, point, 0);
    const before = [tf.memory().numTensors, buffer()];
    applyStep(optimizer, point, 1);
    expect([tf.memory().numTensors, buffer()]).toEqual(before);
    expect(buffer()).toBe(before[1]);
    clone.dispose();
  });

  it('keeps its buffer while captured steps write it', async () => {
    const point = variable();
    const optimizer = createAdam({ learningRates: [0.01, 0.01] });
    const work = optimizer.withoutCounting(() => lab.bridge.capture(() => applyStep(optimizer, point, 0)));
    const clone = point.clone();
    applyStep(optimizer, point, 0);
    const afterOne = await valuesOf(point);
    work.replay(() => optimizer.stepsDone);
    optimizer.countStep();
    expect(await valuesOf(point)).not.toEqual(afterOne);
    work.dispose();
    clone.dispose();
  });
});

it('gives the new values to whoever reads after a step, also where an earlier reading is still under way', async () => {
  const point = variable();
  const optimizer = createAdam({ learningRates: [0.01, 0.01] });
  const initial = await valuesOf(point);
  applyStep(optimizer, point, 0);
  const reading = point.data();
  applyStep(optimizer, point, 1);
  const afterOne = (await reading).slice();
  const afterTwo = await valuesOf(point);
  expect(afterOne).not.toEqual(initial);
  expect(afterTwo).not.toEqual(afterOne);
});

it('tells its configuration', () => {
  const optimizer = createAdam({ learningRates: [0.01, 0.02], beta1: 0.8 });
  expect(optimizer.getConfig()).toEqual({
    learningRates: [0.01, 0.02],
    beta1: 0.8,
    beta2: 0.999,
    epsilon: 1e-7,
    biasCorrection: 'keras',
  });
});
