import copySource from '../../shaders/benchCopy.wgsl?raw';
import copyScalarSource from '../../shaders/benchCopyScalar.wgsl?raw';
import emptySource from '../../shaders/benchEmpty.wgsl?raw';
import { createStorage, readBuffer } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { type BuffersOf, defineKernel, type Launch, launch } from '../gpu/kernel';
import { type MultiplyAddSizes, type MultiplyAddVariant, planMultiplyAdd } from '../kernels/multiplyAdd';
import { type ExpectedOutput, sampleIndices } from './work/checkOutputs';
import type { CompetitorEntry } from './work/competitor';
import { comparedWith, openKernel, openStateful } from './work/kernelCompetitor';
import { randomFloats } from './work/randomData';

const TRANSFER = { input: 'read', out: 'read-write' } as const;
const copy = defineKernel('benchCopy', copySource, TRANSFER);
const copyScalar = defineKernel('benchCopyScalar', copyScalarSource, TRANSFER);
const empty = defineKernel('benchEmpty', emptySource, { out: 'read-write' });

const COPY_WORKGROUP_SIZE = 256;
/** Numbers with which a chain's end tells how many steps were done: it climbs to about 4096, never reaching it. */
const FACTOR = 1 - 2 ** -12;
const ADDEND = 1;
/** The rounding of some thousand steps; a step left out is more. */
const TOLERANCE = 5e-5;

export interface PeakSizes extends MultiplyAddSizes {
  readonly copyBytes: number;
}

/** Enough to fill the adapter, and for the copy to leave its caches. */
export function peakSizesFor(gpu: Gpu): PeakSizes {
  return gpu.adapter.isFallback
    ? { threads: 4096, steps: 512, copyBytes: 32 * 2 ** 20 }
    : { threads: 2 ** 18, steps: 4096, copyBytes: 128 * 2 ** 20 };
}

export function multiplyAddEntry(gpu: Gpu, variant: MultiplyAddVariant, sizes: PeakSizes): CompetitorEntry {
  const { chains, usesFma } = variant;
  const { threads, steps } = sizes;
  return launchEntry(gpu, `${chains} × vec4, ${usesFma ? 'fma(a, b, c)' : 'a * b + c'}`, {
    ...planMultiplyAdd(variant, sizes),
    input: () => Float32Array.of(FACTOR, ADDEND),
    outputBytes: threads * 4,
    expected: () => {
      const indices = sampleIndices(threads, 1024);
      return {
        name: 'sums',
        length: threads,
        indices,
        values: sumsOfChains(indices, chains, steps),
        tolerance: TOLERANCE,
      };
    },
  });
}

/** x₀ · factorⁿ + addend · (1 − factorⁿ)/(1 − factor), summed over an invocation's chains. */
function sumsOfChains(invocations: Uint32Array, chains: number, steps: number): Float64Array {
  const decay = FACTOR ** steps;
  const numbers = 4 * chains;
  const gained = (numbers * ADDEND * (1 - decay)) / (1 - FACTOR);
  return Float64Array.from(invocations, (invocation) => {
    const starts = numbers * (invocation & 15) + (numbers * (numbers - 1)) / 2;
    return starts * decay + gained;
  });
}

export function vectorCopyEntry(gpu: Gpu, { copyBytes }: PeakSizes): CompetitorEntry {
  const vectors = copyBytes / 16;
  return copyEntry(gpu, 'vec4 copy', copyBytes, {
    program: copy.program({ VECTORS: vectors, WORKGROUP_SIZE: COPY_WORKGROUP_SIZE }),
    grid: [vectors / COPY_WORKGROUP_SIZE, 1, 1],
  });
}

const COPY_PER_INVOCATION = 4;

export function scalarCopyEntry(gpu: Gpu, { copyBytes }: PeakSizes): CompetitorEntry {
  const words = copyBytes / 4;
  return copyEntry(gpu, 'f32 copy', copyBytes, {
    program: copyScalar.program({
      WORDS: words,
      PER_INVOCATION: COPY_PER_INVOCATION,
      WORKGROUP_SIZE: COPY_WORKGROUP_SIZE,
    }),
    grid: [words / (COPY_WORKGROUP_SIZE * COPY_PER_INVOCATION), 1, 1],
  });
}

function copyEntry(gpu: Gpu, variant: string, copyBytes: number, plan: Launch<typeof TRANSFER>): CompetitorEntry {
  return launchEntry(gpu, variant, {
    ...plan,
    input: () => repeatedFloats(copyBytes / 4),
    outputBytes: copyBytes,
    expected: (input) => {
      const indices = sampleIndices(input.length, 4096);
      const values = Float64Array.from(indices, (index) => input[index] as number);
      return { name: 'copy', length: input.length, indices, values, tolerance: 0 };
    },
  });
}

/** A random stretch over and over: what is copied does not matter, and random numbers take their time. */
function repeatedFloats(length: number): Float32Array<ArrayBuffer> {
  const stretch = randomFloats(1, 2 ** 18);
  const values = new Float32Array(length);
  for (let offset = 0; offset < length; offset += stretch.length) {
    values.set(stretch.subarray(0, length - offset), offset);
  }
  return values;
}

interface Transfer extends Launch<typeof TRANSFER> {
  readonly input: () => Float32Array;
  readonly outputBytes: number;
  readonly expected: (input: Float32Array) => ExpectedOutput;
}

function launchEntry(gpu: Gpu, variant: string, transfer: Transfer): CompetitorEntry {
  return {
    implementation: 'weft',
    isProbe: true,
    variant,
    open: () => {
      const data = transfer.input();
      return openKernel<BuffersOf<typeof TRANSFER>>(gpu, {
        inputs: { input: data },
        outputs: { out: { bytes: transfer.outputBytes } },
        record: (recorder, buffers) => launch(recorder, transfer, buffers),
        verify: comparedWith(() => [transfer.expected(data)]),
      });
    },
  };
}

/** Launches that count themselves: every one must have run. */
export function emptyEntry(gpu: Gpu): CompetitorEntry {
  const plan: Launch<typeof empty.specs> = { program: empty.program(), grid: [1, 1, 1] };
  return {
    implementation: 'weft',
    isProbe: true,
    variant: 'empty dispatch',
    open: () => {
      const counter = createStorage(gpu, 'weft.bench.counter', 4);
      return openStateful(gpu, {
        record: (recorder) => launch(recorder, plan, { out: counter }),
        reset: () => gpu.device.queue.writeBuffer(counter, 0, Uint32Array.of(0)),
        verify: async (runs) => {
          const [counted] = new Uint32Array(await readBuffer(gpu, counter));
          const fault = counted === runs ? {} : { fault: `${counted} of ${runs} launches ran` };
          return { maxRelativeError: 0, checkedEntries: 1, outputEntries: 1, ...fault };
        },
        dispose: () => counter.destroy(),
      });
    },
  };
}
