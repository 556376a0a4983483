import { createStorage, createStorageFrom } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import type { Recorder } from '../gpu/recorder';
import { checkOutputs, type ExpectedOutput, mergeVerdicts, type Verdict } from './checkOutputs';
import { createGpuWork, poisonBuffers, readFloats } from './gpuWork';
import type { Competitor } from './measure';

/** A kernel with its operands: what each of its buffers holds or how long it is, and how to launch it. */
export interface KernelWork<Buffers> {
  readonly inputs: { readonly [Name in keyof Buffers]?: ArrayBufferView };
  /** Bytes of each output, in the order of `expected`. */
  readonly outputs: { readonly [Name in keyof Buffers]?: number };
  readonly record: (recorder: Recorder, buffers: Buffers) => void;
  readonly expected: () => readonly ExpectedOutput[];
}

const MAX_SETS = 3;
const MOST_BYTES = 256 * 2 ** 20;

/** How often operands of so many bytes are laid out anew, within memory. */
export function setsFor(bytes: number): number {
  return Math.max(1, Math.min(MAX_SETS, Math.floor(MOST_BYTES / bytes)));
}

/** A competitor that launches kernels and nothing else: buffers in turn, outputs poisoned and then checked whole sets. */
export async function openKernel<Buffers>(gpu: Gpu, work: KernelWork<Buffers>): Promise<Competitor> {
  const inputs = Object.entries(work.inputs as Readonly<Record<string, ArrayBufferView>>);
  const outputs = Object.entries(work.outputs as Readonly<Record<string, number>>);
  const bytes = inputs.reduce(
    (sum, [, { byteLength }]) => sum + byteLength,
    outputs.reduce((sum, [, size]) => sum + size, 0),
  );
  const sets = Array.from({ length: setsFor(bytes) }, () => ({
    inputs: inputs.map(([name, data]) => [name, createStorageFrom(gpu, `weft.bench.${name}`, data)] as const),
    outputs: outputs.map(([name, size]) => [name, createStorage(gpu, `weft.bench.${name}`, size)] as const),
  }));
  const launch = await createGpuWork(
    gpu,
    sets.map((set) => (recorder) => {
      work.record(recorder, Object.fromEntries([...set.inputs, ...set.outputs]) as Buffers);
    }),
  );
  let setsRun = 0;
  return {
    run: async (runs) => {
      setsRun = Math.min(sets.length, Math.max(setsRun, runs));
      await launch.run(runs);
    },
    readGpuMs: launch.readGpuMs,
    poison: async () => {
      setsRun = 0;
      poisonBuffers(
        gpu,
        sets.flatMap((set) => set.outputs.map(([, buffer]) => buffer)),
      );
    },
    verify: async () => {
      const expected = work.expected();
      const verdicts = [];
      for (const set of sets.slice(0, setsRun)) {
        const actual = [];
        for (const [, buffer] of set.outputs) {
          actual.push(await readFloats(gpu, buffer));
        }
        verdicts.push(checkOutputs(actual, expected));
      }
      return verdicts.reduce(mergeVerdicts);
    },
    dispose: () => {
      launch.dispose();
      for (const [, buffer] of sets.flatMap((set) => [...set.inputs, ...set.outputs])) {
        buffer.destroy();
      }
    },
  };
}

/** A kernel that changes its buffers in place, so that its result tells how often it ran. */
export interface StatefulWork {
  readonly record: (recorder: Recorder) => void;
  /** Puts the state back to what it was at first. */
  readonly reset: () => void;
  /** Whether the state is what so many runs make of the first one. */
  readonly verify: (runs: number) => Promise<Verdict>;
  readonly dispose: () => void;
}

export async function openStateful(gpu: Gpu, work: StatefulWork): Promise<Competitor> {
  const launch = await createGpuWork(gpu, [work.record]);
  let runsDone = 0;
  return {
    run: async (runs) => {
      runsDone += runs;
      await launch.run(runs);
    },
    readGpuMs: launch.readGpuMs,
    poison: async () => {
      runsDone = 0;
      work.reset();
    },
    verify: () => work.verify(runsDone),
    dispose: () => {
      launch.dispose();
      work.dispose();
    },
  };
}
