import * as tf from '@tensorflow/tfjs';
import { createStorage } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import { launch } from '../gpu/kernel';
import { type RecordLocation, StepRing } from '../gpu/stepRing';
import {
  ADAM_RECORD_BYTES,
  type AdamPlan,
  type AdamShape,
  encodeAdamStep,
  groupForAdam,
  nameVariables,
  planAdam,
} from '../kernels/adam';
import { rightOf } from '../kernels/selfTest/replacement';
import type { TfjsBridge } from './bridge';

const DEFAULT_BETA1 = 0.9;
const DEFAULT_BETA2 = 0.999;
const DEFAULT_EPSILON = 1e-7;

interface NamedGradient {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

/** Variables that are updated in one dispatch, and where their moments are. */
interface Group {
  readonly names: readonly string[];
  readonly shape: AdamShape;
  readonly moments: GPUBuffer;
  /** By the names of the variables updated; usually all. */
  readonly plans: Map<string, AdamPlan>;
}

export interface WeftAdamOptions {
  /** One rate a member. */
  readonly learningRates: readonly number[];
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /**
   * `keras` corrects the bias exactly and adds ε to √v; `tfjs` keeps tfjs's float32 powers of β and adds ε to the
   * corrected √v, so that a trajectory can be compared with stock tfjs step by step.
   */
  readonly biasCorrection?: 'keras' | 'tfjs';
}

/**
 * Adam for a population, as a `tf.Optimizer`: updates variables [members, …] in place, each member at
 * its own learning rate; members can be frozen. With one learning rate it is an optimizer for `model.compile`, of one
 * network whose weights have any shape. Clones of a variable keep their values, as with stock optimizers.
 */
export class WeftAdam extends tf.Optimizer {
  static readonly className = 'WeftAdam';
  readonly #bridge: TfjsBridge;
  readonly #options: Required<WeftAdamOptions>;
  /** A variable stays in the group that it came to with its first gradient. */
  readonly #groups: Group[] = [];
  readonly #settings: GPUBuffer;
  readonly #ring: StepRing;
  readonly #powers: BetaPowers;
  #learningRates: readonly number[];
  #activeMembers: readonly boolean[];
  #stepsDone = 0;

  constructor(bridge: TfjsBridge, options: WeftAdamOptions) {
    super();
    this.#bridge = bridge;
    this.#options = {
      beta1: DEFAULT_BETA1,
      beta2: DEFAULT_BETA2,
      epsilon: DEFAULT_EPSILON,
      biasCorrection: 'keras',
      ...options,
    };
    this.#learningRates = options.learningRates;
    this.#activeMembers = options.learningRates.map(() => true);
    this.#powers = new BetaPowers(this.#options);
    this.#settings = createStorage(bridge.gpu, 'weft.adam.settings', options.learningRates.length * 8);
    this.#ring = new StepRing(bridge.gpu, 'weft.adam.steps', ADAM_RECORD_BYTES, (step, record) =>
      encodeAdamStep(record, this.#powers.stepAt(step + 1)),
    );
    this.#writeSettings();
  }

  get stepsDone(): number {
    return this.#stepsDone;
  }

  /** [members], of the steps from now on. */
  get learningRates(): readonly number[] {
    return this.#learningRates;
  }

  /** Sets every member's learning rate from the next step on. */
  setLearningRates(learningRates: readonly number[]): void {
    this.#learningRates = learningRates;
    this.#writeSettings();
  }

  /** Freezes members whose flag is false from the next step on: their weights and moments stay, bit for bit. */
  setActiveMembers(activeMembers: readonly boolean[]): void {
    this.#activeMembers = activeMembers;
    this.#writeSettings();
  }

