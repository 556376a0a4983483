import { adapterKey } from '../../gpu/adapter';
import type { Gpu } from '../../gpu/device';
import { countLaunchesFor, timeLaunchesMs } from '../timing';
import { listMatmulVariants } from './choice';
import { findStored } from './findStored';
import { measureFlopPerMs } from './peak';
import { type MatmulPlan, planMatmul } from './plan';
import { raceCandidates } from './race';
import { type MatmulShape, matmulFlop, matmulShapeKey } from './shape';
import { createMatmulTrial, isMatmulRight, type MatmulTrial } from './trial';
import { type MatmulTraits, type MatmulVariant, matmulTraits } from './variants';

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
  /**
   * Tuning ends when this is spent, or before; shapes not reached keep the shipped choice. A compilation or a launch that
   * is under way then is not waited for, or is short.
   */
  readonly budgetMs: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** Awaited before each thing that tuning asks of the GPU, for tuning beside other work. */
  readonly pause?: () => Promise<void>;
  /** The plans to choose from, the shipped choice first; by default one for every variant worth timing. */
  readonly listPlans?: ListPlans;
}

type ListPlans = (shape: MatmulShape, traits: MatmulTraits) => readonly MatmulPlan[];

/** Dispatches of one sample take at least this long: a hundred times what a browser's clock is rounded to. */
const MIN_SAMPLE_MS = 5;
/** Of the adapter's peak. What comes so near to it is taken at once: the rest would take longer to find than it saves. */
const GOOD_ENOUGH_SHARE = 0.9;

/**
 * Finds the fastest variant of each shape on the adapter at hand, by racing every variant that gives right results.
 * Winners are kept by adapter, driver, shape and shader text; what is known already is not timed again. Large products come
 * first, and each shape may take an equal part of what is left of the budget.
 * @example const variants = await tuneMatmul(gpu, [matmulShape({ m: 128, k: 784, n: 512 })], { store, budgetMs: 2000 });
 */
export async function tuneMatmul(
  gpu: Gpu,
  shapes: readonly MatmulShape[],
  options: TuneOptions,
): Promise<TunedVariants> {
  const deadlineMs = performance.now() + options.budgetMs;
  const { listPlans = planVariants, pause = async () => undefined } = options;
  const winners = new Map<string, MatmulVariant>();
  const unknown: { readonly shape: MatmulShape; readonly plans: readonly MatmulPlan[]; readonly key: string }[] = [];
  for (const shape of shapes) {
    const plans = listPlans(shape, matmulTraits(gpu));
    const key = await storageKey(gpu, shape, plans);
    const stored = findStored(await options.store.read(key).catch(() => undefined), plans);
    if (stored === undefined) {
      unknown.push({ shape, plans, key });
    } else {
      winners.set(matmulShapeKey(shape), stored);
    }
  }
  const largestFirst = unknown.toSorted((one, other) => matmulFlop(other.shape) - matmulFlop(one.shape));
  for (const [index, { shape, plans, key }] of largestFirst.entries()) {
    options.onProgress?.(shapes.length - unknown.length + index, shapes.length);
    const nowMs = performance.now();
    const shareEndsMs = nowMs + (deadlineMs - nowMs) / (unknown.length - index);
    // A GPU process that compiles may answer nothing meanwhile, not even that there is room for operands.
    const winner = await untilTime(deadlineMs, () => tuneShape(gpu, plans, { shape, deadlineMs: shareEndsMs, pause }));
    if (winner !== undefined) {
      winners.set(matmulShapeKey(shape), winner);
      await options.store.write(key, winner).catch(() => undefined);
    }
  }
  options.onProgress?.(shapes.length, shapes.length);
  return winners;
}

/**
 * Adapter and its driver, browser or Dawn with its version (they compile the shaders), shape, and the text of all
 * candidates' shaders: where one of them is another, the shape is tuned anew.
 */
async function storageKey(gpu: Gpu, shape: MatmulShape, plans: readonly MatmulPlan[]): Promise<string> {
  const texts = plans.map(({ program }) => program.code);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(texts.join('\n')));
  const hash = Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return ['matmul', adapterKey(gpu.adapter), matmulShapeKey(shape), hash].join('/');
}

/** The plans of those variants that can be planned. */
export function planVariants(
  shape: MatmulShape,
  traits: MatmulTraits,
  variants: readonly MatmulVariant[] = listMatmulVariants(shape, traits),
): MatmulPlan[] {
  return variants.map((variant) => planMatmul(shape, traits, variant)).filter((plan) => plan !== undefined);
}

interface ShapeTuning {
  readonly shape: MatmulShape;
  readonly deadlineMs: number;
  readonly pause: () => Promise<void>;
}

async function tuneShape(
  gpu: Gpu,
  plans: readonly MatmulPlan[],
  tuning: ShapeTuning,
): Promise<MatmulVariant | undefined> {
  const { shape, deadlineMs, pause } = tuning;
  const trial = await createMatmulTrial(gpu, shape);
  if (trial === undefined) {
    return undefined;
  }
  try {
    const candidates = await listRight(gpu, plans, trial, tuning);
    const [first, ...others] = candidates;
    if (first === undefined || others.length === 0) {
      return first?.variant;
    }
    const flopPerMs = (await untilTime(deadlineMs, () => measureFlopPerMs(gpu))) ?? Number.POSITIVE_INFINITY;
    const dispatches = await countLaunchesFor(gpu, first, trial.buffers, MIN_SAMPLE_MS);
    const winner = await raceCandidates(candidates, {
      sampleMs: async (plan) => {
        await pause();
        return timeLaunchesMs(gpu, plan, trial.buffers, dispatches);
      },
      deadlineMs,
      goodEnoughMs: (dispatches * matmulFlop(shape)) / (GOOD_ENOUGH_SHARE * flopPerMs),
    });
    return winner?.variant;
  } finally {
    trial.dispose();
  }
}

/** A candidate that doesn't compile, computes something else or comes too late is out; the others go on. */
async function listRight(
  gpu: Gpu,
  plans: readonly MatmulPlan[],
  trial: MatmulTrial,
  { deadlineMs, pause }: ShapeTuning,
): Promise<MatmulPlan[]> {
  const right: MatmulPlan[] = [];
  for (const plan of plans) {
    await pause();
    const compiled = await untilTime(deadlineMs, () => gpu.pipelines.prepare(plan.program).catch(() => undefined));
    if (compiled !== undefined && (await isMatmulRight(gpu, plan, trial))) {
      right.push(plan);
    }
  }
  return right;
}

/** What comes of some work, or `undefined` where it takes longer than until `deadlineMs`; it then ends by itself. */
async function untilTime<T>(deadlineMs: number, work: () => Promise<T>): Promise<T | undefined> {
  const leftMs = deadlineMs - performance.now();
  if (leftMs <= 0) {
    return undefined;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, leftMs, undefined);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
