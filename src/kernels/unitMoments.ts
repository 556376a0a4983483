import batch from '../../shaders/shared/batch.wgsl?raw';
import skipInactive from '../../shaders/shared/skipInactive.wgsl?raw';
import source from '../../shaders/unitMoments.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';
import { linkShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;
/** Whose moments are merged on the GPU. */
export const UNITS_OF_CHUNK = WORKGROUP_SIZE;

/** The moments of one layer's pre-activations for every member. */
export const unitMoments = defineKernel('unitMoments', linkShader(source, { batch, skipInactive }), {
  /** [members, rows, units] f32: relu(z) with `hasNegativeParts`, otherwise z. */
  positive: 'read',
  /** [members, rows, units] f32, with `hasNegativeParts`: relu(−z). */
  negative: 'read?',
  /** [members, chunks] of MOMENTS_BYTES, written. */
  moments: 'read-write',
  batch: 'uniform',
  /** [members] u32, with `hasActivity`: the moments of a member with 0 stay as they are. */
  activity: 'read?',
});

export interface UnitMomentsShape {
  readonly members: number;
  /** Rows of the batch, the padding of a short one included. */
  readonly rows: number;
  readonly units: number;
  /** The pre-activations z come in two parts, relu(z) and relu(−z), as a layer with relus gives them. */
  readonly hasNegativeParts: boolean;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface UnitMomentsPlan extends Launch<typeof unitMoments.specs> {
  readonly shape: UnitMomentsShape;
  readonly chunks: number;
  /** Size of the output: mean f32, squared deviations f32 and dead units u32 for each member and chunk of units. */
  readonly outputBytes: number;
}

/** Mean, squared deviations and dead units of a chunk. */
export const MOMENTS_WORDS = 3;
const MOMENTS_BYTES = MOMENTS_WORDS * 4;

/** What a layer does with a batch. */
export interface UnitMoments {
  /** Of the pre-activations over rows and units. */
  readonly mean: number;
  readonly std: number;
  /** The share of units whose relu is 0 in every row; `null` where the layer has none. */
  readonly deadShare: number | null;
}

export function planUnitMoments(shape: UnitMomentsShape): UnitMomentsPlan {
  const { members, rows, units, hasNegativeParts, hasActivity = false } = shape;
  const chunks = Math.ceil(units / WORKGROUP_SIZE);
  return {
    shape,
    chunks,
    grid: [chunks, members, 1],
    program: unitMoments.program({
      MEMBERS: members,
      ROWS: rows,
      UNITS: units,
      CHUNKS: chunks,
      WORKGROUP_SIZE,
      HAS_NEGATIVE_PARTS: hasNegativeParts,
      HAS_ACTIVITY: hasActivity,
    }),
    outputBytes: members * chunks * MOMENTS_BYTES,
  };
}

/**
 * Merges the chunks that the kernel wrote, for all members.
 * @param rowCount rows of the batch that hold examples.
 */
export function decodeUnitMoments(
  { shape: { members, units, hasNegativeParts }, chunks }: UnitMomentsPlan,
  bytes: ArrayBuffer,
  rowCount: number,
): UnitMoments[] {
  const view = new DataView(bytes);
  return Array.from({ length: members }, (_, member) => {
    const parts = Array.from({ length: chunks }, (_, chunk) => {
      const firstByte = (member * chunks + chunk) * MOMENTS_BYTES;
      return {
        units: Math.min(WORKGROUP_SIZE, units - chunk * WORKGROUP_SIZE),
        mean: view.getFloat32(firstByte, true),
        m2: view.getFloat32(firstByte + 4, true),
        deadUnits: view.getUint32(firstByte + 8, true),
      };
    });
    const sumOver = (term: (part: (typeof parts)[number]) => number) =>
      parts.reduce((sum, part) => sum + term(part), 0);
    const mean = sumOver((part) => part.units * part.mean) / units;
    const m2 = sumOver((part) => part.m2 + part.units * rowCount * (part.mean - mean) ** 2);
    return {
      mean,
      std: Math.sqrt(m2 / (units * rowCount)),
      deadShare: hasNegativeParts ? sumOver((part) => part.deadUnits) / units : null,
    };
  });
}

/** The moments of one member's pre-activations [rows, units] in float64, by their definitions. */
export function unitMomentsReference(
  preActivations: Float32Array | Float64Array,
  units: number,
): { readonly mean: number; readonly std: number; readonly deadShare: number } {
  const values = Array.from(preActivations);
  const mean = values.reduce((sum, z) => sum + z, 0) / values.length;
  const variance = values.reduce((sum, z) => sum + (z - mean) ** 2, 0) / values.length;
  const isAlive = (unit: number) => values.some((z, i) => i % units === unit && z > 0);
  const deadUnits = Array.from({ length: units }, (_, unit) => unit).filter((unit) => !isAlive(unit));
  return { mean, std: Math.sqrt(variance), deadShare: deadUnits.length / units };
}
