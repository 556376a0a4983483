import { createStorage, createStorageFrom, readBuffer } from '../../gpu/buffers';
import type { Gpu } from '../../gpu/device';
import type { Recorder } from '../../gpu/recorder';
import { checkOutputs, type ExpectedOutput, mergeVerdicts, type Verdict } from './checkOutputs';
import type { Competitor } from './competitor';
import { createGpuWork, resetBuffers } from './gpuWork';

/** Bytes of an output, and what they are before the timed runs: NaN, or 0 where the kernel adds to them. */
export interface OutputSpec {
  readonly bytes: number;
  readonly isAccumulated?: boolean;
}

/** A kernel with its operands: what each of its buffers holds or how long it is, and how to launch it. */
export interface KernelWork<Buffers> {
  readonly inputs: { readonly [Name in keyof Buffers]?: ArrayBufferView };
  readonly outputs: { readonly [Name in keyof Buffers]?: OutputSpec };
  readonly record: (recorder: Recorder, buffers: Buffers) => void;
  /** Judges the outputs, which come in the order of `outputs`. */
  readonly verify: (outputs: readonly ArrayBuffer[]) => Verdict;
  readonly dispose?: () => void;
}

/** A judge of float32 outputs by float64 values. */
export function comparedWith(expected: () => readonly ExpectedOutput[]): KernelWork<unknown>['verify'] {
  return (outputs) =>
    checkOutputs(
      outputs.map((bytes) => new Float32Array(bytes)),
      expected(),
    );
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
  const outputs = Object.entries(work.outputs as Readonly<Record<string, OutputSpec>>);
  const bytes = [...inputs.map(([, { byteLength }]) => byteLength), ...outputs.map(([, spec]) => spec.bytes)];
  const sets = Array.from({ length: setsFor(bytes.reduce((sum, count) => sum + count, 0)) }, () => ({
    inputs: inputs.map(([name, data]) => [name, createStorageFrom(gpu, `weft.bench.${name}`, data)] as const),
    outputs: outputs.map(([name, spec]) => [name, createStorage(gpu, `weft.bench.${name}`, spec.bytes)] as const),
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
      setsRun = Math.min(sets.length, setsRun + runs);
      launch.run(runs);
    },
    readGpuMs: launch.readGpuMs,
    poison: async () => {
      setsRun = 0;
      launch.restart();
      for (const set of sets) {
        resetBuffers(
          gpu,
          set.outputs.map(([, buffer], index) => ({ buffer, isZero: outputs[index]?.[1].isAccumulated ?? false })),
        );
      }
    },
    verify: async () => {
      const verdicts = [];
      for (const set of sets.slice(0, setsRun)) {
        const actual = [];
        for (const [, buffer] of set.outputs) {
          actual.push(await readBuffer(gpu, buffer));
        }
        verdicts.push(work.verify(actual));
      }
      return verdicts.reduce(mergeVerdicts);
    },
    dispose: () => {
      launch.dispose();
      for (const [, buffer] of sets.flatMap((set) => [...set.inputs, ...set.outputs])) {
        buffer.destroy();
      }
      work.dispose?.();
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
      launch.run(runs);
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