  override applyGradients(gradients: Parameters<tf.Optimizer['applyGradients']>[0]): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    // tfjs gives no gradient for a variable that the cost does not depend on.
    const given = named.filter(({ tensor }) => Boolean(tensor));
    const step = this.#ring.at(this.#stepsDone, () => this.#bridge.flush());
    this.#groupNew(given);
    for (const group of this.#groups) {
      const gradientsOfGroup = given.filter(({ name }) => group.names.includes(name));
      if (gradientsOfGroup.length > 0) {
        this.#update(group, gradientsOfGroup, step);
      }
    }
    this.countStep();
  }

  /** Counts a step whose dispatches were recorded without this optimizer, as a replay does. */
  countStep(): void {
    this.#stepsDone++;
    this.incrementIterations();
  }

  /** Runs `work` and then forgets the steps it took; for work whose dispatches were not recorded. */
  withoutCounting<T>(work: () => T): T {
    const stepsDone = this.#stepsDone;
    const iterations = this.iterations;
    try {
      return work();
    } finally {
      this.#stepsDone = stepsDone;
      this.iterations_ = iterations;
    }
  }

  /** Where the moments of a variable are that has had a gradient: [2, members, size] float32. */
  momentsOf({ name }: { readonly name: string }): GPUBufferBinding {
    for (const { names, shape, moments } of this.#groups) {
      const variable = shape.variables[names.indexOf(name)];
      if (variable !== undefined) {
        const width = Float32Array.BYTES_PER_ELEMENT;
        const elements = 2 * shape.members * variable.size;
        return { buffer: moments, offset: variable.momentsAt * width, size: elements * width };
      }
    }
    throw new Error(`The optimizer has no moments of variable ${name}.`);
  }

  /** Goes on as if so many steps had been done. */
  restoreSteps(steps: number): void {
    this.#stepsDone = steps;
    this.iterations_ = steps;
  }

  /** Bytes of moments and settings. */
  get allocatedBytes(): number {
    return this.#groups.reduce(
      (bytes, { moments }) => bytes + moments.size,
      this.#settings.size + this.#ring.buffer.size,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { beta1, beta2, epsilon, biasCorrection } = this.#options;
    return { learningRates: [...this.#learningRates], beta1, beta2, epsilon, biasCorrection };
  }

  override dispose(): void {
    this.#bridge.flush();
    for (const { moments } of this.#groups) {
      moments.destroy();
    }
    this.#settings.destroy();
    this.#ring.dispose();
    super.dispose();
  }

  /** Groups the variables that have none yet. */
  #groupNew(gradients: readonly NamedGradient[]): void {
    const grouped = new Set(this.#groups.flatMap(({ names }) => names));
    const fresh = gradients.map(({ name }) => variableOf(name)).filter(({ name }) => !grouped.has(name));
    const members = this.#learningRates.length;
    const sizes = fresh.map(({ size }) => size / members);
    const { beta1, beta2 } = this.#options;
    const { gpu } = this.#bridge;
    for (const { indices, shape } of groupForAdam(sizes, { members, beta1, beta2 }, gpu)) {
      const names = indices.map((index) => (fresh[index] as tf.Variable).name);
      const bytes = shape.momentsSize * Float32Array.BYTES_PER_ELEMENT;
      const moments = createStorage(gpu, `weft.adam.moments.${names.join('.')}`, bytes);
      this.#groups.push({ names, shape, moments, plans: new Map() });
    }
  }

  #update(group: Group, gradients: readonly NamedGradient[], step: RecordLocation): void {
    const variables = gradients.map(({ name }) => variableOf(name));
    this.#bridge.unshare(variables);
    const weights = this.#bridge.buffersOf(variables);
    const gradientBuffers = this.#bridge.buffersOf(gradients.map(({ tensor }) => tensor));
    const names = gradients.map(({ name }) => name);
    launch(this.#bridge, planOf(this.#bridge.gpu, group, names), {
      ...nameVariables(
        weights.map((buffer, index) => ({ weights: buffer, gradients: gradientBuffers[index] as GPUBuffer })),
      ),
      moments: group.moments,
      settings: this.#settings,
      step,
    });
    variables.forEach(this.#bridge.markWritten);
  }

  #writeSettings(): void {
    // A buffer write overtakes recorded work that is not submitted yet.
    this.#bridge.flush();
    const settings = this.#learningRates.flatMap((rate, member) => [rate, this.#activeMembers[member] ? 1 : 0]);
    this.#bridge.gpu.device.queue.writeBuffer(this.#settings, 0, Float32Array.from(settings));
  }
}

function variableOf(name: string): tf.Variable {
  return tf.engine().registeredVariables[name] as tf.Variable;
}

function planOf(gpu: Gpu, { names, shape, plans }: Group, updated: readonly string[]): AdamPlan {
  const key = updated.join();
  let plan = plans.get(key);
  if (plan === undefined) {
    const variables = updated.map((name) => shape.variables[names.indexOf(name)]).filter((of) => of !== undefined);
    plan = planAdam({ ...shape, variables });
    plans.set(key, plan);
  }
  return rightOf(gpu, plan, () => [planAdam({ ...(plan as AdamPlan).shape, byElement: true })]);
}

/** The bias corrections of each step, from 1, in one of the two conventions. */
class BetaPowers {
  readonly #options: Required<WeftAdamOptions>;
  /** tfjs's float32 βᵗ, t from 0: it multiplies on from the last, rounding each time. */
  readonly #float32: [number, number][] = [[1, 1]];

  constructor(options: Required<WeftAdamOptions>) {
    this.#options = options;
  }

  stepAt(t: number): { stepScale: number; epsilon: number } {
    const { beta1, beta2, epsilon, biasCorrection } = this.#options;
    if (biasCorrection === 'keras') {
      return { stepScale: Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t), epsilon };
    }
    for (let next = this.#float32.length; next <= t; next++) {
      const [power1, power2] = this.#float32[next - 1] as [number, number];
      const rounded = [power1 * Math.fround(beta1), power2 * Math.fround(beta2)].map(Math.fround);
      this.#float32.push(rounded as [number, number]);
    }
    const [power1, power2] = this.#float32[t] as [number, number];
    const rootCorrection = Math.sqrt(Math.fround(1 - power2));
    return { stepScale: rootCorrection / Math.fround(1 - power1), epsilon: epsilon * rootCorrection };
  }
}
