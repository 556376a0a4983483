import type { Gpu } from './device';
import type { Program } from './pipelines';

/** Workgroups in x, y and z. */
export type Grid = readonly [number, number, number];

/** One kernel launch: a program over whole buffers. */
export interface Dispatch {
  readonly program: Program;
  readonly buffers: readonly GPUBuffer[];
  readonly grid: Grid;
  /** Where the record of a program's last, uniform buffer starts. */
  readonly uniform?: { readonly offsetBytes: number; readonly sizeBytes: number };
}

/** Takes dispatches in order. Kernels see this and nothing of who submits the work, or when. */
export interface Recorder {
  readonly gpu: Gpu;
  record(dispatch: Dispatch): void;
  /** Submits what was recorded. */
  flush(): void;
}

/** Sets pipeline and bind group on a pass and launches. */
export function encodeDispatch(gpu: Gpu, pass: GPUComputePassEncoder, dispatch: Dispatch): void {
  const { pipeline, layout } = gpu.pipelines.require(dispatch.program);
  const group = gpu.bindGroups.get(layout, dispatch.buffers, dispatch.uniform?.sizeBytes);
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group, dispatch.uniform === undefined ? [] : [dispatch.uniform.offsetBytes]);
  pass.dispatchWorkgroups(...dispatch.grid);
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
      encodeDispatch(gpu, pass, dispatch);
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
