import source from '../../shaders/negate.wgsl?raw';
import skipInactive from '../../shaders/shared/skipInactive.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';
import { linkShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;

/** −values of every member. */
export const negate = defineKernel('negate', linkShader(source, { skipInactive }), {
  /** [members, rows, cols] f32. */
  values: 'read',
  /** [members, rows, cols] f32, written. */
  negated: 'read-write',
  /** [members] u32, with `hasActivity`: what a member with 0 has in `negated` stays. */
  activity: 'read?',
});

export interface NegateShape {
  readonly members: number;
  readonly rows: number;
  readonly cols: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface NegatePlan extends Launch<typeof negate.specs> {
  readonly shape: NegateShape;
}

export function planNegate(shape: NegateShape): NegatePlan {
  const { members, rows, cols, hasActivity = false } = shape;
  return {
    shape,
    grid: [Math.ceil(cols / WORKGROUP_SIZE), rows, members],
    program: negate.program({
      MEMBERS: members,
      ROWS: rows,
      COLS: cols,
      WORKGROUP_SIZE,
      HAS_ACTIVITY: hasActivity,
    }),
  };
}

/** The negated values; exact. */
export function negateReference(values: Float32Array): Float32Array {
  return values.map((value) => -value);
}
