import source from '../../../shaders/gatherNormalize.wgsl?raw';
import batch from '../../../shaders/shared/batch.wgsl?raw';
import skipInactive from '../../../shaders/shared/skipInactive.wgsl?raw';
import { WeftError } from '../../errors';
import { defineKernel, type Launch } from '../../gpu/kernel';
import { linkShader } from '../../gpu/shaderSource';

const WORKGROUP_SIZE = 64;
const PIXELS_OF_WORD = 4;

/** The gathering of one batch for every member. */
export const gatherNormalize = defineKernel('gatherNormalize', linkShader(source, { batch, skipInactive }), {
  /** [examples, features] u8, packed without padding. */
  images: 'read',
  /** [examples] u8, packed. */
  labels: 'read',
  /** [seeds, orderLength] u32. */
  order: 'read',
  /** [members] u32: which row of `order` a member follows. */
  seedOfMember: 'read',
  /** [members, features] of (shift, scale) f32. */
  affine: 'read',
  /** [members, rows, features] f32, written. */
  x: 'read-write',
  /** [members, rows] u32, written. */
  y: 'read-write',
  batch: 'uniform',
  /** [members] u32, with `hasActivity`: x and y keep what they hold of a member with 0. */
  activity: 'read?',
});

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

export interface GatherNormalizePlan extends Launch<typeof gatherNormalize.specs> {
  readonly shape: GatherNormalizeShape;
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
    program: gatherNormalize.program({
      MEMBERS: shape.members,
      ROWS: shape.rows,
      QUADS: quads,
      ORDER_LENGTH: shape.orderLength,
      WORKGROUP_SIZE,
      HAS_ACTIVITY: hasActivity,
    }),
  };
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
