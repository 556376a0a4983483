import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { createStorage } from '../gpu/buffers';
import { totalsBytes } from '../kernels/softmaxCrossEntropy';
import { expectClose } from '../testing/expectClose';
import { randomFloats, randomInts } from '../testing/random';
import { useTfjs } from '../testing/tfjsTest';
import { type DenseWeights, populationDense, populationMlp } from './denseOp';
import { populationLoss } from './lossOp';

const lab = useTfjs();

const [MEMBERS, ROWS] = [2, 6];

/** float32 sums of at most 6 terms against the slope of a float64 function, whose own error is about 1e-9. */
const GRADIENT_TOLERANCE = { rtol: 1e-5, atol: 1e-6 };

/** The slope of `f` along each coordinate, by central differences. */
function slopes(f: (at: Float64Array) => number, at: Float64Array): Float64Array {
  const STEP = 1e-5;
  return at.map((value, i) => {
    const [above, below] = [at.slice(), at.slice()];
    above[i] = value + STEP;
    below[i] = value - STEP;
    return (f(above) - f(below)) / (2 * STEP);
  });
}

/** A layer of one member in float64: x [rows, inputs] · kernel [inputs, units] + bias [units]. */
function dense(x: number[][], kernel: Float64Array, bias: Float64Array, hasRelu: boolean): number[][] {
  return x.map((row) =>
    Array.from(bias, (offset, unit) => {
      const sum = row.reduce((total, value, i) => total + value * (kernel[i * bias.length + unit] as number), offset);
      return hasRelu ? Math.max(sum, 0) : sum;
    }),
  );
}

function crossEntropy(logits: number[][], labels: readonly number[]): number {
  const losses = logits.map((row, i) => {
    const sum = row.reduce((total, logit) => total + Math.exp(logit), 0);
    return Math.log(sum) - (row[labels[i] as number] as number);
  });
  return losses.reduce((total, loss) => total + loss, 0) / losses.length;
}

/** What belongs to one member of a tensor's values. */
function ofMember<T extends Float32Array | Uint32Array>(values: T, member: number): number[] {
  const size = values.length / MEMBERS;
  return Array.from(values.subarray(member * size, (member + 1) * size));
}

function rowsOf(values: readonly number[], cols: number): number[][] {
  return Array.from({ length: values.length / cols }, (_, row) => values.slice(row * cols, (row + 1) * cols));
}

function variable(values: Float32Array, shape: number[]): tf.Variable {
  return tf.variable(tf.tensor(values, shape));
}

it("a network's gradients are the slopes of its float64 loss, for every kernel and bias of every member", async () => {
  const units = [5, 4, 4, 3] as const;
  const sizes = units.slice(1).map((count, layer) => ({ inputs: units[layer] as number, units: count }));
  const x = randomFloats(1, MEMBERS * ROWS * units[0]);
  const labels = randomInts(2, MEMBERS * ROWS, units[3]);
  const kernels = sizes.map((size, layer) => randomFloats(10 + layer, MEMBERS * size.inputs * size.units));
  const biases = sizes.map((size, layer) => randomFloats(20 + layer, MEMBERS * size.units));

  const layers = sizes.map((size, layer) => ({
    kernel: variable(kernels[layer] as Float32Array, [MEMBERS, size.inputs, size.units]),
    bias: variable(biases[layer] as Float32Array, [MEMBERS, size.units]),
  }));
  const batch = {
    x: tf.tensor3d(x, [MEMBERS, ROWS, units[0]]),
    y: tf.tensor2d(Int32Array.from(labels), [MEMBERS, ROWS], 'int32'),
  };
  const totals = createStorage(lab.bridge.gpu, 'weft.test.totals', totalsBytes({ members: MEMBERS, rows: ROWS }));
  const { grads } = tf.variableGrads(() =>
    populationLoss(populationMlp(batch.x, layers as unknown as DenseWeights[]), batch.y, {
      totals,
      batch: lab.batchOf(ROWS),
    }),
  );
  const gradients = await Promise.all(
    layers.flatMap(({ kernel, bias }) => [kernel, bias]).map(({ name }) => (grads[name] as tf.Tensor).data()),
  );
  totals.destroy();

  for (let member = 0; member < MEMBERS; member++) {
    const parts = kernels.flatMap((kernel, layer) => [kernel, biases[layer] as Float32Array]);
    const parameters = parts.map((part) => ofMember(part, member));
    const lossAt = (flat: Float64Array): number => {
      let start = 0;
      const [kernel1, bias1, kernel2, bias2, kernel3, bias3] = parameters.map(({ length }) => {
        start += length;
        return flat.subarray(start - length, start);
      }) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
      const first = dense(rowsOf(ofMember(x, member), units[0]), kernel1, bias1, true);
      const second = dense(first, kernel2, bias2, true);
      return crossEntropy(dense(second, kernel3, bias3, false), ofMember(labels, member));
    };
    const expected = slopes(lossAt, Float64Array.from(parameters.flat()));
    const actual = gradients.flatMap((gradient) => ofMember(gradient as Float32Array, member));
    expectClose(actual, expected, GRADIENT_TOLERANCE);
  }
});

