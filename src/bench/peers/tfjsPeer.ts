import * as tf from '@tensorflow/tfjs';
import type { MatmulShape } from '../../kernels/matmul';
import type { TfjsBridge } from '../../tfjs/bridge';
import { checkOutputs, type ExpectedOutput, type Verdict } from '../checkOutputs';
import type { Competitor } from '../measure';
import { expectedProduct, type MatmulOperands } from '../suites/matmulOperands';

export { openFit } from './tfjsTrain';

/** A sequence of tfjs operations to be timed. */
export interface TfjsWork {
  /** Makes the inputs; called once for each set that runs take in turn. */
  readonly inputs: () => readonly tf.Tensor[];
  readonly operate: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[];
  readonly expected: () => readonly ExpectedOutput[];
}

const SETS = 2;

/**
 * Operations of stock tfjs on Weft's device. Every run makes fresh outputs, nothing is read back while it is timed, and a
 * sample ends when the queue has done its work.
 */
export function openTfjs(bridge: TfjsBridge, { inputs, operate, expected }: TfjsWork): Competitor {
  const sets = Array.from({ length: SETS }, () => tf.tidy(() => inputs().map((tensor) => tf.keep(tensor))));
  let outputs: readonly tf.Tensor[] = [];
  return {
    run: async (runs) => {
      for (let run = 0; run < runs; run++) {
        tf.dispose(outputs as tf.Tensor[]);
        outputs = tf.tidy(() => operate(sets[run % SETS] ?? []).map((tensor) => tf.keep(tensor)));
      }
      bridge.flush();
      await bridge.gpu.device.queue.onSubmittedWorkDone();
    },
    // The pool gives the buffer it got last: fill buffers of the outputs' sizes with NaN and hand them to it.
    poison: async () => {
      const shapes = outputs.map(({ shape }) => shape);
      tf.dispose(outputs as tf.Tensor[]);
      outputs = [];
      bridge.flush();
      const fillers = shapes.flatMap((shape) => [tf.fill(shape, Number.NaN), tf.fill(shape, Number.NaN)]);
      bridge.flush();
      tf.dispose(fillers);
    },
    verify: async (): Promise<Verdict> => {
      const actual = await Promise.all(outputs.map((tensor) => tensor.data()));
      return checkOutputs(actual as Float32Array[], expected());
    },
    dispose: () => {
      tf.dispose([...sets.flat(), ...outputs]);
      bridge.flush();
    },
  };
}

export function openMatmul(bridge: TfjsBridge, shape: MatmulShape, operands: MatmulOperands): Competitor {
  const { batch, m, k, n, transposeA, transposeB } = shape;
  /** Two dimensions where there is one product: that is the form with most fused operations. */
  const tensor = (values: Float32Array, dims: number[]) => tf.tensor(values, batch === 1 ? dims : [batch, ...dims]);
  return openTfjs(bridge, {
    inputs: () => [
      tensor(operands.a, transposeA ? [k, m] : [m, k]),
      tensor(operands.b, transposeB ? [n, k] : [k, n]),
      ...(operands.extra === undefined ? [] : [extraTensor(shape, operands.extra)]),
    ],
    operate: ([a, b, extra]) => multiply(shape, a as tf.Tensor, b as tf.Tensor, extra),
    expected: () => expectedProduct(shape, operands),
  });
}

function extraTensor({ batch, m, n, epilogue }: MatmulShape, values: Float32Array): tf.Tensor {
  const dims = epilogue === 'relu-mask' ? [batch, m, n] : [batch, 1, n];
  return tf.tensor(values, batch === 1 ? (epilogue === 'relu-mask' ? [m, n] : [n]) : dims);
}

function multiply(shape: MatmulShape, a: tf.Tensor, b: tf.Tensor, extra: tf.Tensor | undefined): tf.Tensor[] {
  const { transposeA, transposeB, epilogue, batch, hasColumnSums } = shape;
  const hasRelu = epilogue === 'relu' || epilogue === 'bias-relu';
  if (batch === 1 && (epilogue === 'bias' || epilogue === 'bias-relu')) {
    const activation = hasRelu ? 'relu' : 'linear';
    return [tf.fused.matMul({ a, b, transposeA, transposeB, bias: extra as tf.Tensor, activation })];
  }
  const product = tf.matMul(a, b, transposeA, transposeB);
  if (hasColumnSums) {
    return [product, tf.sum(b, batch === 1 ? 0 : 1)];
  }
  if (extra === undefined) {
    return [product];
  }
  if (epilogue === 'relu-mask') {
    return [tf.mul(product, tf.step(extra))];
  }
  const sum = tf.add(product, extra);
  return [hasRelu ? tf.relu(sum) : sum];
}
