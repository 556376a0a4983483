import copySource from '../../shaders/benchCopy.wgsl?raw';
import emptySource from '../../shaders/benchEmpty.wgsl?raw';
import multiplyAddSource from '../../shaders/benchMultiplyAdd.wgsl?raw';
import { WeftError } from '../errors';
import { createStorage, readBuffer } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import type { Program } from '../gpu/pipelines';
import type { Grid } from '../gpu/recorder';
import { specializeShader } from '../gpu/shaderSource';
import type { Peaks } from './benchReport';
import { type ExpectedOutput, sampleIndices } from './checkOutputs';
import { openKernel, openStateful } from './kernelCompetitor';
import { type CompetitorEntry, type Measurement, type MeasureOptions, measureCase } from './measure';
import { randomFloats } from './randomData';

const WORKGROUP_SIZE = 64;
const INNER_STEPS = 8;

/** How the multiply-adds of one candidate are arranged. */
interface MultiplyAddVariant {
  /** Independent chains of four numbers an invocation keeps. */
  readonly chains: number;
  readonly usesFma: boolean;
}

/** Few chains wait for themselves, many do not fit the registers; where that turns differs between adapters. */
const VARIANTS: readonly MultiplyAddVariant[] = [1, 2, 3, 4, 8].flatMap((chains) => [
  { chains, usesFma: true },
  { chains, usesFma: false },
]);

/** Numbers with which a chain's end tells how many steps were done: it climbs to about 4096, never reaching it. */
const FACTOR = 1 - 2 ** -12;
const ADDEND = 1;
/** The rounding of some thousand steps; a step left out is more. */
const TOLERANCE = 5e-5;

interface Sizes {
  readonly threads: number;
  /** Multiply-adds of a chain. */
  readonly steps: number;
  readonly copyBytes: number;
}

/** Enough to fill the adapter, and for the copy to leave its caches. */
function sizesFor(gpu: Gpu): Sizes {
  return gpu.adapter.isFallback
    ? { threads: 4096, steps: 512, copyBytes: 32 * 2 ** 20 }
    : { threads: 2 ** 18, steps: 4096, copyBytes: 256 * 2 ** 20 };
}

/**
 * What the adapter can do at best: float32 multiply-adds, by the best of several arrangements; bytes copied; launches.
 * @throws WeftError `run-failed` where one cannot be measured.
 */
export async function measurePeaks(gpu: Gpu, options: MeasureOptions): Promise<Peaks | undefined> {
  const sizes = sizesFor(gpu);
  const tried = await measureCase(
    VARIANTS.map((variant) => multiplyAddEntry(gpu, variant, sizes)),
    { ...options, samples: 3 },
  );
  const others = tried && (await measureCase([copyEntry(gpu, sizes), emptyEntry(gpu)], options));
  if (tried === undefined || others === undefined) {
    return undefined;
  }
  const [best] = tried
    .map((measurement, index) => {
      const flop = 8 * (VARIANTS[index] as MultiplyAddVariant).chains * sizes.steps * sizes.threads;
      return { measurement, gflopPerSecond: flop / 1e6 / medianMsOf(measurement, 'The multiply-add peak') };
    })
    .sort((a, b) => b.gflopPerSecond - a.gflopPerSecond);
  const [copy, empty] = others as [Measurement, Measurement];
  return {
    fmaGflopPerSecond: best?.gflopPerSecond ?? Number.NaN,
    fmaVariant: best?.measurement.entry.variant ?? '',
    copyGbPerSecond: (2 * sizes.copyBytes) / 1e6 / medianMsOf(copy, 'The copy peak'),
    emptyDispatchUs: 1000 * medianMsOf(empty, 'The empty dispatch'),
  };
}

function medianMsOf({ wallMs, status, reason }: Measurement, name: string): number {
  if (wallMs === undefined) {
    throw new WeftError('run-failed', `${name} could not be measured: ${status}, ${reason}.`);
  }
  return wallMs.median;
}

function multiplyAddEntry(
  gpu: Gpu,
  { chains, usesFma }: MultiplyAddVariant,
  { threads, steps }: Sizes,
): CompetitorEntry {
  const program: Program = {
    label: 'weft.benchMultiplyAdd',
    code: specializeShader(multiplyAddSource, {
      CHAINS: chains,
      STEPS: steps / INNER_STEPS,
      INNER_STEPS,
      THREADS: threads,
      WORKGROUP_SIZE,
      USES_FMA: usesFma,
      USES_OPERATORS: !usesFma,
    }),
    bindings: ['read', 'read-write'],
  };
  return launchEntry(gpu, `${chains} × vec4, ${usesFma ? 'fma(a, b, c)' : 'a * b + c'}`, program, {
    grid: [threads / WORKGROUP_SIZE, 1, 1],
    input: Float32Array.of(FACTOR, ADDEND),
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

function copyEntry(gpu: Gpu, { copyBytes }: Sizes): CompetitorEntry {
  const vectors = copyBytes / 16;
  const input = randomFloats(1, copyBytes / 4);
  const indices = Uint32Array.from({ length: 4096 }, (_, i) => Math.floor((i * (input.length - 1)) / 4095));
  const program: Program = {
    label: 'weft.benchCopy',
    code: specializeShader(copySource, { VECTORS: vectors, WORKGROUP_SIZE: 256 }),
    bindings: ['read', 'read-write'],
  };
  return launchEntry(gpu, 'vec4 copy', program, {
    grid: [vectors / 256, 1, 1],
    input,
    outputBytes: copyBytes,
    expected: () => ({
      name: 'copy',
      length: input.length,
      indices,
      values: Float64Array.from(indices, (index) => input[index] as number),
      tolerance: 0,
    }),
  });
}

interface Launch {
  readonly grid: Grid;
  readonly input: Float32Array;
  readonly outputBytes: number;
  readonly expected: () => ExpectedOutput;
}

function launchEntry(gpu: Gpu, variant: string, program: Program, launch: Launch): CompetitorEntry {
  return {
    implementation: 'weft',
    variant,
    open: () =>
      openKernel<{ input: GPUBuffer; out: GPUBuffer }>(gpu, {
        inputs: { input: launch.input },
        outputs: { out: launch.outputBytes },
        record: (recorder, { input, out }) => recorder.record({ program, buffers: [input, out], grid: launch.grid }),
        expected: () => [launch.expected()],
      }),
  };
}

/** Launches that count themselves: every one must have run. */
function emptyEntry(gpu: Gpu): CompetitorEntry {
  const program: Program = { label: 'weft.benchEmpty', code: emptySource, bindings: ['read-write'] };
  return {
    implementation: 'weft',
    variant: 'empty dispatch',
    open: () => {
      const counter = createStorage(gpu, 'weft.bench.counter', 4);
      return openStateful(gpu, {
        record: (recorder) => recorder.record({ program, buffers: [counter], grid: [1, 1, 1] }),
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
