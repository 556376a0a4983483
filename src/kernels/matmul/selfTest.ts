import { WeftError } from '../../errors';
import type { Gpu } from '../../gpu/device';
import { isKnownRight, rememberRight, type SelfTestStore } from '../selfTest/rightPrograms';
import { noRoomForTest, wrongKernel } from '../selfTest/selfTestErrors';
import { chooseMatmulVariant, listMatmulVariants, plainMatmulVariant, starterMatmulVariant } from './choice';
import { type MatmulPlan, planMatmul } from './plan';
import type { MatmulShape } from './shape';
import { createMatmulTrial, isMatmulRight } from './trial';
import { type MatmulVariant, matmulTraits } from './variants';

export interface SelfTestOptions {
  readonly store?: SelfTestStore | undefined;
  /** Told the label of each program that is wrong. */
  readonly onDropped?: ((program: string) => void) | undefined;
}

export interface RightPlan {
  readonly plan: MatmulPlan;
  /** Another than the one asked for. */
  readonly isReplaced: boolean;
}

/** Two products show whether a program tells those of a batch from each other. */
const TESTED_PRODUCTS = 2;

/**
 * The plan of a product whose program, run once as it is on random operands, agrees with float64: the one asked for, or
 * else the first of the adapter's others that does. Right ones are remembered by text, adapter, driver and version.
 * @param wanted by default the shipped choice.
 * @throws WeftError `wrong-result` where none does; `out-of-memory` where there is no room for the operands.
 */
export async function chooseRightPlan(
  gpu: Gpu,
  shape: MatmulShape,
  wanted: MatmulVariant | undefined,
  { store, onDropped }: SelfTestOptions = {},
): Promise<RightPlan> {
  const traits = matmulTraits(gpu);
  const variants = [
    wanted ?? chooseMatmulVariant(shape, traits),
    starterMatmulVariant(shape, traits),
    ...listMatmulVariants(shape, traits),
    plainMatmulVariant(shape),
  ];
  const tested = new Set<string>();
  let first: MatmulPlan | undefined;
  for (const variant of variants) {
    const plan = variant && planMatmul(shape, traits, variant);
    if (plan === undefined || tested.has(plan.program.code)) {
      continue;
    }
    first ??= plan;
    tested.add(plan.program.code);
    if (await isKnownRight(gpu, plan.program, store)) {
      return { plan, isReplaced: plan !== first };
    }
    if (await isPlanRight(gpu, plan, TESTED_PRODUCTS)) {
      await rememberRight(gpu, plan.program, store);
      return { plan, isReplaced: plan !== first };
    }
    onDropped?.(plan.program.label);
  }
  if (first === undefined) {
    throw new WeftError('bad-shape', `No grid of workgroups covers a product of ${JSON.stringify(shape)}.`);
  }
  throw wrongKernel(gpu, first.program, { isTraining: false });
}

/**
 * Whether a plan's program agrees with float64 on random operands, of at most so many products of the batch where it can
 * leave the others out, or is the same program for any number of them. One that does not compile is not right.
 * @throws WeftError `out-of-memory` where there is no room for the operands.
 */
export async function isPlanRight(gpu: Gpu, plan: MatmulPlan, products: number): Promise<boolean> {
  const few = { ...plan.shape, batch: Math.min(plan.shape.batch, products) };
  const smaller = planMatmul(few, matmulTraits(gpu), plan.variant);
  const run = smaller?.program.code === plan.program.code ? smaller : plan;
  const trial = await createMatmulTrial(gpu, run.shape, run.shape.hasActivity ? products : run.shape.batch);
  if (trial === undefined) {
    throw noRoomForTest();
  }
  try {
    return await isMatmulRight(gpu, run, trial);
  } catch (error) {
    if (error instanceof WeftError && error.code === 'shader-error') {
      return false;
    }
    throw error;
  } finally {
    trial.dispose();
  }
}
