import { createExampleOrder } from '../../data/exampleOrder';
import { createStorage, createStorageFrom } from '../../gpu/buffers';
import { type RecordLocation, StepRing } from '../../gpu/stepRing';
import { BATCH_RECORD_BYTES, encodeBatchRecord } from '../../kernels/batchRecord';
import { normalizationAffine } from '../../kernels/normalization/affine';
import { type GatherNormalizePlan, planGatherNormalize } from '../../kernels/normalization/gatherNormalize';
import { totalsBytes } from '../../kernels/softmaxCrossEntropy';
import type { Member } from '../../run/members';
import { groupBySeed } from '../../run/members';
import { FEATURES } from '../../run/network';
import type { TfjsBridge } from '../../tfjs/bridge';
import { type PopulationBatch, populationGather } from '../../tfjs/gatherOp';
import type { EvaluationSplit } from '../loop/trainee';
import type { DeviceDataset, DeviceSplit } from './deviceDataset';
import { concatenate } from './weights';

export type PassName = 'train' | EvaluationSplit;

/** Where one kind of pass takes its examples from and adds its losses to. */
export interface Pass {
  readonly split: DeviceSplit;
  /** [seeds, examples] u32 for training, [1, examples] in order for evaluation. */
  readonly order: GPUBuffer;
  /** [members] u32, the member's row of `order`. */
  readonly seedOfMember: GPUBuffer;
  /** Of `totalsBytes`; evaluations share one. */
  readonly totals: GPUBuffer;
  readonly ring: StepRing;
  /** Of a batch. */
  readonly rows: number;
  readonly steps: number;
}

export interface PassesOptions {
  readonly members: readonly Member[];
  readonly batchSize: number;
  /** Rows of a batch that nothing trains on. */
  readonly evaluationRows: number;
  /** [members] u32: members with 0 are left out. */
  readonly activity: GPUBuffer;
}

/** The passes of a population over the splits of its dataset: training, and an evaluation of each other split. */
export class PopulationPasses {
  readonly names: readonly PassName[];
  /** Of `totalsBytes`, of the evaluation at hand. */
  readonly evaluationTotals: GPUBuffer;
  readonly #bridge: TfjsBridge;
  readonly #activity: GPUBuffer;
  readonly #seeds: readonly number[];
  /** By the rows of a batch. */
  readonly #gatherPlans: ReadonlyMap<number, GatherNormalizePlan>;
  readonly #affine: GPUBuffer;
  readonly #passes: ReadonlyMap<PassName, Pass>;
  readonly #buffers: GPUBuffer[] = [];

