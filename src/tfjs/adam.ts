import * as tf from '@tensorflow/tfjs';
import { createStorage } from '../gpu/buffers';
import { StepRing } from '../gpu/stepRing';
import { ADAM_RECORD_BYTES, type AdamPlan, encodeAdamStep, planAdam, runAdam } from '../kernels/adam';
import type { TfjsBridge } from './bridge';

const DEFAULT_BETA1 = 0.9;
const DEFAULT_BETA2 = 0.999;
const DEFAULT_EPSILON = 1e-7;

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

interface VariableState {
  readonly plan: AdamPlan;
  readonly firstMoments: GPUBuffer;
  readonly secondMoments: GPUBuffer;
}

/**
 * Adam for a population, as a `tf.Optimizer`: updates variables [members, …] in place, one dispatch a variable,
 * each member at its own learning rate; members can be frozen.
 */
export class WeftAdam extends tf.Optimizer {
  static readonly className = 'WeftAdam';
  readonly #bridge: TfjsBridge;
  readonly #options: Required<WeftAdamOptions>;
  readonly #states = new Map<string, VariableState>();
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
    const record = this.#ring.at(this.#stepsDone, () => this.#bridge.flush());
    const step = { buffer: this.#ring.buffer, ...record };
    for (const { name, tensor } of named) {
      // tfjs gives no gradient for a variable that the cost does not depend on.
      if (!tensor) {
        continue;
      }
      const variable = tf.engine().registeredVariables[name] as tf.Variable;
      const { plan, firstMoments, secondMoments } = this.#stateOf(name, variable);
      const [weights, gradientBuffer] = this.#bridge.buffersOf([variable, tensor]) as [GPUBuffer, GPUBuffer];
      runAdam(this.#bridge, plan, {
        weights,
        gradients: gradientBuffer,
        firstMoments,
        secondMoments,
        settings: this.#settings,
        step,
      });
      this.#bridge.markWritten(variable);
    }
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

  /** Bytes of moments and settings. */
  get allocatedBytes(): number {
    return [...this.#states.values()].reduce(
      (bytes, { firstMoments, secondMoments }) => bytes + firstMoments.size + secondMoments.size,
      this.#settings.size + this.#ring.buffer.size,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { beta1, beta2, epsilon, biasCorrection } = this.#options;
    return { learningRates: [...this.#learningRates], beta1, beta2, epsilon, biasCorrection };
  }

  override dispose(): void {
    this.#bridge.flush();
    for (const { firstMoments, secondMoments } of this.#states.values()) {
      firstMoments.destroy();
      secondMoments.destroy();
    }
    this.#settings.destroy();
    this.#ring.dispose();
    super.dispose();
  }

  #stateOf(name: string, variable: tf.Variable): VariableState {
    let state = this.#states.get(name);
    if (state === undefined) {
      const members = this.#learningRates.length;
      const { beta1, beta2 } = this.#options;
      const bytes = variable.size * 4;
      state = {
        plan: planAdam({ members, size: variable.size / members, beta1, beta2 }),
        firstMoments: createStorage(this.#bridge.gpu, `weft.adam.firstMoments.${name}`, bytes),
        secondMoments: createStorage(this.#bridge.gpu, `weft.adam.secondMoments.${name}`, bytes),
      };
      this.#states.set(name, state);
    }
    return state;
  }

  #writeSettings(): void {
    // A buffer write overtakes recorded work that is not submitted yet.
    this.#bridge.flush();
    const settings = this.#learningRates.flatMap((rate, member) => [rate, this.#activeMembers[member] ? 1 : 0]);
    this.#bridge.gpu.device.queue.writeBuffer(this.#settings, 0, Float32Array.from(settings));
  }
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
