import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { planNegate } from '../kernels/negate';
import { expectClose } from '../testing/expectClose';
import { randomFloats } from '../testing/random';
import { useTfjs } from '../testing/tfjsTest';
import { populationDense } from './denseOp';
import { populationNegativeParts } from './diagnosticOps';

const lab = useTfjs();

it.each([
  [1, 1, 1, 1],
  [2, 13, 5, 10],
  [4, 31, 784, 65],
])(
  "a relu's output less the negative parts is x · kernel + bias: %i members, %i rows, %i inputs, %i units",
  async (members, rows, inputs, units) => {
    const x = tf.tensor3d(randomFloats(1, members * rows * inputs, 0, 255), [members, rows, inputs]);
    const kernel = tf.tensor3d(randomFloats(2, members * inputs * units), [members, inputs, units]);
    const bias = tf.tensor2d(randomFloats(3, members * units, -100, 100), [members, units]);
    const dense = (hasRelu: boolean) =>
      populationDense(x, kernel, bias, { hasRelu, masksInputGradient: false, getsMaskedGradient: false });
    const plan = {
      x: planNegate({ members, rows, cols: inputs }),
      bias: planNegate({ members, rows: 1, cols: units }),
    };
    const [z, positive, negative] = await Promise.all(
      [dense(false), dense(true), populationNegativeParts(lab.bridge, plan, x, { kernel, bias })].map(
        (tensor) => tensor.data() as Promise<Float32Array>,
      ),
    );
    expect(positive?.every((value, i) => value === 0 || negative?.[i] === 0)).toBe(true);
    // Bit for bit, as long as the driver compiles the product with relu and the one without alike.
    const difference = positive?.map((value, i) => value - (negative?.[i] as number)) ?? [];
    expectClose(difference, z ?? [], { rtol: 1e-6, atol: 1e-3 });
  },
);
