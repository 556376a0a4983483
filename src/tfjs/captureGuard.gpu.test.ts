import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { affine, LENGTH, memoryOf } from '../testing/bridgeOps';
import { refusalOf } from '../testing/refusal';
import { useTfjs } from '../testing/tfjsTest';
import { WeftAdam } from './adam';
import { installKernels } from './installKernels';

const lab = useTfjs();
const weft = (values: tf.Tensor) => affine(lab.bridge, values);

/** 2, 3, 4, 5, which tfjs has no copy of on the CPU. */
const onGpu = () => tf.tidy(() => weft(tf.tensor1d([0.5, 1, 1.5, 2])));

/** Work that a capture refuses, after a dispatch that it takes. @returns the message. */
function refuse(work: () => unknown): string {
  const capture = () =>
    lab.bridge.capture(() => {
      weft(tf.zeros([LENGTH]));
      work();
    });
  return refusalOf('not-capturable', capture);
}

/** That the next capture works, and what it gives. */
async function captureAgain(): Promise<void> {
  const outputs: tf.Tensor[] = [];
  const work = lab.bridge.capture(() => void outputs.push(tf.tidy(() => weft(tf.zeros([LENGTH])))));
  work.replay(() => 0);
  work.dispose();
  expect([...(await (outputs[0] as tf.Tensor).data())]).toEqual([1, 1, 1, 1]);
  tf.dispose(outputs);
}

describe('a capture refuses', () => {
  const matrix = () => onGpu().reshape([2, 2]) as tf.Tensor2D;

  it.each<[string, (x: tf.Tensor) => unknown]>([
    ["TensorFlow.js's operation Add", (x) => tf.add(x, x)],
    ["TensorFlow.js's operation Add", () => tf.add(tf.scalar(1), tf.scalar(2))],
    ["TensorFlow.js's operation Softmax", (x) => tf.softmax(x)],
    ["TensorFlow.js's operation Sum", (x) => tf.sum(x.reshape([2, 2]), 0)],
    ["TensorFlow.js's operation BatchMatMul", (x) => tf.matMul(x.reshape([2, 2]), x.reshape([2, 2]))],
    ["TensorFlow.js's operation Concat", (x) => tf.concat([x, x])],
    ["TensorFlow.js's operation Transpose", (x) => tf.transpose(x.reshape([2, 2]))],
    ["TensorFlow.js's operation ZerosLike", (x) => tf.zerosLike(x)],
    ['the reading of a tensor', (x) => x.dataSync()],
    ['the reading of a tensor', (x) => x.dataToGPU()],
    ['commands that are no dispatches', () => lab.bridge.recordCommands(() => expect.unreachable())],
    ['another capture', () => lab.bridge.capture(() => expect.unreachable())],
  ])('%s, and gives everything back', async (what, work) => {
    const x = onGpu();
    const before = memoryOf(lab.bridge);
    expect(refuse(() => work(x))).toContain(`its replays would lack ${what};`);
    lab.bridge.flush();
    expect(memoryOf(lab.bridge)).toEqual(before);
    expect(lab.bridge.backend.refCount(x.dataId)).toBe(1);
    expect([...(await x.data())]).toEqual([2, 3, 4, 5]);
    expect(tf.add(x, 1).shape).toEqual([LENGTH]);
    await captureAgain();
  });

  it('a stock kernel that an installed one hands its work to', () => {
    const uninstall = installKernels();
    try {
      const [a, bias] = [matrix(), tf.tensor1d([1, 2])];
      expect(refuse(() => tf.fused.matMul({ a, b: a, bias, activation: 'sigmoid' }))).toContain(
        'operation _FusedMatMul',
      );
    } finally {
      uninstall();
    }
  });

  it('a replay', () => {
    const work = lab.bridge.capture(() => void weft(tf.zeros([LENGTH])));
    expect(refuse(() => work.replay(() => 0))).toContain('would lack a replay;');
    work.dispose();
  });

  it('a reading that the work does not wait for', () => {
    const x = onGpu();
    expect(refuse(() => void x.data().catch(() => undefined))).toContain('the reading of a tensor');
  });

  it('asynchronous work', async () => {
    const refused = () => lab.bridge.capture(async () => void weft(tf.zeros([LENGTH])));
    expect(refusalOf('not-capturable', refused)).toContain('asynchronous work');
    const failing = () => lab.bridge.capture(async () => void tf.add(onGpu(), 1));
    expect(refusalOf('not-capturable', failing)).toContain('operation Add');
    await captureAgain();
  });

  it('work that catches the refusal', () => {
    const x = onGpu();
    const before = memoryOf(lab.bridge);
    const message = refuse(() => {
      try {
        tf.add(x, 1);
      } catch (error) {
        expect(error).toBeInstanceOf(WeftError);
      }
    });
    expect(message).toContain('operation Add');
    expect(memoryOf(lab.bridge)).toEqual(before);
  });

  it('a step whose gradient needs a stock operation, before it changes a weight', async () => {
    const [ours, stock] = [onGpu(), onGpu()].map((values) => tf.variable(values)) as [tf.Variable, tf.Variable];
    const optimizers = [new WeftAdam(lab.bridge, { learningRates: [0.1] }), tf.train.sgd(0.1)] as const;
    const before = memoryOf(lab.bridge);
    const references = [ours, stock].map(({ dataId }) => lab.bridge.backend.refCount(dataId));
    for (const [index, variable] of [ours, stock].entries()) {
      const cost = () => tf.sum(tf.mul(tf.reshape(variable, [2, 2]).clone(), variable.reshape([2, 2]))) as tf.Scalar;
      expect(refuse(() => optimizers[index]?.minimize(cost, false, [variable]))).toContain('operation Multiply');
    }
    expect(memoryOf(lab.bridge)).toEqual(before);
    expect([ours, stock].map(({ dataId }) => lab.bridge.backend.refCount(dataId))).toEqual(references);
    expect([...(await ours.data())]).toEqual([2, 3, 4, 5]);
    expect([...(await stock.data())]).toEqual([2, 3, 4, 5]);
    for (const optimizer of optimizers) {
      optimizer.dispose();
    }
  });
});

