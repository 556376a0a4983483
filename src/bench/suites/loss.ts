import { type KernelBuffers, launch } from '../../gpu/kernel';
import {
  decodeTotals,
  planSoftmaxCrossEntropy,
  type softmaxCrossEntropy,
  softmaxCrossEntropyReference,
  totalsBytes,
} from '../../kernels/softmaxCrossEntropy';
import { CLASSES } from '../../run/network';
import { BATCH_ROWS, type BenchCase } from '../catalog';
import { checkOutputs, type ExpectedOutput, sampleIndices } from '../checkOutputs';
import { openKernel } from '../kernelCompetitor';
import type { CompetitorEntry } from '../measure';
import { loadJaxPeer, loadTfjsPeer } from '../peers/load';
import { randomFloats, randomInts } from '../randomData';
import { createBatchRecord } from './batchRecordBuffer';
import type { BenchContext } from './context';

type LossCase = Extract<BenchCase, { kind: 'loss' }>;

/** Logits of a batch for every member, their labels, and what comes of them. */
export interface LossData {
  readonly members: number;
  /** [members, BATCH_ROWS, CLASSES] */
  readonly logits: Float32Array<ArrayBuffer>;
  /** [members, BATCH_ROWS] */
  readonly labels: Uint32Array<ArrayBuffer>;
  /** The gradient of each member's mean loss, and the sum of the members' mean losses. */
  readonly expected: () => readonly [ExpectedOutput, ExpectedOutput];
}

/** exp and its like are allowed some 2 units in the last place by WGSL, times the size of their argument. */
const TOLERANCE = 1e-5;

function createLossData(members: number): LossData {
  const shape = { members, rows: BATCH_ROWS, classes: CLASSES };
  const logits = randomFloats(1, members * BATCH_ROWS * CLASSES, -4, 4);
  const labels = randomInts(2, members * BATCH_ROWS, CLASSES);
  return {
    members,
    logits,
    labels,
    expected: () => {
      const { gradient, losses } = softmaxCrossEntropyReference(shape, logits, labels, BATCH_ROWS);
      const total = losses.reduce((sum, loss) => sum + loss, 0) / BATCH_ROWS;
      return [allOf('gradient', gradient), allOf('loss', Float64Array.of(total))];
    },
  };
}

function allOf(name: string, values: Float64Array): ExpectedOutput {
  const { length } = values;
  return { name, length, indices: sampleIndices(length, length), values, tolerance: TOLERANCE };
}

/** Softmax cross-entropy with its gradient. */
export function lossEntries({ members }: LossCase, { bridge, peers }: BenchContext): CompetitorEntry[] {
  const { gpu } = bridge;
  const data = createLossData(members);
  const plan = planSoftmaxCrossEntropy({ members, rows: BATCH_ROWS, classes: CLASSES });
  const entries: CompetitorEntry[] = [
    {
      implementation: 'weft',
      variant: 'one dispatch',
      isFirstUse: !gpu.pipelines.isCompiled(plan.program),
      open: async () => {
        const { batch, dispose } = createBatchRecord(gpu, BATCH_ROWS);
        return openKernel<Omit<KernelBuffers<typeof softmaxCrossEntropy>, 'batch'>>(gpu, {
          inputs: { logits: data.logits, labels: data.labels },
          outputs: {
            gradient: { bytes: data.logits.byteLength },
            totals: { bytes: totalsBytes(members), isAccumulated: true },
          },
          record: (recorder, buffers) => launch(recorder, plan, { ...buffers, batch }),
          verify: ([gradient, totals]) => {
            const losses = decodeTotals(totals as ArrayBuffer, members).map(({ loss }) => loss);
            const total = losses.reduce((sum, loss) => sum + loss, 0);
            return checkOutputs([new Float32Array(gradient as ArrayBuffer), [total]], data.expected());
          },
          dispose,
        });
      },
    },
  ];
  if (peers.includes('tfjs')) {
    const open = async () => (await loadTfjsPeer()).openLoss(bridge, data);
    entries.push({ implementation: 'tfjs', variant: 'losses.softmaxCrossEntropy', open });
  }
  if (peers.includes('jax-js')) {
    const open = async () => (await loadJaxPeer()).openLoss(data);
    entries.push({ implementation: 'jax-js', variant: 'jit of valueAndGrad', open });
  }
  return entries;
}
