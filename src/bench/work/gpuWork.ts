import { createStorageFrom } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import { type BoundDispatch, bindDispatch, type Dispatch, encodeDispatch, type Recorder } from '../../gpu/recorder';

/** Dispatches of Weft's kernels, recorded many times into one submit, with the GPU's own clock around them. */
export interface GpuWork {
  run(runs: number): Promise<void>;
  /** GPU time of the last `run`; `undefined` on an adapter without timestamps. */
  readGpuMs(): Promise<number | undefined>;
  dispose(): void;
}

/**
 * Compiles and binds work, once for each set of buffers.
 * @param sets one entry a set of buffers; runs take them in turn, so that no result waits in a cache for the next run.
 */
export async function createGpuWork(gpu: Gpu, sets: readonly ((recorder: Recorder) => void)[]): Promise<GpuWork> {
  const dispatches = sets.map((record) => collectDispatches(gpu, record));
  for (const { program } of dispatches.flat()) {
    await gpu.pipelines.prepare(program);
  }
  const bound = dispatches.map((set) =>
    set.map((dispatch) => ({ bound: bindDispatch(gpu, dispatch), offsetBytes: dispatch.uniform?.offsetBytes })),
  );
  const clock = gpu.device.features.has('timestamp-query') ? createClock(gpu.device) : undefined;
  return {
    run: async (runs) => {
      const encoder = gpu.device.createCommandEncoder({ label: 'weft.bench' });
      const pass = encoder.beginComputePass({
        label: 'weft.bench',
        ...(clock === undefined ? {} : { timestampWrites: clock.writes }),
      });
      for (let run = 0; run < runs; run++) {
        encodeAll(pass, bound[run % bound.length] ?? []);
      }
      pass.end();
      clock?.encode(encoder);
      gpu.device.queue.submit([encoder.finish()]);
      await gpu.device.queue.onSubmittedWorkDone();
    },
    readGpuMs: async () => clock?.readMs(),
    dispose: () => clock?.dispose(),
  };
}

/** The dispatches that `record` makes, none of them run. */
export function collectDispatches(gpu: Gpu, record: (recorder: Recorder) => void): Dispatch[] {
  const dispatches: Dispatch[] = [];
  record({ gpu, record: (dispatch) => dispatches.push(dispatch), flush: () => undefined });
  return dispatches;
}

function encodeAll(
  pass: GPUComputePassEncoder,
  set: readonly { readonly bound: BoundDispatch; readonly offsetBytes: number | undefined }[],
): void {
  for (const { bound, offsetBytes } of set) {
    encodeDispatch(pass, bound, offsetBytes);
  }
}

function createClock(device: GPUDevice) {
  const querySet = device.createQuerySet({ label: 'weft.bench.clock', type: 'timestamp', count: 2 });
  const create = (usage: GPUBufferUsageFlags) => device.createBuffer({ label: 'weft.bench.clock', size: 16, usage });
  const resolved = create(GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC);
  const staging = create(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  return {
    writes: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
    encode: (encoder: GPUCommandEncoder) => {
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16);
    },
    readMs: async () => {
      await staging.mapAsync(GPUMapMode.READ);
      const [begin = 0n, end = 0n] = new BigUint64Array(staging.getMappedRange());
      staging.unmap();
      // Some drivers restart the clock: a negative time is none.
      return end > begin ? Number(end - begin) / 1e6 : undefined;
    },
    dispose: () => {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    },
  };
}

const NAN_BITS = 0x7fc0_0000;
const POISON_BYTES = 1 << 20;

/** Fills buffers with NaN, which no kernel writes by accident, or with zeros. */
export function resetBuffers(
  gpu: Gpu,
  resets: readonly { readonly buffer: GPUBuffer; readonly isZero: boolean }[],
): void {
  const poison = createStorageFrom(gpu, 'weft.bench.poison', new Uint32Array(POISON_BYTES / 4).fill(NAN_BITS));
  const encoder = gpu.device.createCommandEncoder({ label: 'weft.bench.poison' });
  for (const { buffer, isZero } of resets) {
    if (isZero) {
      encoder.clearBuffer(buffer);
      continue;
    }
    for (let offset = 0; offset < buffer.size; offset += POISON_BYTES) {
      encoder.copyBufferToBuffer(poison, 0, buffer, offset, Math.min(POISON_BYTES, buffer.size - offset));
    }
  }
  gpu.device.queue.submit([encoder.finish()]);
  poison.destroy();
}
