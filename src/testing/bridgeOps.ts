import * as tf from '@tensorflow/tfjs';
import { defineKernel, launch } from '../gpu/kernel';
import type { StepRing } from '../gpu/stepRing';
import type { TfjsBridge } from '../tfjs/bridge';

/** Elements of the tensors that these operations take. */
export const LENGTH = 4;

/** out = 2 · values + 1: its repetition tells the order and the number of launches. */
const AFFINE = defineKernel(
  'test.affine',
  `@group(0) @binding(0) var<storage, read> values: array<f32, ${LENGTH}>;
@group(0) @binding(1) var<storage, read_write> out: array<f32, ${LENGTH}>;
@compute @workgroup_size(${LENGTH})
fn main(@builtin(local_invocation_index) lane: u32) {
  out[lane] = values[lane] * 2.0 + 1.0;
}
`,
  { values: 'read', out: 'read-write' },
).program();

/** values = values + the number in the record, in place. */
const ADD_RECORD = defineKernel(
  'test.addRecord',
  `struct Record { addend: f32 }
@group(0) @binding(0) var<storage, read_write> values: array<f32, ${LENGTH}>;
@group(0) @binding(1) var<uniform> record: Record;
@compute @workgroup_size(${LENGTH})
fn main(@builtin(local_invocation_index) lane: u32) {
  values[lane] += record.addend;
}
`,
  { values: 'read-write', record: 'uniform' },
).program();

/** 2 · values + 1, by one dispatch of Weft's. @param values [4] float32 */
export function affine(bridge: TfjsBridge, values: tf.Tensor): tf.Tensor {
  const info = bridge.createOutput(values.shape, 'float32');
  const [input, out] = bridge.buffersOf([values, info]) as [GPUBuffer, GPUBuffer];
  launch(bridge, { program: AFFINE, grid: [1, 1, 1] }, { values: input, out });
  return tf.engine().makeTensorFromTensorInfo(info);
}

/** Adds the number in a step's record to a variable in place. @param values [4] float32 */
export function addRecord(bridge: TfjsBridge, values: tf.Tensor, ring: StepRing, step: number): void {
  const record = ring.at(step, () => bridge.flush());
  const [buffer] = bridge.buffersOf([values]) as [GPUBuffer];
  launch(bridge, { program: ADD_RECORD, grid: [1, 1, 1] }, { values: buffer, record });
  bridge.markWritten(values);
}

/** The buffer that a tensor has. */
export function bufferOf({ backend }: TfjsBridge, { dataId }: tf.Tensor): unknown {
  return backend.tensorMap.get(dataId).resource;
}

/** What a piece of work must leave as it was. */
export function memoryOf({ backend }: TfjsBridge) {
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  return { numTensors, numBytes, numDataBuffers, dataIds: backend.numDataIds() };
}
