import source from '../../shaders/softmaxCrossEntropy.wgsl?raw';
import type { Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';
import type { RecordLocation } from './batchRecord';

const WORKGROUP_SIZE = 64;

export interface SoftmaxCrossEntropyShape {
  readonly members: number;
  /** Rows of the batch, the padding of a short one included. */
  readonly rows: number;
  readonly classes: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface SoftmaxCrossEntropyPlan {
  readonly shape: SoftmaxCrossEntropyShape;
  readonly grid: Grid;
  readonly program: Program;
}

export interface SoftmaxCrossEntropyBuffers {
  /** [members, rows, classes] f32. */
  readonly logits: GPUBuffer;
  /** [members, rows] u32. */
  readonly labels: GPUBuffer;
  /** [members, rows, classes] f32, written: of the mean loss over the batch. */
  readonly gradient: GPUBuffer;
  /** [members] of TOTALS_BYTES, added to. */
  readonly totals: GPUBuffer;
  readonly batch: RecordLocation;
  /** [members] u32, with `hasActivity`: gradient and totals keep what they hold of a member with 0. */
  readonly activity?: GPUBuffer;
}

/** Size of one member's running totals: loss, what rounding left out of it, hits, rows. */
export const TOTALS_BYTES = 16;

/** What a member's totals say. */
export interface LossTotals {
  /** Mean cross-entropy in nats over the rows seen; NaN when none was. */
  readonly loss: number;
  /** Share of rows whose largest logit is the label's. */
  readonly accuracy: number;
  readonly rows: number;
}

export function planSoftmaxCrossEntropy(shape: SoftmaxCrossEntropyShape): SoftmaxCrossEntropyPlan {
  const { hasActivity = false } = shape;
  return {
    shape,
    grid: [shape.members, 1, 1],
    program: {
      label: 'weft.softmaxCrossEntropy',
      code: specializeShader(source, {
        MEMBERS: shape.members,
        ROWS: shape.rows,
        CLASSES: shape.classes,
        WORKGROUP_SIZE,
        HAS_ACTIVITY: hasActivity,
      }),
      bindings: ['read', 'read', 'read-write', 'read-write', 'uniform', ...(hasActivity ? (['read'] as const) : [])],
    },
  };
}

/** Records loss, gradient and hits of one batch for every member. */
export function runSoftmaxCrossEntropy(
  recorder: Recorder,
  plan: SoftmaxCrossEntropyPlan,
  buffers: SoftmaxCrossEntropyBuffers,
): void {
  const { logits, labels, gradient, totals, batch, activity } = buffers;
  recorder.record({
    program: plan.program,
    buffers: [logits, labels, gradient, totals, batch.buffer, ...(activity === undefined ? [] : [activity])],
    grid: plan.grid,
    uniform: batch,
  });
}

/** Reads the totals of all members as the kernel left them. */
export function decodeTotals(bytes: ArrayBuffer): LossTotals[] {
  return Array.from({ length: bytes.byteLength / TOTALS_BYTES }, (_, member) => {
    const view = new DataView(bytes, member * TOTALS_BYTES, TOTALS_BYTES);
    const rows = view.getUint32(12, true);
    return {
      loss: (view.getFloat32(0, true) - view.getFloat32(4, true)) / rows,
      accuracy: view.getUint32(8, true) / rows,
      rows,
    };
  });
}

/** Loss, gradient and hits of one batch in float64, from the formula. */
export function softmaxCrossEntropyReference(
  { members, rows, classes }: SoftmaxCrossEntropyShape,
  logits: Float32Array | Float64Array,
  labels: Uint32Array,
  rowCount: number,
): { readonly losses: Float64Array; readonly hits: Uint32Array; readonly gradient: Float64Array } {
  const losses = new Float64Array(members);
  const hits = new Uint32Array(members);
  const gradient = new Float64Array(members * rows * classes);
  for (let member = 0; member < members; member++) {
    for (let row = 0; row < rowCount; row++) {
      const first = (member * rows + row) * classes;
      const z = Array.from(logits.subarray(first, first + classes));
      const label = labels[member * rows + row] as number;
      const largest = Math.max(...z);
      const exps = z.map((value) => Math.exp(value - largest));
      const sum = exps.reduce((total, value) => total + value, 0);
      losses[member] = (losses[member] as number) + Math.log(sum) - ((z[label] as number) - largest);
      hits[member] = (hits[member] as number) + (z.indexOf(largest) === label ? 1 : 0);
      exps.forEach((value, c) => {
        gradient[first + c] = (value / sum - (c === label ? 1 : 0)) / rowCount;
      });
    }
  }
  return { losses, hits, gradient };
}
