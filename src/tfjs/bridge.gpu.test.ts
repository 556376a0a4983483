import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countsSince } from '../gpu/counters';
import { StepRing } from '../gpu/stepRing';
import { addRecord, affine, bufferOf, LENGTH, memoryOf } from '../testing/bridgeOps';
import { refusalOf } from '../testing/refusal';
import { useTfjs } from '../testing/tfjsTest';
import { createTfjsBridge } from './bridge';

const lab = useTfjs();
const weft = (values: tf.Tensor) => affine(lab.bridge, values);

// Else tfjs would do operations on a few values on the CPU.
const FORWARDS_TO_CPU = 'WEBGPU_CPU_FORWARD';
beforeEach(() => tf.env().set(FORWARDS_TO_CPU, false));
afterEach(() => tf.env().set(FORWARDS_TO_CPU, true));

/** Steps in a ring before it is written anew. */
const PERIOD = 256;
/** tfjs submits by itself after so many dispatches. */
const BATCH = 15;

const ones = () => tf.tensor1d([1, 1, 1, 1]);

async function firstOf(tensor: tf.Tensor): Promise<number> {
  const values = await tensor.data();
  expect(values).toHaveLength(LENGTH);
  expect(new Set(values).size).toBe(1);
  return values[0] as number;
}

describe('dispatches among stock operations', () => {
  it('see what these wrote, and are seen by them', async () => {
    const sum = tf.add(ones(), ones());
    const between = weft(sum);
    const product = tf.mul(between, sum);
    expect(await firstOf(product)).toBe(10);
    expect(await firstOf(weft(tf.sub(weft(product), sum)))).toBe(39);
  });

  it('that write in place change what later operations read, not what earlier ones have read', async () => {
    const ring = createRing();
    const values = tf.variable(ones());
    const before = tf.mul(values, 10);
    lab.bridge.unshare([values]);
    addRecord(lab.bridge, values, ring, 5);
    const after = tf.mul(values, 10);
    expect(await firstOf(before)).toBe(10);
    expect(await firstOf(after)).toBe(60);
  });

  it('are followed by commands in order', async () => {
    const [source, target] = [weft(ones()), tf.add(ones(), 1)];
    const [from, to] = lab.bridge.buffersOf([source, target]) as [GPUBuffer, GPUBuffer];
    lab.bridge.recordCommands((encoder) => encoder.copyBufferToBuffer(from, 0, to, 0, LENGTH * 4));
    expect(await firstOf(tf.add(target, 1))).toBe(4);
  });
});

/** Of new tensors, as many as may be free to be reused. */
function newBuffers(): GPUBuffer[] {
  const infos = Array.from({ length: 20 }, () => lab.bridge.createOutput([LENGTH], 'float32'));
  const buffers = lab.bridge.buffersOf(infos);
  for (const info of infos) {
    tf.engine().makeTensorFromTensorInfo(info);
  }
  return buffers;
}

describe('a tensor that is disposed of while work on it is recorded', () => {
  it('keeps its buffer until that work is submitted', async () => {
    const input = tf.add(ones(), 1);
    lab.bridge.flush();
    const output = weft(input);
    const freed = bufferOf(lab.bridge, input);
    input.dispose();
    const middle = weft(output);
    const freedOutput = bufferOf(lab.bridge, output);
    output.dispose();
    for (const buffer of newBuffers()) {
      expect([freed, freedOutput]).not.toContain(buffer);
    }
    lab.bridge.flush();
    const later = newBuffers();
    expect(later).toContain(freed);
    expect(later).toContain(freedOutput);
    expect(await firstOf(middle)).toBe(11);
  });
});

describe('automatic submits', () => {
  it('of tfjs count the dispatches between its own', async () => {
    let values: tf.Tensor = tf.add(ones(), 0);
    lab.bridge.flush();
    const before = { ...lab.bridge.gpu.counters };
    const submits = () => countsSince(lab.bridge.gpu.counters, before).submits;
    for (let step = 0; step < BATCH - 1; step++) {
      values = weft(values);
    }
    expect(submits()).toBe(0);
    values = tf.add(values, 1);
    expect(submits()).toBe(1);
    // 2ⁿ·(1 + 1) − 1 after n.
    expect(await firstOf(values)).toBe(2 ** BATCH - 1 + 1);
  });

  it('come as often without any stock operation, so that memory does not grow', async () => {
    const STEPS = 600;
    const before = { ...lab.bridge.gpu.counters };
    let values: tf.Tensor = ones();
    const bytes: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      const next = tf.tidy(() => weft(tf.zeros([LENGTH])));
      values.dispose();
      values = next;
      bytes.push(lab.bridge.backend.memory().numBytesAllocatedInGPU as number);
    }
    const { dispatches, submits } = countsSince(lab.bridge.gpu.counters, before);
    expect(dispatches).toBe(STEPS);
    expect(submits).toBe(STEPS / BATCH - 1);
    const early = bytes.slice(0, 3 * BATCH);
    expect(Math.max(...bytes)).toBe(Math.max(...early));
    expect(await firstOf(values)).toBe(1);
  });
});

