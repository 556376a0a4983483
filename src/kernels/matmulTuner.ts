import * as v from 'valibot';
import { createStorage, createStorageFrom, readBuffer } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { createRecorder } from '../gpu/recorder';
import {
  type MatmulBuffers,
  type MatmulPlan,
  type MatmulShape,
  type MatmulTraits,
  matmulProgram,
  matmulShapeKey,
  matmulTraits,
  planMatmul,
  runMatmul,
} from './matmul';
import { matmulReferenceAt } from './matmulReference';
import { listMatmulVariants, type MatmulVariant } from './matmulVariants';

/** The variant to use for a shape, by `matmulShapeKey`. */
export type TunedVariants = ReadonlyMap<string, MatmulVariant>;

/** Where winners are kept between visits. */
export interface TuningStore {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  clear(): Promise<void>;
}

export interface TuneOptions {
  readonly store: TuningStore;
  /** Tuning stops when this is spent; shapes not reached keep the shipped choice. */
  readonly budgetMs: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** The variants to choose from; by default every one worth timing. */
  readonly listVariants?: ListVariants;
}

type ListVariants = (shape: MatmulShape, traits: MatmulTraits) => readonly MatmulVariant[];

/** Dispatches of one sample take at least this long. */
const MIN_SAMPLE_MS = 5;
const ROUNDS = 5;
/** Entries of the output that are compared with float64, for sums of k products in (−1, 1) to 1e-4 · √k. */
const CHECKED_ENTRIES = 64;
const TOLERANCE = 1e-4;

const variantSchema = v.strictObject({
  family: v.picklist(['register', 'quad', 'tile', 'split-k']),
  rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
  cols: v.pipe(v.number(), v.integer(), v.minValue(1)),
  kStep: v.pipe(v.number(), v.integer(), v.minValue(1)),
  workgroupSize: v.pipe(v.number(), v.integer(), v.minValue(1)),
  workgroupHeight: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/**
 * Finds the fastest variant of each shape on the adapter at hand, by timing every variant that gives right results.
 * Winners are kept by adapter, shape and shader text; what is known already is not timed again.
 */
export async function tuneMatmul(
  gpu: Gpu,
  shapes: readonly MatmulShape[],
  options: TuneOptions,
): Promise<TunedVariants> {
  const deadlineMs = performance.now() + options.budgetMs;
  const listVariants = options.listVariants ?? listMatmulVariants;
  const winners = new Map<string, MatmulVariant>();
  for (const [index, shape] of shapes.entries()) {
    options.onProgress?.(index, shapes.length);
    const plans = listPlans(gpu, shape, listVariants);
    const key = await storageKey(gpu, shape, plans);
    const stored = findStored(await options.store.read(key).catch(() => undefined), plans);
    if (stored !== undefined) {
      winners.set(matmulShapeKey(shape), stored);
    } else if (performance.now() < deadlineMs) {
      const winner = await tuneShape(gpu, shape, plans, deadlineMs);
      if (winner !== undefined) {
        winners.set(matmulShapeKey(shape), winner);
        await options.store.write(key, winner).catch(() => undefined);
      }
    }
  }
  options.onProgress?.(shapes.length, shapes.length);
  return winners;
}

/** What was stored, if it is a variant that the adapter can run now; corrupt entries and older ones count as none. */
function findStored(value: unknown, plans: readonly MatmulPlan[]): MatmulVariant | undefined {
  const { success, output } = v.safeParse(variantSchema, value);
  const candidates = plans.map(({ variant }) => JSON.stringify(variant));
  return success && candidates.includes(JSON.stringify(output)) ? output : undefined;
}

/** Adapter, shape and the text of all candidates' shaders: a changed shader is tuned anew. */
async function storageKey(gpu: Gpu, shape: MatmulShape, plans: readonly MatmulPlan[]): Promise<string> {
  const { vendor, architecture, device, description, runtime } = gpu.adapter;
  const texts = plans.map((plan) => matmulProgram(plan).code);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(texts.join('\n')));
  const hash = Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return ['matmul', vendor, architecture, device, description, runtime, matmulShapeKey(shape), hash].join('/');
}

function listPlans(gpu: Gpu, shape: MatmulShape, listVariants: ListVariants): MatmulPlan[] {
  const traits = matmulTraits(gpu);
  return listVariants(shape, traits)
    .map((variant) => planMatmul(shape, traits, variant))
    .filter((plan) => plan !== undefined);
}

interface Candidate {
  readonly plan: MatmulPlan;
  readonly sampleMs: number[];
}

async function tuneShape(
  gpu: Gpu,
  shape: MatmulShape,
  plans: readonly MatmulPlan[],
  deadlineMs: number,
): Promise<MatmulVariant | undefined> {
  const operands = createOperands(gpu, shape);
  try {
    const candidates: Candidate[] = [];
    for (const plan of plans) {
      // A candidate that does not compile, or computes something else, is out; the others go on.
      if (performance.now() < deadlineMs && (await isRight(gpu, plan, operands).catch(() => false))) {
        candidates.push({ plan, sampleMs: [] });
      }
    }
    const [first] = candidates;
    if (first === undefined) {
      return undefined;
    }
    const dispatches = await countDispatches(gpu, first.plan, operands.buffers);
    for (let round = 0; round < ROUNDS && (round === 0 || performance.now() < deadlineMs); round++) {
      for (const { plan, sampleMs } of candidates) {
        sampleMs.push(await timeMs(gpu, plan, operands.buffers, dispatches));
      }
    }
    return candidates.reduce((best, candidate) => (median(candidate) < median(best) ? candidate : best)).plan.variant;
  } finally {
    operands.dispose();
  }
}

interface Operands {
  readonly values: { readonly a: Float32Array; readonly b: Float32Array; readonly extra: Float32Array };
  readonly buffers: MatmulBuffers;
  dispose(): void;
}

function createOperands(gpu: Gpu, shape: MatmulShape): Operands {
  const { batch, m, k, n } = shape;
  const values = {
    a: randomValues(m * k * (shape.sharesA ? 1 : batch)),
    b: randomValues(k * n * (shape.sharesB ? 1 : batch)),
    extra: randomValues(shape.epilogue === 'relu-mask' ? batch * m * n : n * (shape.sharesBias ? 1 : batch)),
  };
  const buffers = {
    a: createStorageFrom(gpu, 'weft.tuner.a', values.a),
    b: createStorageFrom(gpu, 'weft.tuner.b', values.b),
    extra: createStorageFrom(gpu, 'weft.tuner.extra', values.extra),
    out: createStorage(gpu, 'weft.tuner.out', batch * m * n * 4),
    ...(shape.hasColumnSums ? { columnSums: createStorage(gpu, 'weft.tuner.columnSums', batch * n * 4) } : {}),
    ...(shape.hasActivity
      ? { activity: createStorageFrom(gpu, 'weft.tuner.activity', new Uint32Array(batch).fill(1)) }
      : {}),
  };
  return {
    values,
    buffers: needsExtra(shape) ? buffers : withoutExtra(buffers),
    dispose: () => {
      for (const buffer of Object.values(buffers)) {
        buffer.destroy();
      }
    },
  };
}

function needsExtra({ epilogue }: MatmulShape): boolean {
  return epilogue !== 'none' && epilogue !== 'relu';
}

function withoutExtra({ extra: _, ...buffers }: MatmulBuffers): MatmulBuffers {
  return buffers;
}

/** Tuning needs values that are not zero, not a stream that can be repeated. */
function randomValues(length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, () => Math.random() * 2 - 1);
}

