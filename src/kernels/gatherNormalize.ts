import source from '../../shaders/gatherNormalize.wgsl?raw';
import { WeftError } from '../errors';
import type { Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';
import type { RecordLocation } from './batchRecord';

const WORKGROUP_SIZE = 64;
const PIXELS_OF_WORD = 4;

export interface GatherNormalizeShape {
  readonly members: number;
  /** Rows of the batch, the padding of a short one included. */
  readonly rows: number;
  /** A multiple of 4, as many pixels as a word holds. */
  readonly features: number;
  /** Examples in one seed's order. */
  readonly orderLength: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface GatherNormalizePlan {
  readonly shape: GatherNormalizeShape;
  readonly grid: Grid;
  readonly program: Program;
}

export interface GatherNormalizeBuffers {
  /** [examples, features] u8, packed without padding. */
  readonly images: GPUBuffer;
  /** [examples] u8, packed. */
  readonly labels: GPUBuffer;
  /** [seeds, orderLength] u32. */
  readonly order: GPUBuffer;
  /** [members] u32: which row of `order` a member follows. */
  readonly seedOfMember: GPUBuffer;
  /** [members, features] of (shift, scale) f32. */
  readonly affine: GPUBuffer;
  /** [members, rows, features] f32, written. */
  readonly x: GPUBuffer;
  /** [members, rows] u32, written. */
  readonly y: GPUBuffer;
  readonly batch: RecordLocation;
  /** [members] u32, with `hasActivity`: x and y keep what they hold of a member with 0. */
  readonly activity?: GPUBuffer;
}

/** @throws WeftError `bad-shape` where features are not a multiple of 4. */
export function planGatherNormalize(shape: GatherNormalizeShape): GatherNormalizePlan {
  const { features, hasActivity = false } = shape;
  if (features % PIXELS_OF_WORD !== 0) {
    throw new WeftError('bad-shape', `Images of ${features} pixels; they must have a multiple of ${PIXELS_OF_WORD}.`);
  }
  const quads = features / PIXELS_OF_WORD;
  return {
    shape,
    grid: [Math.ceil(quads / WORKGROUP_SIZE), shape.rows, shape.members],
    program: {
      label: 'weft.gatherNormalize',
      code: specializeShader(source, {
        MEMBERS: shape.members,
        ROWS: shape.rows,
        QUADS: quads,
        ORDER_LENGTH: shape.orderLength,
        WORKGROUP_SIZE,
        HAS_ACTIVITY: hasActivity,
      }),
      bindings: [
        ...(['read', 'read', 'read', 'read', 'read', 'read-write', 'read-write', 'uniform'] as const),
        ...(hasActivity ? (['read'] as const) : []),
      ],
    },
  };
}

/** Records the gathering of one batch for every member. */
export function runGatherNormalize(
  recorder: Recorder,
  plan: GatherNormalizePlan,
  buffers: GatherNormalizeBuffers,
): void {
  const { images, labels, order, seedOfMember, affine, x, y, batch, activity } = buffers;
  recorder.record({
    program: plan.program,
    buffers: [
      ...[images, labels, order, seedOfMember, affine, x, y, batch.buffer],
      ...(activity === undefined ? [] : [activity]),
    ],
    grid: plan.grid,
    uniform: batch,
  });
}

/** Bytes one dispatch must move: a byte read and four written for each pixel of each member. */
export function gatherNormalizeBytes({ members, rows, features }: GatherNormalizeShape): number {
  return members * rows * features * 5;
}

export interface GatherNormalizeReferenceInputs {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly order: Uint32Array;
  readonly seedOfMember: Uint32Array;
  readonly affine: Float32Array;
  readonly firstExample: number;
  readonly rowCount: number;
}

/** The batch in float64, from the formula. */
export function gatherNormalizeReference(
  { members, rows, features, orderLength }: GatherNormalizeShape,
  inputs: GatherNormalizeReferenceInputs,
): { readonly x: Float64Array; readonly y: Uint32Array } {
  const x = new Float64Array(members * rows * features);
  const y = new Uint32Array(members * rows);
  for (let member = 0; member < members; member++) {
    for (let row = 0; row < inputs.rowCount; row++) {
      const seed = inputs.seedOfMember[member] as number;
      const image = inputs.order[seed * orderLength + inputs.firstExample + row] as number;
      y[member * rows + row] = inputs.labels[image] as number;
      for (let feature = 0; feature < features; feature++) {
        const pixel = inputs.images[image * features + feature] as number;
        const shift = inputs.affine[(member * features + feature) * 2] as number;
        const scale = inputs.affine[(member * features + feature) * 2 + 1] as number;
        x[(member * rows + row) * features + feature] = (pixel - shift) * scale;
      }
    }
  }
  return { x, y };
}