  constructor(bridge: TfjsBridge, dataset: DeviceDataset, options: PassesOptions) {
    const { members, batchSize, evaluationRows, activity } = options;
    this.#bridge = bridge;
    this.#activity = activity;
    const { seeds, seedOfMember } = groupBySeed(members);
    this.#seeds = seeds;
    // One for all splits: evaluations read the first row of an order, however long it is.
    const planGather = (rows: number) =>
      planGatherNormalize({
        members: members.length,
        rows,
        features: FEATURES,
        orderLength: dataset.train.count,
        hasActivity: true,
      });
    this.#gatherPlans = new Map([batchSize, evaluationRows].map((rows) => [rows, planGather(rows)]));
    this.#affine = this.#own(
      createStorageFrom(
        bridge.gpu,
        'weft.population.affine',
        concatenate(members.map(({ normalization }) => normalizationAffine(normalization, dataset.statistics))),
      ),
    );
    const createTotals = (name: string, rows: number, steps: number) =>
      this.#own(
        createStorage(bridge.gpu, `weft.totals.${name}`, totalsBytes({ members: members.length, rows }, steps)),
      );
    const evaluated = [dataset.heldOut, dataset.validation, dataset.test];
    this.evaluationTotals = createTotals(
      'evaluation',
      evaluationRows,
      Math.max(...evaluated.map((split) => stepsOver(split, evaluationRows))),
    );
    const passes = new Map<PassName, Pass>();
    passes.set(
      'train',
      this.#createPass('train', dataset.train, {
        order: createStorage(bridge.gpu, 'weft.order.train', seeds.length * dataset.train.count * 4),
        seedOfMember,
        totals: createTotals('train', batchSize, stepsOver(dataset.train, batchSize)),
        rows: batchSize,
      }),
    );
    for (const name of ['heldOut', 'validation', 'test'] as const) {
      const split = dataset[name];
      if (split !== undefined) {
        const inOrder = Uint32Array.from({ length: split.count }, (_, index) => index);
        const pass = this.#createPass(name, split, {
          order: createStorageFrom(bridge.gpu, `weft.order.${name}`, inOrder),
          seedOfMember: new Uint32Array(members.length),
          totals: this.evaluationTotals,
          rows: evaluationRows,
        });
        passes.set(name, pass);
      }
    }
    this.#passes = passes;
    this.names = [...this.#passes.keys()];
  }

  /** @throws when the dataset has no such split; `stepsOf` is 0 then. */
  of(name: PassName): Pass {
    const pass = this.#passes.get(name);
    if (pass === undefined) {
      throw new Error(`The dataset has no split "${name}".`);
    }
    return pass;
  }

  stepsOf(name: PassName): number {
    return this.#passes.get(name)?.steps ?? 0;
  }

  /** Puts every seed's order of training examples in an epoch, counted from 1, in place of the last. */
  writeOrder(epoch: number): void {
    const { order, split } = this.of('train');
    const orders = new Uint32Array(this.#seeds.length * split.count);
    this.#seeds.forEach((seed, row) => {
      orders.set(createExampleOrder({ seed, epoch, exampleCount: split.count }), row * split.count);
    });
    this.#bridge.flush();
    this.#bridge.gpu.device.queue.writeBuffer(order, 0, orders);
  }

  /** The record of a step, counted from 0: which examples of the order make its batch. */
  recordOf({ ring }: Pass, step: number): RecordLocation {
    return ring.at(step, () => this.#bridge.flush());
  }

  /** The batch that a record names, of every active member, each with its own normalization. */
  gather(
    { split, order, seedOfMember, rows }: Pick<Pass, 'split' | 'order' | 'seedOfMember' | 'rows'>,
    batch: RecordLocation,
  ): PopulationBatch {
    return populationGather(this.#bridge, this.#gatherPlans.get(rows) as GatherNormalizePlan, {
      images: split.images,
      labels: split.labels,
      order,
      seedOfMember,
      affine: this.#affine,
      batch,
      activity: this.#activity,
    });
  }

  get allocatedBytes(): number {
    return this.#buffers.reduce((bytes, { size }) => bytes + size, 0);
  }

  /** Call when all that was recorded is submitted. */
  dispose(): void {
    for (const buffer of this.#buffers) {
      buffer.destroy();
    }
  }

  #own(buffer: GPUBuffer): GPUBuffer {
    this.#buffers.push(buffer);
    return buffer;
  }

  #createPass(
    name: PassName,
    split: DeviceSplit,
    {
      order,
      seedOfMember,
      totals,
      rows,
    }: Pick<Pass, 'order' | 'totals' | 'rows'> & { readonly seedOfMember: Uint32Array },
  ): Pass {
    const { gpu } = this.#bridge;
    const ring = new StepRing(gpu, `weft.batch.${name}`, BATCH_RECORD_BYTES, (step, record) => {
      const firstExample = step * rows;
      const rowCount = Math.max(0, Math.min(rows, split.count - firstExample));
      encodeBatchRecord(record, { firstExample, rowCount });
    });
    this.#own(ring.buffer);
    return {
      split,
      order: this.#own(order),
      seedOfMember: this.#own(createStorageFrom(gpu, `weft.seedOfMember.${name}`, seedOfMember)),
      totals,
      ring,
      rows,
      steps: stepsOver(split, rows),
    };
  }
}

function stepsOver(split: DeviceSplit | undefined, rows: number): number {
  return Math.ceil((split?.count ?? 0) / rows);
}
