import * as tf from '@tensorflow/tfjs';
import { createReadback, createStorage, createStorageFrom } from '../../gpu/buffers';
import { StepRing } from '../../gpu/stepRing';
import { BATCH_RECORD_BYTES, encodeBatchRecord } from '../../kernels/batchRecord';
import { decodeGradientNorms, type GradientSquaresPlan, planGradientSquares } from '../../kernels/gradientSquares';
import { planNegate } from '../../kernels/negate';
import { decodeTotals, totalsBytes } from '../../kernels/softmaxCrossEntropy';
import { decodeUnitMoments, planUnitMoments, type UnitMomentsPlan } from '../../kernels/unitMoments';
import type { Diagnostics } from '../../run/records';
import type { CapturedWork, TfjsBridge } from '../../tfjs/bridge';
import { type DenseWeights, populationOutputs } from '../../tfjs/denseOp';
import {
  type NegativePartsPlan,
  populationNegativeParts,
  recordGradientSquares,
  recordUnitMoments,
} from '../../tfjs/diagnosticOps';
import { populationLoss } from '../../tfjs/lossOp';
import type { DeviceSplit } from './deviceDataset';
import type { PopulationPasses } from './passes';

export interface PopulationDiagnosticsOptions {
  readonly layers: readonly DenseWeights[];
  readonly batchSize: number;
  /** Its first `batchSize` examples are the batch, or all of them where there are fewer. */
  readonly split: DeviceSplit;
  /** Gathers the batch. */
  readonly passes: Pick<PopulationPasses, 'gather'>;
  /** [members] u32: members with 0 are left out, and what is read of them says nothing. */
  readonly activity: GPUBuffer;
}

/** How one layer is measured, and where its figures are. */
interface LayerProbe {
  readonly weights: DenseWeights;
  /** Only for layers with relus. */
  readonly negativeParts: NegativePartsPlan | undefined;
  readonly momentsPlan: UnitMomentsPlan;
  readonly moments: GPUBuffer;
  readonly squaresPlan: GradientSquaresPlan;
  readonly squares: GPUBuffer;
}

/**
 * Measures what the networks of a population do with a fixed batch of training examples. Forward and backward run on
 * the products that training runs on; kernels of its own only reduce each tensor to a few numbers. Nothing that
 * training knows is written.
 */
export class PopulationDiagnostics {
  readonly #bridge: TfjsBridge;
  readonly #options: PopulationDiagnosticsOptions;
  readonly #rowCount: number;
  readonly #probes: readonly LayerProbe[];
  /** One record, of the same batch for all steps. */
  readonly #ring: StepRing;
  readonly #order: GPUBuffer;
  readonly #seedOfMember: GPUBuffer;
  readonly #totals: GPUBuffer;
  readonly #buffers: GPUBuffer[] = [];

