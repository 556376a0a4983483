import { describe, expect, it } from 'vitest';
import { useGpu } from '../testing/gpuTest';
import { countsSince } from './counters';
import { defineKernel, launch } from './kernel';
import { createRecorder, type Recorder } from './recorder';

const lab = useGpu();

/** out[lane] = in[lane] · 2 + 1: its repetition tells the order and the number of launches. */
const STEP = defineKernel(
  'test.step',
  `@group(0) @binding(0) var<storage, read> input: array<u32, 4>;
@group(0) @binding(1) var<storage, read_write> out: array<u32, 4>;
@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) lane: u32) {
  out[lane] = input[lane] * 2u + 1u;
}
`,
  { input: 'read', out: 'read-write' },
).program();

const recordStep = (recorder: Recorder, input: GPUBuffer, out: GPUBuffer) =>
  launch(recorder, { program: STEP, grid: [1, 1, 1] }, { input, out });

it('runs dispatches in the order they were recorded, each seeing what the last one wrote', async () => {
  const a = lab.upload(new Uint32Array([0, 1, 2, 3]));
  const b = lab.poisoned(4);
  recordStep(lab.recorder, a, b);
  recordStep(lab.recorder, b, a);
  recordStep(lab.recorder, a, b);
  expect([...(await lab.readUints(b))]).toEqual([7, 15, 23, 31]);
});

it('goes on after a flush, and submits nothing when nothing was recorded', async () => {
  const [a, b] = [lab.upload(new Uint32Array(4)), lab.poisoned(4)];
  const recorder = createRecorder(lab.gpu);
  const before = { ...lab.gpu.counters };
  recorder.flush();
  expect(countsSince(lab.gpu.counters, before).submits).toBe(0);
  recordStep(recorder, a, b);
  recorder.flush();
  recordStep(recorder, b, a);
  recorder.flush();
  recorder.flush();
  expect(countsSince(lab.gpu.counters, before).submits).toBe(2);
  expect([...(await lab.readUints(a))]).toEqual([3, 3, 3, 3]);
});

describe('counting', () => {
  it('tells dispatches, submits, writes, bind groups and buffers', () => {
    const { counters, device } = lab.gpu;
    const before = { ...counters };
    const [a, b] = [lab.upload(new Uint32Array(4)), lab.poisoned(4)];
    recordStep(lab.recorder, a, b);
    recordStep(lab.recorder, a, b);
    recordStep(lab.recorder, a, b);
    lab.recorder.flush();
    device.queue.writeBuffer(a, 0, new Uint32Array(4));
    expect(countsSince(counters, before)).toEqual({
      dispatches: 3,
      submits: 1,
      bufferWrites: 1,
      bindGroups: 1,
      buffers: 2,
    });
  });

  it('sees the calls of others on the same device', () => {
    const { counters, device } = lab.gpu;
    const before = { ...counters };
    const pass = device.createCommandEncoder().beginComputePass();
    pass.setPipeline(lab.gpu.pipelines.require(STEP).pipeline);
    pass.dispatchWorkgroups(1);
    pass.dispatchWorkgroups(1, 2, 3);
    pass.end();
    expect(countsSince(counters, before).dispatches).toBe(2);
  });
});

describe('bind groups', () => {
  it('are made once for the same buffers in the same order', () => {
    const { bindGroups, counters, pipelines } = lab.gpu;
    const { layout } = pipelines.require(STEP);
    const [a, b, c] = [lab.poisoned(4), lab.poisoned(4), lab.poisoned(4)];
    const before = { ...counters };
    const group = bindGroups.get(layout, STEP.bindings, [a, b]);
    expect(bindGroups.get(layout, STEP.bindings, [a, b])).toBe(group);
    expect(bindGroups.get(layout, STEP.bindings, [b, a])).not.toBe(group);
    expect(bindGroups.get(layout, STEP.bindings, [a, c])).not.toBe(group);
    expect(countsSince(counters, before).bindGroups).toBe(3);
  });

  it('may name one buffer twice', async () => {
    const program = defineKernel(
      'test.sum',
      `@group(0) @binding(0) var<storage, read> a: array<u32, 1>;
@group(0) @binding(1) var<storage, read> b: array<u32, 1>;
@group(0) @binding(2) var<storage, read_write> out: array<u32, 1>;
@compute @workgroup_size(1)
fn main() {
  out[0] = a[0] + b[0];
}
`,
      { a: 'read', b: 'read', out: 'read-write' },
    ).program();
    const [a, out] = [lab.upload(new Uint32Array([21])), lab.poisoned(1)];
    launch(lab.recorder, { program, grid: [1, 1, 1] }, { a, b: a, out });
    expect([...(await lab.readUints(out))]).toEqual([42]);
  });
});
