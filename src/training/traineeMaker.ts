import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { isTunable } from '../kernels/matmul/choice';
import type { TuneOptions } from '../kernels/matmul/tuner';
import { type MatmulVariant, matmulTraits, matmulVariantSchema } from '../kernels/matmul/variants';
import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { badCheckpoint } from '../run/checkpoint/checkpointFile';
import type { Member } from '../run/members';
import type { RunFile } from '../run/runFile';
import { Pace, paceFor } from './loop/pace';
import type { Trainee } from './loop/trainee';
import type { DeviceDataset } from './population/deviceDataset';
import { Population } from './population/population';
import { StockPopulation } from './population/stock';
import type { RunOptions } from './runOptions';

/** What a run that goes on knows of the trainees that it had. */
export type MadeBefore = Pick<Checkpoint, 'variants' | 'chosenFor' | 'setupMs' | 'stepMs'>;

/** The most that choosing kernels may take before the first run of a population's shape on an adapter. */
const TUNING_BUDGET_MS = 10_000;

/** Makes the trainees of a run, part after part, and adds up what that took and showed. */
export class TraineeMaker {
  readonly #run: RunOptions;
  readonly #dataset: DeviceDataset;
  readonly #before: MadeBefore | undefined;
  readonly #variants: Map<string, MatmulVariant>;
  readonly #chosenFor: Set<number>;
  readonly #paces: Pace[] = [];
  #setupMs: number;
  #tuningMs = 0;
  #tensors: { readonly before: number; readonly after: number } | undefined;

  /**
   * @param before of a run that goes on, and the name of its checkpoint.
   * @throws WeftError `bad-checkpoint` where it names a variant of a product that this commit does not know.
   */
  constructor(run: RunOptions, dataset: DeviceDataset, before?: MadeBefore, checkpointName = '') {
    this.#run = run;
    this.#dataset = dataset;
    this.#before = before;
    this.#variants = readVariants(before?.variants ?? {}, checkpointName);
    this.#chosenFor = new Set(before?.chosenFor);
    this.#setupMs = (before?.setupMs ?? 0) + performance.now() - run.startedAtMs;
  }

  /** @throws WeftError `wrong-result` where no kernel does one of its products right. */
  async create(members: readonly Member[]): Promise<Trainee> {
    const startedAtMs = performance.now();
    this.#run.partLimit?.begin(members.length);
    const trainee = this.#construct(members);
    try {
      await this.#prepare(trainee, members.length);
    } catch (error) {
      trainee.dispose();
      throw error;
    }
    this.#setupMs += performance.now() - startedAtMs;
    const { numTensors } = tf.memory();
    this.#tensors ??= { before: numTensors, after: numTensors };
    return trainee;
  }

  createPace(trainee: Trainee): Pace {
    const pace = this.createEvaluationPace(trainee);
    this.#paces.push(pace);
    return pace;
  }

  createEvaluationPace(trainee: Trainee): Pace {
    return new Pace(paceFor(this.#run.bridge.gpu.adapter), () => trainee.finish());
  }

  /** Call when a trainee has done all that it will do. */
  countTensors(): void {
    const after = tf.memory().numTensors;
    this.#tensors = { before: this.#tensors?.before ?? after, after };
  }

  /** Tensors of a part before its first epoch, and after the last part's last: they must not become more. */
  get tensors(): Pick<RunFile['memory'], 'tensorsBefore' | 'tensorsAfter'> {
    const { before = 0, after = 0 } = this.#tensors ?? {};
    return { tensorsBefore: before, tensorsAfter: after };
  }

  get known(): MadeBefore {
    return {
      variants: Object.fromEntries(this.#variants),
      chosenFor: [...this.#chosenFor],
      setupMs: this.#setupMs,
      stepMs: [...(this.#before?.stepMs ?? []), ...this.#paces.flatMap(({ stepMs }) => stepMs)],
    };
  }

  #construct(members: readonly Member[]): Trainee {
    const { bridge, splits, options } = this.#run;
    const { kernels, batchSize } = options;
    switch (kernels) {
      case 'weft':
        return new Population(bridge, this.#dataset, { members, batchSize });
      case 'stock':
        return new StockPopulation(bridge, splits, this.#dataset.statistics, { members, batchSize });
      default:
        return kernels satisfies never;
    }
  }

  async #prepare(trainee: Trainee, memberCount: number): Promise<void> {
    const { bridge, tuningStore, options, emit } = this.#run;
    const telling = (task: 'choosing' | 'compiling') => (done: number, total: number) =>
      emit({ type: 'phaseChanged', phase: 'compiling', task, done, total });
    const tuning: TuneOptions = {
      store: tuningStore,
      budgetMs: Math.max(0, TUNING_BUDGET_MS - this.#tuningMs),
      onProgress: telling('choosing'),
    };
    const startedAtMs = performance.now();
    await trainee.prepare({
      diagnoses: options.diagnostics === 'on',
      selfTests: tuningStore,
      onDropped: (program) => emit({ type: 'kernelDropped', program }),
      onCompiled: telling('compiling'),
      // Those that were chosen for parts of this size; a run that goes on chooses as it would have gone on.
      variants: this.#chosenFor.has(memberCount) ? this.#variants : undefined,
      ...(isTunable(matmulTraits(bridge.gpu)) ? { tuning } : {}),
    });
    this.#tuningMs += performance.now() - startedAtMs;
    this.#chosenFor.add(memberCount);
    for (const [shape, variant] of trainee.variants ?? []) {
      this.#variants.set(shape, variant);
    }
  }
}

/** @throws WeftError `bad-checkpoint` where one of them is none that this commit knows. */
function readVariants(variants: Checkpoint['variants'], file: string): Map<string, MatmulVariant> {
  return new Map(
    Object.entries(variants).map(([shape, variant]) => {
      const { success, output } = v.safeParse(matmulVariantSchema, variant);
      if (!success) {
        throw badCheckpoint(file, `field variants, ${shape}`, `there is no variant ${JSON.stringify(variant)}`);
      }
      return [shape, output];
    }),
  );
}
