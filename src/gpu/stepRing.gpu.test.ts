import { afterEach, beforeEach, expect, it } from 'vitest';
import { useGpu } from '../testing/gpuTest';
import { countsSince } from './counters';
import { defineKernel, launch } from './kernel';
import { StepRing } from './stepRing';

/** Steps after which the ring is written anew. */
const PERIOD = 256;
/** Of a test's steps: two writes beyond the first, and a part of a third period. */
const STEPS = 2 * PERIOD + 40;

/** Copies the record's two words to where its first one, the step, points. */
const COPY = defineKernel(
  'test.copyRecord',
  `struct Record { step: u32, square: f32 }
@group(0) @binding(0) var<storage, read_write> out: array<vec2f, ${STEPS}>;
@group(0) @binding(1) var<uniform> record: Record;
@compute @workgroup_size(1)
fn main() {
  out[record.step % ${STEPS}u] = vec2f(f32(record.step), record.square);
}
`,
  { out: 'read-write', record: 'uniform' },
).program();

const lab = useGpu();
let ring: StepRing;
let scale = 1;

beforeEach(() => {
  scale = 1;
  ring = new StepRing(lab.gpu, 'weft.test.ring', 8, (step, record) => {
    record.setUint32(0, step, true);
    record.setFloat32(4, step * step * scale, true);
  });
});
afterEach(() => ring.dispose());

function recordStep(step: number, out: GPUBuffer): void {
  const record = ring.at(step, () => lab.recorder.flush());
  launch(lab.recorder, { program: COPY, grid: [1, 1, 1] }, { out, record });
}

it('gives every step its own record across the wrap, with work that is not submitted yet', async () => {
  const out = lab.poisoned(2 * STEPS);
  for (let step = 0; step < STEPS; step++) {
    recordStep(step, out);
  }
  const expected = Array.from({ length: STEPS }, (_, step) => [step, step * step]);
  expect([...(await lab.readFloats(out))]).toEqual(expected.flat());
});

it('is written once in 256 steps, flushes only then, and makes one bind group', () => {
  const out = lab.poisoned(2 * STEPS);
  const before = { ...lab.gpu.counters };
  for (let step = 0; step < STEPS; step++) {
    recordStep(step, out);
  }
  lab.recorder.flush();
  const counts = countsSince(lab.gpu.counters, before);
  expect(counts).toEqual({ dispatches: STEPS, submits: 3, bufferWrites: 3, bindGroups: 1, buffers: 0 });
});

it('can start anywhere, and go back', async () => {
  const out = lab.poisoned(2 * STEPS);
  for (const step of [300, 299, 10, 511, 512]) {
    recordStep(step, out);
  }
  const values = await lab.readFloats(out);
  for (const step of [300, 299, 10, 511, 512]) {
    expect([...values.subarray(2 * step, 2 * step + 2)], `step ${step}`).toEqual([step, step * step]);
  }
});

it('writes its records anew when told to, and steps recorded before keep the old ones', async () => {
  const out = lab.poisoned(2 * STEPS);
  recordStep(3, out);
  scale = 10;
  ring.invalidate();
  recordStep(4, out);
  expect([...(await lab.readFloats(out)).subarray(6, 10)]).toEqual([3, 9, 4, 160]);
});
