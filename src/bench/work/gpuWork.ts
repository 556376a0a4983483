import { createStorageFrom } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import { type BoundDispatch, bindDispatch, type Dispatch, encodeDispatch, type Recorder } from '../../gpu/recorder';
import { MOST_WINDOWS } from './competitor';

/** Dispatches of Weft's kernels, recorded many times into one submit, with the GPU's own clock around them. */
export interface GpuWork {
  /** Submits, and does not wait. */
  run(runs: number): void;
  /** Has the next run take the first set of buffers. */
  restart(): void;
  /** GPU time of all runs since it was last asked; `undefined` on an adapter without timestamps. */
  readGpuMs(): Promise<number | undefined>;
  dispose(): void;
}

/**
 * Compiles and binds work, once for each set of buffers.
 * @param sets one entry a set of buffers; runs take them in turn, so that no result waits in a cache for the next run.
 */
export async function createGpuWork(gpu: Gpu, sets: readonly ((recorder: Recorder) => void)[]): Promise<GpuWork> {
  const dispatches = sets.map((record) => collectDispatches(gpu, record));
  for (const { plan } of dispatches.flat()) {
    await gpu.pipelines.prepare(plan.program);
  }
  const bound = dispatches.map((set) =>
    set.map((dispatch) => ({ bound: bindDispatch(gpu, dispatch), offsetBytes: dispatch.uniform?.offsetBytes })),
  );
  let runsDone = 0;
  const clock = gpu.device.features.has('timestamp-query') ? createClock(gpu.device) : undefined;
  return {
    run: (runs) => {
      const encoder = gpu.device.createCommandEncoder({ label: 'weft.bench' });
      const pass = encoder.beginComputePass({
        label: 'weft.bench',
        ...clock?.next(),
      });
      for (let run = 0; run < runs; run++) {
        encodeAll(pass, bound[runsDone++ % bound.length] ?? []);
      }
      pass.end();
      gpu.device.queue.submit([encoder.finish()]);
    },
    restart: () => {
      runsDone = 0;
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

/** Two timestamps a pass, for as many passes as a sample has. */
function createClock(device: GPUDevice) {
  const count = 2 * MOST_WINDOWS;
  const querySet = device.createQuerySet({ label: 'weft.bench.clock', type: 'timestamp', count });
  const create = (usage: GPUBufferUsageFlags) =>
    device.createBuffer({ label: 'weft.bench.clock', size: count * TIMESTAMP_BYTES, usage });
  const resolved = create(GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC);
  const staging = create(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  let passes = 0;
  return {
    /** The descriptor of the next pass, timed while there is room. */
    next: (): GPUComputePassDescriptor => {
      const pass = passes++;
      const writes = { querySet, beginningOfPassWriteIndex: 2 * pass, endOfPassWriteIndex: 2 * pass + 1 };
      return pass < MOST_WINDOWS ? { timestampWrites: writes } : {};
    },
    readMs: async () => {
      const timed = passes;
      passes = 0;
      if (timed === 0 || timed > MOST_WINDOWS) {
        return undefined;
      }
      const bytes = 2 * timed * TIMESTAMP_BYTES;
      const encoder = device.createCommandEncoder({ label: 'weft.bench.clock' });
      encoder.resolveQuerySet(querySet, 0, 2 * timed, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ, 0, bytes);
      const times = new BigUint64Array(staging.getMappedRange(0, bytes).slice(0));
      staging.unmap();
      const passNs = Array.from({ length: timed }, (_, pass) => Number(at(times, 2 * pass + 1) - at(times, 2 * pass)));
      const totalNs = passNs.reduce((sum, ns) => sum + ns, 0);
      // Some drivers restart the clock: a negative time is none.
      return passNs.every((ns) => ns >= 0) && totalNs > 0 ? totalNs / 1e6 : undefined;
    },
    dispose: () => {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    },
  };
}

function at(times: BigUint64Array, index: number): bigint {
  return times[index] ?? 0n;
}

const TIMESTAMP_BYTES = 8;

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
