import type { Dispatch, LaunchPlan } from '../../gpu/recorder';
import { isMatmulPlan } from '../../kernels/matmul/plan';
import { isProgramKnownRight, isProgramRight } from '../../kernels/selfTest/kernelTests';
import type { LentBuffers } from '../../kernels/selfTest/launchTest';
import { wrongKernel } from '../../kernels/selfTest/selfTestErrors';
import type { CapturedWork, TfjsBridge } from '../../tfjs/bridge';
import type { PrepareOptions } from '../loop/trainee';

export interface WorkTestOptions<Name extends string> extends Pick<PrepareOptions, 'selfTests' | 'onDropped'> {
  readonly names: readonly Name[];
  /** The step of a kind. Asking for another may dispose of it. */
  readonly workOf: (name: Name) => CapturedWork;
  /** Makes the steps anew, with other programs in the place of wrong ones, and compiles these. */
  readonly recapture: () => Promise<void>;
}

/** The plans of dispatches, each program's once. */
export function plansOf(dispatches: readonly Dispatch[]): LaunchPlan[] {
  return [...new Map(dispatches.map(({ plan }) => [plan.program.code, plan])).values()];
}

/**
 * Tests each program of the steps that is no product, on the buffers that it will run on. A wrong one is dropped where
 * there is another for its work.
 * @throws WeftError `wrong-result` where there is none.
 */
export async function requireRightWorks<Name extends string>(
  bridge: TfjsBridge,
  options: WorkTestOptions<Name>,
): Promise<void> {
  const { names, workOf, onDropped, recapture } = options;
  for (;;) {
    const plans = plansOf(names.flatMap((name) => workOf(name).dispatches)).filter((plan) => !isMatmulPlan(plan));
    const wrong = await findWrong(bridge, plans, options);
    if (wrong.size === 0) {
      for (const label of new Set(plans.flatMap(({ replaces }) => replaces?.label ?? []))) {
        onDropped?.(label);
      }
      return;
    }
    await recapture();
    const left = names.flatMap((name) => workOf(name).programs).find(({ code }) => wrong.has(code));
    if (left !== undefined) {
      throw wrongKernel(bridge.gpu, left, { isTraining: false });
    }
  }
}

/** @returns the texts of the programs that are wrong. */
async function findWrong<Name extends string>(
  { gpu, flush }: TfjsBridge,
  plans: readonly LaunchPlan[],
  { names, workOf, selfTests: store }: WorkTestOptions<Name>,
): Promise<Set<string>> {
  const wrong = new Set<string>();
  const untested = new Set<string>();
  for (const plan of plans) {
    if (!(await isProgramKnownRight(gpu, plan, store))) {
      untested.add(plan.program.code);
    }
  }
  for (const name of untested.size > 0 ? names : []) {
    for (const { plan, buffers } of workOf(name).dispatches) {
      const { program } = plan;
      if (untested.delete(program.code)) {
        flush();
        const lent: LentBuffers = Object.fromEntries(program.bindings.map((of, index) => [of.name, buffers[index]]));
        if (!(await isProgramRight(gpu, plan, { store, lent }))) {
          wrong.add(program.code);
        }
      }
    }
  }
  return wrong;
}