async function isRight(gpu: Gpu, plan: MatmulPlan, { values, buffers }: Operands): Promise<boolean> {
  const { shape } = plan;
  await gpu.pipelines.prepare(matmulProgram(plan));
  const outputs = [buffers.out, buffers.columnSums].filter((buffer) => buffer !== undefined);
  for (const output of outputs) {
    gpu.device.queue.writeBuffer(output, 0, new Float32Array(output.size / 4).fill(Number.NaN));
  }
  const recorder = createRecorder(gpu);
  runMatmul(recorder, plan, buffers);
  recorder.flush();
  const [out, sums] = await Promise.all(outputs.map(async (output) => new Float32Array(await readBuffer(gpu, output))));
  const product = (index: number) => matmulReferenceAt(shape, index, values.a, values.b, values.extra);
  // A column's sum is the product of a row of ones with it.
  const ones: MatmulShape = { ...shape, m: 1, transposeA: false, sharesA: true, epilogue: 'none' };
  const columnSum = (index: number) => matmulReferenceAt(ones, index, new Float32Array(shape.k).fill(1), values.b);
  return isClose(out as Float32Array, product, shape.k) && (sums === undefined || isClose(sums, columnSum, shape.k));
}

/** Every entry is written, and those looked at agree with float64. */
function isClose(actual: Float32Array, expectedAt: (index: number) => number, k: number): boolean {
  const stride = Math.max(1, Math.floor(actual.length / CHECKED_ENTRIES));
  const looksRight = (value: number, index: number) =>
    index % stride !== 0 || Math.abs(value - expectedAt(index)) <= TOLERANCE * Math.sqrt(k);
  return actual.every((value, index) => !Number.isNaN(value) && looksRight(value, index));
}

async function countDispatches(gpu: Gpu, plan: MatmulPlan, buffers: MatmulBuffers): Promise<number> {
  let dispatches = 1;
  while ((await timeMs(gpu, plan, buffers, dispatches)) < MIN_SAMPLE_MS) {
    dispatches *= 2;
  }
  return dispatches;
}

async function timeMs(gpu: Gpu, plan: MatmulPlan, buffers: MatmulBuffers, dispatches: number): Promise<number> {
  const recorder = createRecorder(gpu);
  for (let i = 0; i < dispatches; i++) {
    runMatmul(recorder, plan, buffers);
  }
  const startedAtMs = performance.now();
  recorder.flush();
  await gpu.health.settle();
  return performance.now() - startedAtMs;
}

function median({ sampleMs }: Candidate): number {
  return sampleMs.toSorted((a, b) => a - b)[Math.floor(sampleMs.length / 2)] ?? Number.POSITIVE_INFINITY;
}
