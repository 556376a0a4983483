import type { LaunchPlan } from '../../gpu/recorder';
import { starterMatmulVariant } from '../../kernels/matmul/choice';
import { chooseRightPlan, isPlanRight } from '../../kernels/matmul/selfTest';
import { type MatmulShape, matmulShapeKey } from '../../kernels/matmul/shape';
import { type TunedVariants, tuneMatmul } from '../../kernels/matmul/tuner';
import { type MatmulVariant, matmulTraits } from '../../kernels/matmul/variants';
import { wrongKernel } from '../../kernels/selfTest/selfTestErrors';
import type { CapturedWork, TfjsBridge } from '../../tfjs/bridge';
import { MatmulPlans, withMatmulPlans } from '../../tfjs/matmulOp';
import type { PrepareOptions } from '../loop/trainee';
import { plansOf, requireRightWorks } from './workTests';

/**
 * The steps of a population, each made out of tfjs's tape once and then replayed: a step costs no tape, only the
 * encoding of its dispatches. Also compiles what they need; where the fast kernels take long to compile, the steps
 * start on kernels that compile quickly and change over when the fast ones are there. Both sum in the same order, so
 * the change does not show in any bit.
 */
export class StepWorks<Name extends string> {
  readonly #bridge: TfjsBridge;
  #names: readonly Name[];
  readonly #capture: (name: Name) => CapturedWork;
  /** One at a time: the next one's tensors take the memory of the last one's. */
  #current: { readonly name: Name; readonly work: CapturedWork } | undefined;
  #plans: MatmulPlans;
  #variants: TunedVariants = new Map();
  #upgrade: TunedVariants | undefined;
  #upgradeCompiled: Promise<void> = Promise.resolve();
  #isDisposed = false;

  /** @param capture captures one step of a kind. */
  constructor(bridge: TfjsBridge, names: readonly Name[], capture: (name: Name) => CapturedWork) {
    this.#bridge = bridge;
    this.#names = names;
    this.#capture = capture;
    this.#plans = new MatmulPlans(bridge);
  }

  /** The step of a kind, on the fastest kernels that are compiled. Call between steps. */
  of(name: Name): CapturedWork {
    if (this.#upgrade !== undefined) {
      this.#use(this.#upgrade);
      this.#upgrade = undefined;
    }
    if (this.#current?.name !== name) {
      this.#forget();
      this.#current = { name, work: withMatmulPlans(this.#bridge, this.#plans, () => this.#capture(name)) };
    }
    return this.#current.work;
  }

  /** What products are done with otherwise than shipped, since `prepare`. */
  get variants(): TunedVariants {
    return this.#variants;
  }

  /** See `Trainee`. */
  async checkProduct(): Promise<void> {
    const { shapes } = this.#plans;
    const shape = shapes[Math.floor(Math.random() * shapes.length)];
    const plan = shape && this.#plans.of(shape);
    if (plan !== undefined && !(await isPlanRight(this.#bridge.gpu, plan, 1))) {
      throw wrongKernel(this.#bridge.gpu, plan.program, { isTraining: true });
    }
  }

  /** @param names of the steps to come; by default those that the constructor was given. */
  async prepare(options: PrepareOptions = {}, names: readonly Name[] = this.#names): Promise<void> {
    const { onCompiled, tuning, variants } = options;
    this.#names = names;
    let plans = this.#listPlans();
    const { shapes } = this.#plans;
    this.#variants =
      variants ?? (tuning === undefined ? new Map() : await tuneMatmul(this.#bridge.gpu, shapes, tuning));
    if (this.#variants.size > 0) {
      this.#use(this.#variants);
      plans = this.#listPlans();
    }
    const traits = matmulTraits(this.#bridge.gpu);
    const starters = new Map<string, MatmulVariant>();
    for (const shape of shapes) {
      const starter = starterMatmulVariant(shape, traits);
      if (starter !== undefined && !this.#variants.has(matmulShapeKey(shape))) {
        starters.set(matmulShapeKey(shape), starter);
      }
    }
    if (starters.size > 0) {
      const fastPlans = plans;
      this.#use(new Map([...this.#variants, ...starters]));
      await this.#compile(this.#listPlans(), onCompiled);
      await this.#useRight(shapes, new Map([...this.#variants, ...starters]), options);
      await this.#requireRightOthers(options);
      // In the background; a fast kernel that fails to compile leaves the quick one in its place.
      this.#upgradeCompiled = this.#compileUpgrade(shapes, fastPlans, options).catch(() => undefined);
      return;
    }
    await this.#compile(plans, onCompiled);
    this.#variants = await this.#useRight(shapes, this.#variants, options);
    await this.#requireRightOthers(options);
  }

  async #compileUpgrade(
    shapes: readonly MatmulShape[],
    plans: readonly LaunchPlan[],
    options: PrepareOptions,
  ): Promise<void> {
    await this.#compile(plans);
    if (!this.#isDisposed) {
      this.#variants = await this.#dropWrong(shapes, this.#variants, options);
      this.#upgrade = this.#variants;
    }
  }

  /** Resolves when no faster kernels are to come. */
  async whenFastest(): Promise<void> {
    await this.#upgradeCompiled;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#forget();
  }

  /** @returns the variants to use; the given ones where all give right results. */
  async #useRight(
    shapes: readonly MatmulShape[],
    variants: TunedVariants,
    options: PrepareOptions,
  ): Promise<TunedVariants> {
    const right = await this.#dropWrong(shapes, variants, options);
    if (right !== variants) {
      this.#use(right);
      await this.#compile(this.#listPlans());
    }
    return right;
  }

  async #dropWrong(
    shapes: readonly MatmulShape[],
    variants: TunedVariants,
    { selfTests, onDropped }: PrepareOptions,
  ): Promise<TunedVariants> {
    const replaced = new Map<string, MatmulVariant>();
    for (const shape of shapes) {
      const key = matmulShapeKey(shape);
      const right = await chooseRightPlan(this.#bridge.gpu, shape, variants.get(key), { store: selfTests, onDropped });
      if (right.isReplaced) {
        replaced.set(key, right.plan.variant);
      }
    }
    return replaced.size > 0 ? new Map([...variants, ...replaced]) : variants;
  }

  /** Of the programs that are no products. */
  async #requireRightOthers(options: PrepareOptions): Promise<void> {
    await requireRightWorks(this.#bridge, {
      ...options,
      names: this.#names,
      workOf: (name) => this.of(name),
      recapture: async () => {
        this.#forget();
        await this.#compile(this.#listPlans());
      },
    });
  }

  #use(variants: TunedVariants): void {
    this.#plans = new MatmulPlans(this.#bridge, variants);
    this.#forget();
  }

  #forget(): void {
    this.#current?.work.dispose();
    this.#current = undefined;
  }

  #listPlans(): LaunchPlan[] {
    return plansOf(this.#names.flatMap((name) => this.of(name).dispatches));
  }

  async #compile(plans: readonly LaunchPlan[], onCompiled?: PrepareOptions['onCompiled']): Promise<void> {
    for (const [index, { program }] of plans.entries()) {
      if (this.#isDisposed) {
        return;
      }
      onCompiled?.(index, plans.length);
      await this.#bridge.gpu.pipelines.prepare(program);
    }
    onCompiled?.(plans.length, plans.length);
  }
}
