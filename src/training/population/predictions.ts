import type * as tf from '@tensorflow/tfjs';
import { createReadback, createStorage } from '../../gpu/buffers';
import type { RecordLocation } from '../../gpu/stepRing';
import { decodePredictions, type PredictClassesPlan, planPredictClasses } from '../../kernels/predictClasses';
import { CLASSES } from '../../run/network';
import type { TfjsBridge } from '../../tfjs/bridge';
import { recordPredictions } from '../../tfjs/predictOp';
import type { Predictions } from '../loop/trainee';

export interface PopulationPredictionsOptions {
  readonly memberCount: number;
  /** Of a batch. */
  readonly rows: number;
  /** Of the split that is predicted. */
  readonly exampleCount: number;
  /** [members] u32: members with 0 keep what was predicted before. */
  readonly activity: GPUBuffer;
}

/** What the members of a population make of each example of a split, kept on the GPU until it is asked for. */
export class PopulationPredictions {
  readonly #bridge: TfjsBridge;
  readonly #plan: PredictClassesPlan;
  readonly #activity: GPUBuffer;
  readonly #predictions: GPUBuffer;

  constructor(bridge: TfjsBridge, { memberCount, rows, exampleCount, activity }: PopulationPredictionsOptions) {
    this.#bridge = bridge;
    this.#activity = activity;
    this.#plan = planPredictClasses({
      members: memberCount,
      rows,
      classes: CLASSES,
      examples: exampleCount,
      hasActivity: true,
    });
    this.#predictions = createStorage(bridge.gpu, 'weft.population.predictions', this.#plan.outputBytes);
  }

  /** @param logits [members, rows, CLASSES] float32, of the examples that `batch` names. */
  record(logits: tf.Tensor3D, batch: RecordLocation): void {
    recordPredictions(this.#bridge, this.#plan, logits, {
      predictions: this.#predictions,
      batch,
      activity: this.#activity,
    });
  }

  async read(): Promise<Predictions[]> {
    const readback = createReadback(this.#bridge.gpu, this.#predictions);
    this.#bridge.recordCommands((encoder) => readback.encode(encoder));
    this.#bridge.flush();
    return decodePredictions(this.#plan.shape, await readback.read());
  }

  get allocatedBytes(): number {
    return this.#predictions.size;
  }

  /** Call when all that was recorded is submitted. */
  dispose(): void {
    this.#predictions.destroy();
  }
}
