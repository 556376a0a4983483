import type { Gpu } from './device';
import type { Program } from './pipelines';
import type { UniformRecord } from './stepRing';

/** Workgroups in x, y and z. */
export type Grid = readonly [number, number, number];

/** What is launched, and on how many workgroups. */
export interface LaunchPlan {
  readonly program: Program;
  readonly grid: Grid;
  /** The program that would be launched if it were not wrong on this device. */
  readonly replaces?: Program | undefined;
}

/** One kernel launch: a program over whole buffers, in the order of its bindings, but for the record of its uniform. */
export interface Dispatch {
  readonly plan: LaunchPlan;
  readonly buffers: readonly GPUBuffer[];
  readonly uniform?: UniformRecord | undefined;
}

/** Takes dispatches in order. Kernels see this and nothing of who submits the work, or when. */
export interface Recorder {
  readonly gpu: Gpu;
  record(dispatch: Dispatch): void;
  /** Submits what was recorded. */
  flush(): void;
}

/** A dispatch with its pipeline and bind group at hand. */
export interface BoundDispatch {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly grid: Grid;
}

export function bindDispatch(gpu: Gpu, { plan: { program, grid }, buffers, uniform }: Dispatch): BoundDispatch {
  const { pipeline, layout } = gpu.pipelines.require(program);
  const group = gpu.bindGroups.get(layout, program.bindings, buffers, uniform?.sizeBytes);
  return { pipeline, group, grid };
}

/** Sets pipeline and bind group on a pass and launches. */
export function encodeDispatch(
  pass: GPUComputePassEncoder,
  { pipeline, group, grid }: BoundDispatch,
  uniformOffsetBytes: number | undefined,
): void {
  pass.setPipeline(pipeline);
  if (uniformOffsetBytes === undefined) {
    pass.setBindGroup(0, group);
  } else {
    pass.setBindGroup(0, group, [uniformOffsetBytes]);
  }
  pass.dispatchWorkgroups(grid[0], grid[1], grid[2]);
}

/** Records into command encoders of its own: for tests, benchmarks and work outside tfjs. */
export function createRecorder(gpu: Gpu): Recorder {
  let encoder: GPUCommandEncoder | undefined;
  let pass: GPUComputePassEncoder | undefined;
  return {
    gpu,
    record(dispatch) {
      encoder ??= gpu.device.createCommandEncoder({ label: 'weft.recorder' });
      pass ??= encoder.beginComputePass({ label: 'weft.recorder' });
      encodeDispatch(pass, bindDispatch(gpu, dispatch), dispatch.uniform?.offsetBytes);
    },
    flush() {
      pass?.end();
      if (encoder !== undefined) {
        gpu.device.queue.submit([encoder.finish()]);
      }
      encoder = undefined;
      pass = undefined;
    },
  };
}
