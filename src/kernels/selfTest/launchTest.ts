import { createReadback, createStorage } from '../../gpu/buffers';
import { withoutCounting } from '../../gpu/counters';
import type { Gpu } from '../../gpu/device';
import { type BindingSpecs, type BuffersOf, type Launch, launch } from '../../gpu/kernel';
import { createRecorder, type Grid } from '../../gpu/recorder';
import { createWhereRoom } from '../../gpu/room';
import type { RecordLocation } from '../../gpu/stepRing';
import { noRoomForTest } from './selfTestErrors';

/** Part of a buffer: what it holds before the launch, and what is wrong with it after. */
export interface Stretch {
  readonly offsetBytes: number;
  /** Of whole 32-bit words. */
  readonly before: ArrayBufferView<ArrayBuffer>;
  /** @returns what is wrong, as a sentence. */
  readonly check?: ((after: ArrayBuffer) => string | undefined) | undefined;
}

/** A buffer of a launch. */
export interface TestBuffer {
  /** Of the whole of it; what no stretch covers says nothing. */
  readonly bytes: number;
  readonly stretches: readonly Stretch[];
  /** The one that the run has may be used, since it is large: `overwritten`, or so that its contents are `restored`. */
  readonly lent?: 'overwritten' | 'restored';
}

/** One launch of a program on random operands, and what it must leave in its buffers. */
export interface LaunchTest {
  readonly plan: Launch<BindingSpecs>;
  /** Fewer workgroups than the plan's. */
  readonly grid?: Grid | undefined;
  /** By their bindings' names. */
  readonly buffers: Readonly<Record<string, TestBuffer>>;
  /** The record of the program's uniform, by its binding's name. */
  readonly record?: { readonly name: string; readonly bytes: number; readonly encode: (record: DataView) => void };
}

/** The buffers that a program will run on, by their bindings' names. */
export type LentBuffers = Readonly<Record<string, GPUBuffer | undefined>>;

/** A launch test of a kernel with its buffers by name, checked when it is compiled. */
export function launchTest<S extends BindingSpecs>(
  test: Omit<LaunchTest, 'plan' | 'buffers'> & {
    readonly plan: Launch<S>;
    readonly buffers: { readonly [N in keyof S]?: TestBuffer | undefined };
  },
): LaunchTest {
  return test as unknown as LaunchTest;
}

interface Room {
  readonly buffers: ReadonlyMap<string, GPUBuffer>;
  readonly record: RecordLocation | undefined;
  /** What lent buffers held: a copy for each of their stretches. */
  readonly saved: readonly { readonly source: GPUBuffer; readonly offsetBytes: number; readonly copy: GPUBuffer }[];
  dispose(): void;
}

/**
 * Carries a test out, in order with all that is submitted.
 * @returns what is wrong, as a sentence; `undefined` where the program is right.
 * @throws WeftError `out-of-memory` where there is no room for the operands; the device's failure.
 */
export async function runLaunchTest(gpu: Gpu, test: LaunchTest, lent: LentBuffers = {}): Promise<string | undefined> {
  const room = await createWhereRoom(gpu, () => createRoom(gpu, test, lent));
  if (room === undefined) {
    throw noRoomForTest();
  }
  try {
    const reads = withoutCounting(gpu.counters, () => submitTest(gpu, test, room));
    const after = await Promise.all(reads.map(async ({ name, read, check }) => ({ name, check, bytes: await read() })));
    for (const { name, check, bytes } of after) {
      const fault = check(bytes);
      if (fault !== undefined) {
        return `${name}: ${fault}`;
      }
    }
    return undefined;
  } finally {
    room.dispose();
  }
}

function createRoom(gpu: Gpu, { buffers, record }: LaunchTest, lent: LentBuffers): Room {
  const own: GPUBuffer[] = [];
  const create = (name: string, bytes: number) => {
    const buffer = createStorage(gpu, `weft.selfTest.${name}`, bytes);
    own.push(buffer);
    return buffer;
  };
  return withoutCounting(gpu.counters, () => {
    const bound = new Map<string, GPUBuffer>();
    const saved: { source: GPUBuffer; offsetBytes: number; copy: GPUBuffer }[] = [];
    for (const [name, buffer] of Object.entries(buffers)) {
      if (buffer === undefined) {
        continue;
      }
      const borrowed = buffer.lent === undefined ? undefined : lent[name];
      bound.set(name, borrowed ?? create(name, buffer.bytes));
      if (borrowed !== undefined && buffer.lent === 'restored') {
        for (const { offsetBytes, before } of buffer.stretches) {
          saved.push({ source: borrowed, offsetBytes, copy: create(`saved.${name}`, before.byteLength) });
        }
      }
    }
    return {
      buffers: bound,
      record: record && createRecord(gpu, record, own),
      saved,
      dispose: () => {
        for (const buffer of own) {
          buffer.destroy();
        }
      },
    };
  });
}

function createRecord(
  { device }: Gpu,
  { name, bytes, encode }: NonNullable<LaunchTest['record']>,
  own: GPUBuffer[],
): RecordLocation {
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ label: `weft.selfTest.${name}`, size: bytes, usage });
  own.push(buffer);
  const record = new ArrayBuffer(bytes);
  encode(new DataView(record));
  device.queue.writeBuffer(buffer, 0, record);
  return { buffer, offsetBytes: 0, sizeBytes: bytes };
}

function submitTest(gpu: Gpu, { plan, grid = plan.grid, buffers, record }: LaunchTest, room: Room) {
  const { device } = gpu;
  const copyAll = (copy: (encoder: GPUCommandEncoder) => void) => {
    const encoder = device.createCommandEncoder({ label: 'weft.selfTest' });
    copy(encoder);
    device.queue.submit([encoder.finish()]);
  };
  copyAll((encoder) => {
    for (const { source, offsetBytes, copy } of room.saved) {
      encoder.copyBufferToBuffer(source, offsetBytes, copy, 0, copy.size);
    }
  });
  const stretches = Object.entries(buffers).flatMap(([name, buffer]) =>
    (buffer?.stretches ?? []).map((stretch) => ({ name, stretch, buffer: room.buffers.get(name) as GPUBuffer })),
  );
  for (const { stretch, buffer } of stretches) {
    device.queue.writeBuffer(buffer, stretch.offsetBytes, stretch.before);
  }
  const recorder = createRecorder(gpu);
  const uniform = record && room.record && { [record.name]: room.record };
  launch(recorder, { ...plan, grid }, { ...Object.fromEntries(room.buffers), ...uniform } as BuffersOf<BindingSpecs>);
  recorder.flush();
  const reads = stretches.flatMap(({ name, stretch: { offsetBytes, before, check }, buffer }) =>
    check === undefined ? [] : [{ name, check, readback: createReadback(gpu, buffer, before.byteLength, offsetBytes) }],
  );
  copyAll((encoder) => {
    for (const { readback } of reads) {
      readback.encode(encoder);
    }
    for (const { source, offsetBytes, copy } of room.saved) {
      encoder.copyBufferToBuffer(copy, 0, source, offsetBytes, copy.size);
    }
  });
  return reads.map(({ name, check, readback }) => ({ name, check, read: readback.read }));
}
