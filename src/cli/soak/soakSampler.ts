import type { TrainingEvent } from '../../run/events';
import type { Meter } from './meters';
import type { SoakSample } from './soakFile';

/** Samples of a whole run: ten for each tenth. */
const SAMPLES = 100;

/** Takes a sample after an epoch, now and then, while the trainer goes on. */
export class SoakSampler {
  readonly #everyEpochs: number;
  readonly #measure: Meter;
  readonly #now: () => number;
  readonly #samples: SoakSample[] = [];
  /** Figures of samples that are under way; the first that failed ends `settled`. */
  #pending: Promise<void> = Promise.resolve();
  #stepsPerEpoch = 0;
  #epochsDone = 0;
  #trainingSinceMs = 0;
  #stepMs = 0;

  constructor(epochs: number, measure: Meter, now: () => number = () => performance.now()) {
    this.#everyEpochs = Math.max(1, Math.floor(epochs / SAMPLES));
    this.#measure = measure;
    this.#now = now;
  }

  get samples(): readonly SoakSample[] {
    return this.#samples;
  }

  get epochsDone(): number {
    return this.#epochsDone;
  }

  get stepsDone(): number {
    return this.#epochsDone * this.#stepsPerEpoch;
  }

  hear(event: TrainingEvent): void {
    switch (event.type) {
      case 'runStarted':
        this.#stepsPerEpoch = event.stepsPerEpoch;
        return;
      case 'phaseChanged':
        if (event.phase === 'training') {
          this.#trainingSinceMs = this.#now();
        } else if (event.phase === 'validating') {
          this.#stepMs = (this.#now() - this.#trainingSinceMs) / this.#stepsPerEpoch;
        }
        return;
      case 'memoryMeasured': {
        this.#epochsDone += 1;
        if (this.#epochsDone % this.#everyEpochs === 0) {
          const { gpuBytes, gpuBuffers, tensors } = event;
          this.#sample({ step: this.stepsDone, stepMs: this.#stepMs, gpuBytes, gpuBuffers, tensors });
        }
        return;
      }
    }
  }

  /** When every sample is taken. @throws what a meter failed with. */
  async settled(): Promise<void> {
    await this.#pending;
  }

  #sample(told: Pick<SoakSample, 'step' | 'stepMs' | 'gpuBytes' | 'gpuBuffers' | 'tensors'>): void {
    // Begun at once: on Dawn the trainer waits for this process, and has the same things in memory each time.
    const measured = this.#measure();
    const sampled = this.#pending.then(async () => {
      this.#samples.push({ ...told, ...(await measured) });
    });
    this.#pending = sampled;
    measured.catch(() => undefined);
    // Told by `settled`.
    this.#pending.catch(() => undefined);
  }
}
