import type { Gpu } from './device';
import type { Program } from './pipelines';
import type { UniformRecord } from './stepRing';

/** Workgroups in x, y and z. */
export type Grid = readonly [number, number, number];

/** One kernel launch: a program over whole buffers, in the order of its bindings, but for the record of its uniform. */
export interface Dispatch {
  readonly program: Program;
  readonly buffers: readonly GPUBuffer[];
  readonly grid: Grid;
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

export function bindDispatch(gpu: Gpu, { program, buffers, grid, uniform }: Dispatch): BoundDispatch {
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
  pass.setBindGroup(0, group, uniformOffsetBytes === undefined ? [] : [uniformOffsetBytes]);
  pass.dispatchWorkgroups(...grid);
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