it("a single layer's gradients are masked by its own relu, that of its input included", async () => {
  const [inputs, units] = [5, 4];
  const values = {
    x: randomFloats(1, MEMBERS * ROWS * inputs),
    kernel: randomFloats(2, MEMBERS * inputs * units),
    bias: randomFloats(3, MEMBERS * units),
  };
  /** Of the output: the loss is Σ weight · output. */
  const weights = randomFloats(4, MEMBERS * ROWS * units);
  const options = { hasRelu: true, masksInputGradient: false, getsMaskedGradient: false };
  const gradients = tf.grads((x, kernel, bias) =>
    populationDense(x as tf.Tensor3D, kernel as tf.Tensor3D, bias as tf.Tensor2D, options),
  )(
    [
      tf.tensor3d(values.x, [MEMBERS, ROWS, inputs]),
      tf.tensor3d(values.kernel, [MEMBERS, inputs, units]),
      tf.tensor2d(values.bias, [MEMBERS, units]),
    ],
    tf.tensor3d(weights, [MEMBERS, ROWS, units]),
  );
  const actual = await Promise.all(gradients.map((gradient) => gradient.data()));
  expect(gradients.map(({ shape }) => shape)).toEqual([
    [MEMBERS, ROWS, inputs],
    [MEMBERS, inputs, units],
    [MEMBERS, units],
  ]);

  for (let member = 0; member < MEMBERS; member++) {
    const parts = [values.x, values.kernel, values.bias].map((part) => ofMember(part, member));
    const [xEnd, kernelEnd] = [ROWS * inputs, ROWS * inputs + inputs * units];
    const sumAt = (flat: Float64Array): number => {
      const x = rowsOf(Array.from(flat.subarray(0, xEnd)), inputs);
      const outputs = dense(x, flat.subarray(xEnd, kernelEnd), flat.subarray(kernelEnd), true).flat();
      return ofMember(weights, member).reduce((sum, weight, i) => sum + weight * (outputs[i] as number), 0);
    };
    const expected = slopes(sumAt, Float64Array.from(parts.flat()));
    const ofThisMember = actual.flatMap((gradient) => ofMember(gradient as Float32Array, member));
    expectClose(ofThisMember, expected, GRADIENT_TOLERANCE);
  }
});

it('every kernel of a network that can leave members out does, forwards and backwards', () => {
  const layers = [5, 4].map((inputs) => ({
    kernel: variable(randomFloats(1, MEMBERS * inputs * 4), [MEMBERS, inputs, 4]),
    bias: variable(randomFloats(2, MEMBERS * 4), [MEMBERS, 4]),
  })) as unknown as DenseWeights[];
  const x = tf.tensor3d(randomFloats(3, MEMBERS * ROWS * 5), [MEMBERS, ROWS, 5]);
  const y = tf.zeros<tf.Rank.R2>([MEMBERS, ROWS], 'int32');
  const totals = createStorage(lab.bridge.gpu, 'weft.test.totals', totalsBytes({ members: MEMBERS, rows: ROWS }));
  const activity = createStorage(lab.bridge.gpu, 'weft.test.activity', MEMBERS * 4);
  const batch = lab.batchOf(ROWS);
  const captured = lab.bridge.capture(() => {
    tf.variableGrads(() => populationLoss(populationMlp(x, layers, { activity }), y, { totals, batch, activity }));
  });
  // Two layers forwards, the loss, the gradients of the second in one dispatch, and the weights' of the first.
  expect(captured.programs).toHaveLength(5);
  expect(captured.programs.filter(({ code }) => !code.includes('if (activity['))).toEqual([]);
  captured.dispose();
  totals.destroy();
  activity.destroy();
});
