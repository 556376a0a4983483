import source from '../../shaders/negate.wgsl?raw';
import type { Program } from '../gpu/pipelines';
import type { Grid, Recorder } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;

export interface NegateShape {
  readonly members: number;
  readonly rows: number;
  readonly cols: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface NegatePlan {
  readonly shape: NegateShape;
  readonly grid: Grid;
  readonly program: Program;
}

export interface NegateBuffers {
  /** [members, rows, cols] f32. */
  readonly values: GPUBuffer;
  /** [members, rows, cols] f32, written. */
  readonly negated: GPUBuffer;
  /** [members] u32, with `hasActivity`: what a member with 0 has in `negated` stays. */
  readonly activity?: GPUBuffer;
}

export function planNegate(shape: NegateShape): NegatePlan {
  const { members, rows, cols, hasActivity = false } = shape;
  return {
    shape,
    grid: [Math.ceil(cols / WORKGROUP_SIZE), rows, members],
    program: {
      label: 'weft.negate',
      code: specializeShader(source, {
        MEMBERS: members,
        ROWS: rows,
        COLS: cols,
        WORKGROUP_SIZE,
        HAS_ACTIVITY: hasActivity,
      }),
      bindings: ['read', 'read-write', ...(hasActivity ? (['read'] as const) : [])],
    },
  };
}

/** Records −values of every member. */
export function runNegate(recorder: Recorder, plan: NegatePlan, { values, negated, activity }: NegateBuffers): void {
  recorder.record({
    program: plan.program,
    buffers: [values, negated, ...(activity === undefined ? [] : [activity])],
    grid: plan.grid,
  });
}

/** The negated values; exact. */
export function negateReference(values: Float32Array): Float32Array {
  return values.map((value) => -value);
}