const rings: StepRing[] = [];
afterEach(() => {
  for (const ring of rings.splice(0)) {
    ring.dispose();
  }
});

/** Adds the number of the step. */
function createRing(): StepRing {
  const ring = new StepRing(lab.bridge.gpu, 'weft.test.ring', 4, (step, record) => record.setFloat32(0, step, true));
  rings.push(ring);
  return ring;
}

describe('a ring that wraps', () => {
  const STEPS = PERIOD + 44;
  const SUM = (STEPS * (STEPS - 1)) / 2;
  let ring: StepRing;
  let total: tf.Variable;
  beforeEach(() => {
    ring = createRing();
    total = tf.tidy(() => tf.variable(tf.zeros([LENGTH])));
  });

  it('gives each step its record while steps are recorded', async () => {
    for (let step = 0; step < STEPS; step++) {
      addRecord(lab.bridge, total, ring, step);
    }
    expect(await firstOf(total)).toBe(SUM);
  });

  it('gives each step its record while they are replayed, with stock operations between', async () => {
    const work = lab.bridge.capture(() => addRecord(lab.bridge, total, ring, 0));
    const before = { ...lab.bridge.gpu.counters };
    for (let step = 0; step < STEPS; step++) {
      work.replay(() => step);
    }
    // One each time that the ring was written, but for the write of the capture.
    expect(countsSince(lab.bridge.gpu.counters, before)).toMatchObject({ dispatches: STEPS, submits: 1 });
    expect(await firstOf(tf.add(total, 1))).toBe(SUM + 1);
    for (let step = 0; step < STEPS; step++) {
      work.replay(() => step);
      if (step % 100 === 0) {
        tf.add(total, 1);
      }
    }
    work.dispose();
    expect(await firstOf(total)).toBe(2 * SUM);
  });
});

describe('captured work', () => {
  it('runs when it is replayed only, on uploads and views too', async () => {
    const values = tf.tensor2d([
      [1, 1],
      [1, 1],
    ]);
    let result: tf.Tensor | undefined;
    const work = lab.bridge.capture(() => {
      result = tf.keep(tf.tidy(() => weft(tf.tensor1d([3, 3, 3, 3]).clone())));
      weft(values.reshape([LENGTH]).clone()).dispose();
    });
    expect(work.programs.map(({ label }) => label)).toEqual(['weft.test.affine']);
    const before = { ...lab.bridge.gpu.counters };
    lab.bridge.flush();
    expect(countsSince(lab.bridge.gpu.counters, before).dispatches).toBe(0);
    work.replay(() => 0);
    work.dispose();
    expect(await firstOf(result as tf.Tensor)).toBe(7);
    result?.dispose();
  });

  it('is the code that ran, without the code: what it reads may have changed meanwhile', async () => {
    const ring = createRing();
    const values = tf.tidy(() => tf.variable(tf.zeros([LENGTH])));
    const outputs: tf.Tensor[] = [];
    const work = lab.bridge.capture(() => void outputs.push(weft(values)));
    addRecord(lab.bridge, values, ring, 20);
    work.replay(() => 0);
    expect(await firstOf(outputs[0] as tf.Tensor)).toBe(41);
    addRecord(lab.bridge, values, ring, 1);
    work.replay(() => 0);
    // Another handle: the first one's values were read already.
    expect(await firstOf(tf.add(outputs[0] as tf.Tensor, 0))).toBe(43);
    work.dispose();
  });

  it('holds its tensors until it is disposed of, once or twice', async () => {
    const input = tf.add(ones(), 1);
    const before = memoryOf(lab.bridge);
    const work = lab.bridge.capture(() => tf.tidy(() => void weft(weft(input))));
    expect(lab.bridge.backend.refCount(input.dataId)).toBe(2);
    expect(memoryOf(lab.bridge).dataIds).toBe(before.dataIds + 2);
    work.replay(() => 0);
    work.dispose();
    expect(memoryOf(lab.bridge)).toEqual(before);
    work.dispose();
    expect(memoryOf(lab.bridge)).toEqual(before);
    expect(lab.bridge.backend.refCount(input.dataId)).toBe(1);
    expect(() => work.replay(() => 0)).toThrow('disposed of');
    expect(await firstOf(input)).toBe(2);
  });

  it('leaves the tensors that it made to the scope it was captured in', () => {
    const before = memoryOf(lab.bridge);
    let work: ReturnType<typeof lab.bridge.capture> | undefined;
    tf.tidy(() => {
      work = lab.bridge.capture(() => void weft(ones()));
      expect(tf.memory().numTensors).toBe(before.numTensors + 2);
    });
    work?.dispose();
    expect(memoryOf(lab.bridge)).toEqual(before);
  });
});

it('refuses a backend that keeps its commands otherwise', () => {
  const { gpu, backend } = lab.bridge;
  const other = Object.create(backend, { dispatchCountInPass: { value: undefined }, runWebGPUProgram: { value: 1 } });
  expect(refusalOf('incompatible-tfjs', () => createTfjsBridge(gpu, other as WebGPUBackend))).toMatch(
    /\(.*dispatchCountInPass, runWebGPUProgram\)/,
  );
});
