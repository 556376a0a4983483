import * as v from 'valibot';
import type { Gpu } from '../../gpu/device';
import { launch } from '../../gpu/kernel';
import { createRecorder } from '../../gpu/recorder';
import { listMatmulVariants } from './choice';
import { type MatmulBuffers, type MatmulPlan, planMatmul } from './plan';
import { type MatmulShape, matmulShapeKey } from './shape';
import { createMatmulTrial, isMatmulRight } from './trial';
import { type MatmulTraits, type MatmulVariant, matmulTraits, matmulVariantSchema } from './variants';

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
  /** The plans to choose from; by default one for every variant worth timing. */
  readonly listPlans?: ListPlans;
}

type ListPlans = (shape: MatmulShape, traits: MatmulTraits) => readonly MatmulPlan[];

/** Dispatches of one sample take at least this long. */
const MIN_SAMPLE_MS = 5;
const ROUNDS = 5;

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
  const { listPlans = planVariants } = options;
  const winners = new Map<string, MatmulVariant>();
  for (const [index, shape] of shapes.entries()) {
    options.onProgress?.(index, shapes.length);
    const plans = listPlans(shape, matmulTraits(gpu));
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
  const { success, output } = v.safeParse(matmulVariantSchema, value);
  const candidates = plans.map(({ variant }) => JSON.stringify(variant));
  return success && candidates.includes(JSON.stringify(output)) ? output : undefined;
}

/** Adapter, shape and the text of all candidates' shaders: a changed shader is tuned anew. */
async function storageKey(gpu: Gpu, shape: MatmulShape, plans: readonly MatmulPlan[]): Promise<string> {
  const { vendor, architecture, device, description, runtime } = gpu.adapter;
  const texts = plans.map(({ program }) => program.code);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(texts.join('\n')));
  const hash = Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return ['matmul', vendor, architecture, device, description, runtime, matmulShapeKey(shape), hash].join('/');
}

/** The plans of those variants that can be planned. */
export function planVariants(
  shape: MatmulShape,
  traits: MatmulTraits,
  variants: readonly MatmulVariant[] = listMatmulVariants(shape, traits),
): MatmulPlan[] {
  return variants.map((variant) => planMatmul(shape, traits, variant)).filter((plan) => plan !== undefined);
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
  const trial = await createMatmulTrial(gpu, shape);
  if (trial === undefined) {
    return undefined;
  }
  try {
    const candidates: Candidate[] = [];
    for (const plan of plans) {
      // A candidate that does not compile, or computes something else, is out; the others go on.
      if (performance.now() < deadlineMs && (await isMatmulRight(gpu, plan, trial).catch(() => false))) {
        candidates.push({ plan, sampleMs: [] });
      }
    }
    const [first] = candidates;
    if (first === undefined) {
      return undefined;
    }
    const dispatches = await countDispatches(gpu, first.plan, trial.buffers);
    for (let round = 0; round < ROUNDS && (round === 0 || performance.now() < deadlineMs); round++) {
      for (const { plan, sampleMs } of candidates) {
        sampleMs.push(await timeMs(gpu, plan, trial.buffers, dispatches));
      }
    }
    return candidates.reduce((best, candidate) => (median(candidate) < median(best) ? candidate : best)).plan.variant;
  } finally {
    trial.dispose();
  }
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
    launch(recorder, plan, buffers);
  }
  const startedAtMs = performance.now();
  recorder.flush();
  await gpu.health.settle();
  return performance.now() - startedAtMs;
}

function median({ sampleMs }: Candidate): number {
  return sampleMs.toSorted((a, b) => a - b)[Math.floor(sampleMs.length / 2)] ?? Number.POSITIVE_INFINITY;
}
