import { type KernelBuffers, launch } from '../../gpu/kernel';
import {
  decodeTotals,
  planSoftmaxCrossEntropy,
  type softmaxCrossEntropy,
  totalsBytes,
} from '../../kernels/softmaxCrossEntropy';
import { CLASSES } from '../../run/network';
import { loadJaxPeer, loadTfjsPeer } from '../peers/load';
import { createBatchRecord } from '../work/batchRecordBuffer';
import { BATCH_ROWS, type BenchCase } from '../work/catalog';
import { checkOutputs } from '../work/checkOutputs';
import type { CompetitorEntry } from '../work/competitor';
import { openKernel } from '../work/kernelCompetitor';
import { createLossData } from '../work/lossData';
import type { BenchContext } from './context';

type LossCase = Extract<BenchCase, { kind: 'loss' }>;

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
            totals: { bytes: totalsBytes(plan.shape), isAccumulated: true },
          },
          record: (recorder, buffers) => launch(recorder, plan, { ...buffers, batch }),
          verify: ([gradient, totals]) => {
            const decoded = decodeTotals(totals as ArrayBuffer, members);
            const total = decoded.reduce((sum, { loss }) => sum + loss, 0);
            const runs = (decoded[0]?.rows ?? 0) / BATCH_ROWS;
            return checkOutputs([new Float32Array(gradient as ArrayBuffer), [total]], data.expected(runs));
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