  constructor(bridge: TfjsBridge, options: PopulationDiagnosticsOptions) {
    const { layers, batchSize, split, activity } = options;
    const members = activity.size / Uint32Array.BYTES_PER_ELEMENT;
    const rowCount = Math.min(batchSize, split.count);
    this.#bridge = bridge;
    this.#options = options;
    this.#rowCount = rowCount;
    this.#probes = layers.map((weights, index) => this.#createProbe(weights, index === layers.length - 1));
    this.#ring = new StepRing(bridge.gpu, 'weft.batch.diagnosis', BATCH_RECORD_BYTES, (_, record) =>
      encodeBatchRecord(record, { firstExample: 0, rowCount }),
    );
    const inOrder = Uint32Array.from({ length: rowCount }, (_, index) => index);
    this.#order = this.#own(createStorageFrom(bridge.gpu, 'weft.order.diagnosis', inOrder));
    this.#seedOfMember = this.#own(createStorage(bridge.gpu, 'weft.seedOfMember.diagnosis', members * 4));
    this.#totals = this.#own(
      createStorage(bridge.gpu, 'weft.totals.diagnosis', totalsBytes({ members, rows: batchSize })),
    );
  }

  /** Records one diagnosis, to be captured. */
  record(): void {
    const { layers, batchSize, split, passes, activity } = this.#options;
    const batch = this.#ring.at(0, () => this.#bridge.flush());
    const variables = layers.flatMap(({ kernel, bias }) => [kernel, bias]) as unknown as tf.Variable[];
    tf.tidy(() => {
      const { x, y } = passes.gather(
        { split, order: this.#order, seedOfMember: this.#seedOfMember, rows: batchSize },
        batch,
      );
      const { grads } = tf.variableGrads(() => {
        const outputs = populationOutputs(x, layers, { activity });
        for (const [index, { weights, negativeParts, momentsPlan, moments }] of this.#probes.entries()) {
          const negative =
            negativeParts &&
            populationNegativeParts(this.#bridge, negativeParts, outputs[index - 1] ?? x, weights, { activity });
          const positive = outputs[index] as tf.Tensor3D;
          recordUnitMoments(this.#bridge, momentsPlan, { positive, negative }, { moments, batch, activity });
        }
        return populationLoss(outputs.at(-1) as tf.Tensor3D, y, { totals: this.#totals, batch, activity });
      }, variables);
      for (const { weights, squaresPlan, squares } of this.#probes) {
        const [kernel, bias] = [weights.kernel, weights.bias].map(
          (variable) => grads[(variable as unknown as tf.Variable).name],
        ) as [tf.Tensor, tf.Tensor];
        recordGradientSquares(this.#bridge, squaresPlan, { kernel, bias }, { sums: squares, activity });
      }
    });
  }

  /**
   * Submits one diagnosis and reads it.
   * @param work what `record` records, captured.
   */
  async read(work: CapturedWork): Promise<Diagnostics[]> {
    this.#bridge.recordCommands((encoder) => encoder.clearBuffer(this.#totals));
    work.replay(() => 0);
    const sources = [this.#totals, ...this.#probes.flatMap(({ moments, squares }) => [moments, squares])];
    const readbacks = sources.map((source) => createReadback(this.#bridge.gpu, source));
    this.#bridge.recordCommands((encoder) => {
      for (const readback of readbacks) {
        readback.encode(encoder);
      }
    });
    this.#bridge.flush();
    const [totals, ...ofLayers] = await Promise.all(readbacks.map((readback) => readback.read()));
    const layers = this.#probes.map(({ momentsPlan, squaresPlan }, index) => ({
      moments: decodeUnitMoments(momentsPlan, ofLayers[2 * index] as ArrayBuffer, this.#rowCount),
      gradientNorms: decodeGradientNorms(squaresPlan, ofLayers[2 * index + 1] as ArrayBuffer),
    }));
    const members = this.#options.activity.size / Uint32Array.BYTES_PER_ELEMENT;
    return decodeTotals(totals as ArrayBuffer, members).map(({ loss }, member) => ({
      loss,
      layers: layers.map(({ moments, gradientNorms }) => ({
        preActivationStd: moments[member]?.std ?? Number.NaN,
        deadShare: moments[member]?.deadShare ?? null,
        gradientNorm: gradientNorms[member] ?? Number.NaN,
      })),
    }));
  }

  get allocatedBytes(): number {
    return this.#buffers.reduce((bytes, { size }) => bytes + size, this.#ring.buffer.size);
  }

  /** Call when all that was recorded is submitted. */
  dispose(): void {
    this.#ring.dispose();
    for (const buffer of this.#buffers) {
      buffer.destroy();
    }
  }

  #own(buffer: GPUBuffer): GPUBuffer {
    this.#buffers.push(buffer);
    return buffer;
  }

  #createProbe(weights: DenseWeights, isOutput: boolean): LayerProbe {
    const { batchSize: rows } = this.#options;
    const [members, inputs, units] = weights.kernel.shape;
    const momentsPlan = planUnitMoments({ members, rows, units, hasNegativeParts: !isOutput, hasActivity: true });
    const squaresPlan = planGradientSquares({
      members,
      kernelSize: inputs * units,
      biasSize: units,
      hasActivity: true,
    });
    const storage = (name: string, bytes: number) =>
      this.#own(createStorage(this.#bridge.gpu, `weft.diagnosis.${name}`, bytes));
    return {
      weights,
      negativeParts: isOutput
        ? undefined
        : {
            x: planNegate({ members, rows, cols: inputs, hasActivity: true }),
            bias: planNegate({ members, rows: 1, cols: units, hasActivity: true }),
          },
      momentsPlan,
      moments: storage('moments', momentsPlan.outputBytes),
      squaresPlan,
      squares: storage('squares', squaresPlan.outputBytes),
    };
  }
}