describe('work that throws', () => {
  const fail = () => {
    throw new Error('for the test');
  };

  it('leaves no tensor, no byte and no reference behind, and the next capture works', async () => {
    const [input, pending] = [onGpu(), weft(tf.zeros([LENGTH]))];
    const before = memoryOf(lab.bridge);
    const capture = () =>
      lab.bridge.capture(() => {
        const made = weft(weft(input.clone()));
        tf.keep(weft(made));
        tf.tidy(() => {
          weft(tf.ones([LENGTH]));
          fail();
        });
      });
    expect(capture).toThrow('for the test');
    expect(memoryOf(lab.bridge)).toEqual(before);
    expect(lab.bridge.backend.refCount(input.dataId)).toBe(1);
    expect([...(await pending.data())]).toEqual([1, 1, 1, 1]);
    expect(capture).toThrow('for the test');
    expect(memoryOf(lab.bridge)).toEqual(before);
    await captureAgain();
    expect(memoryOf(lab.bridge)).toEqual(before);
  });

  it('on a tape frees what the tape kept', () => {
    const variable = tf.variable(onGpu());
    const before = memoryOf(lab.bridge);
    const references = lab.bridge.backend.refCount(variable.dataId);
    const capture = () =>
      lab.bridge.capture(() => {
        tf.variableGrads(() => {
          // A kernel whose output, and one whose input, the tape saves.
          tf.customGrad((x, save) => {
            const value = weft(x as tf.Tensor);
            (save as (tensors: tf.Tensor[]) => void)([x as tf.Tensor, value]);
            return { value, gradFunc: (dy: tf.Tensor) => dy };
          })(variable);
          return fail();
        });
      });
    expect(capture).toThrow('for the test');
    expect(memoryOf(lab.bridge)).toEqual(before);
    expect(lab.bridge.backend.refCount(variable.dataId)).toBe(references);
  });

  it('gives the methods of tfjs back as they were', () => {
    const { backend } = lab.bridge;
    const own = [Object.keys(backend), Object.keys(tf.engine())];
    expect(() => lab.bridge.capture(fail)).toThrow('for the test');
    lab.bridge.capture(() => undefined).dispose();
    expect([Object.keys(backend), Object.keys(tf.engine())]).toEqual(own);
  });
});
