import type { Gpu } from '../../gpu/device';
import type { LaunchPlan } from '../../gpu/recorder';
import { adam } from '../adam';
import { gradientSquares } from '../gradientSquares';
import { narrowDenseGradients } from '../narrowDenseGradients';
import { negate } from '../negate';
import { gatherNormalize } from '../normalization/gatherNormalize';
import { normalizeStatistics } from '../normalization/normalizeStatistics';
import { predictClasses } from '../predictClasses';
import { softmaxCrossEntropy } from '../softmaxCrossEntropy';
import { unitMoments } from '../unitMoments';
import { adamTest } from './adamTest';
import { gradientSquaresTest, negateTest, unitMomentsTest } from './diagnosisTests';
import { gatherTest } from './gatherTest';
import { type LaunchTest, type LentBuffers, runLaunchTest } from './launchTest';
import { lossTest } from './lossTest';
import { narrowDenseTest } from './narrowDenseTest';
import { predictionsTest } from './predictionsTest';
import { isKnownRight, rememberRight, type SelfTestStore } from './rightPrograms';
import { wrongKernel } from './selfTestErrors';
import { listSituations, type Situation } from './situations';
import { statisticsTest } from './statisticsTest';

type MakeTest = (plan: never, situation: Situation) => LaunchTest;

/** Of every kernel that a run launches but products, which `matmul/selfTest.ts` tests. */
const TESTS: ReadonlyMap<unknown, MakeTest> = new Map<unknown, MakeTest>([
  [adam, adamTest],
  [gatherNormalize, gatherTest],
  [gradientSquares, gradientSquaresTest],
  [narrowDenseGradients, narrowDenseTest],
  [negate, negateTest],
  [normalizeStatistics, statisticsTest],
  [predictClasses, predictionsTest],
  [softmaxCrossEntropy, lossTest],
  [unitMoments, unitMomentsTest],
]);

/** What a plan says of its kernel and its members. */
interface KernelPlan {
  readonly program: LaunchPlan['program'] & { readonly kernel: { readonly name: string } };
  readonly shape: { readonly members?: number; readonly hasActivity?: boolean };
}

export interface ProgramTestOptions {
  readonly store?: SelfTestStore | undefined;
  /** What the plan will be launched on. */
  readonly lent?: LentBuffers;
}

/**
 * What is wrong with a plan's program, run as it is on random operands and compared with float64, as a sentence; `undefined`
 * where it is right.
 * @throws WeftError `out-of-memory` where there is no room for the operands; Error where there is no test of its kernel.
 */
export async function findFault(gpu: Gpu, plan: LaunchPlan, lent: LentBuffers = {}): Promise<string | undefined> {
  const { program, shape } = plan as unknown as KernelPlan;
  const makeTest = TESTS.get(program.kernel);
  if (makeTest === undefined) {
    throw new Error(`There is no self-test of kernel ${program.kernel.name}.`);
  }
  const { members = 1, hasActivity = false } = shape;
  const hasBatch = program.bindings.some(({ name }) => name === 'batch');
  // Adam has its members' activity in their settings.
  const canLeaveOut = hasActivity || program.kernel === (adam as unknown);
  const situations = listSituations({ members, canLeaveOut, hasBatch });
  const tests = situations.map((situation) => makeTest(plan as never, situation));
  const faults = await Promise.all(tests.map((test) => runLaunchTest(gpu, test, lent)));
  return faults.find((fault) => fault !== undefined);
}

/** The same, remembered where it is right: by text on this device, and in the store by text, adapter, driver and version. */
export async function isProgramRight(
  gpu: Gpu,
  plan: LaunchPlan,
  { store, lent }: ProgramTestOptions = {},
): Promise<boolean> {
  const isRight = (await isProgramKnownRight(gpu, plan, store)) || (await findFault(gpu, plan, lent)) === undefined;
  gpu.pipelines.judge(plan.program, isRight ? 'right' : 'wrong');
  if (isRight) {
    await rememberRight(gpu, plan.program, store);
  }
  return isRight;
}

export async function isProgramKnownRight(gpu: Gpu, plan: LaunchPlan, store?: SelfTestStore): Promise<boolean> {
  return gpu.pipelines.verdictOn(plan.program) === 'right' || (await isKnownRight(gpu, plan.program, store));
}

/**
 * For a program that has no other in its place.
 * @throws WeftError `wrong-result` where it is wrong.
 */
export async function requireRightProgram(gpu: Gpu, plan: LaunchPlan, options: ProgramTestOptions = {}): Promise<void> {
  await gpu.pipelines.prepare(plan.program);
  if (!(await isProgramRight(gpu, plan, options))) {
    throw wrongKernel(gpu, plan.program, { isTraining: false });
  }
}
