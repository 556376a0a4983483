import { type KernelBuffers, launch } from '../../gpu/kernel';
import { type gatherNormalize, planGatherNormalize } from '../../kernels/normalization/gatherNormalize';
import {
  type normalizeStatistics,
  planNormalizeStatistics,
  sumStatistics,
} from '../../kernels/normalization/normalizeStatistics';
import { FEATURES } from '../../run/network';
import { loadJaxPeer, loadTfjsPeer } from '../peers/load';
import { createBatchRecord } from '../work/batchRecordBuffer';
import type { BenchCase } from '../work/catalog';
import { checkOutputs, type ExpectedOutput, expectAll } from '../work/checkOutputs';
import { type CompetitorEntry, LeftOut } from '../work/competitor';
import { openKernel } from '../work/kernelCompetitor';
import {
  checkStatistics,
  createGatherData,
  expectedLabels,
  expectedPixels,
  type GatherCase,
  type GatherData,
} from '../work/normalizeData';
import { randomPixels } from '../work/randomData';
import type { BenchContext } from './context';

type StatisticsCase = Extract<BenchCase, { kind: 'statistics' }>;

/** Exact sums, sums of squares and ranges of every pixel. The peers have no bytes to count, and no whole-number sums. */
export function statisticsEntries({ examples }: StatisticsCase, { bridge: { gpu } }: BenchContext): CompetitorEntry[] {
  const plan = planNormalizeStatistics({ examples, features: FEATURES });
  return [
    {
      implementation: 'weft',
      variant: `${plan.chunks} chunks`,
      isFirstUse: !gpu.pipelines.isCompiled(plan.program),
      open: async () => {
        const images = randomPixels(1, examples * FEATURES);
        return openKernel<KernelBuffers<typeof normalizeStatistics>>(gpu, {
          inputs: { images },
          outputs: { statistics: { bytes: plan.outputBytes } },
          record: (recorder, buffers) => launch(recorder, plan, buffers),
          verify: ([chunks]) =>
            checkStatistics(sumStatistics(plan, new Uint32Array(chunks as ArrayBuffer)), images, examples),
        });
      },
    },
  ];
}

/** Gathering rows by a shuffled order and normalizing them, from bytes; the peers do it from float32 images. */
export function gatherEntries(gatherCase: GatherCase, context: BenchContext): CompetitorEntry[] {
  const data = createGatherData(gatherCase);
  const { peers, bridge } = context;
  const expected = () => [expectedPixels(gatherCase, data)];
  const requireTime = () => {
    if (bridge.gpu.adapter.isFallback && gatherCase.rows > LARGEST_SOFTWARE_ROWS) {
      throw new LeftOut(`${gatherCase.rows} float32 images take too long on a software adapter`);
    }
  };
  const entries = [weftEntry(gatherCase, context, data)];
  if (peers.includes('tfjs')) {
    const open = async () => {
      requireTime();
      return (await loadTfjsPeer()).openGather(bridge, gatherCase, data, expected);
    };
    entries.push({ implementation: 'tfjs', variant: 'gather, sub, mul', open });
  }
  if (peers.includes('jax-js')) {
    const open = async () => {
      requireTime();
      return (await loadJaxPeer()).openGather(gatherCase, data, expected);
    };
    entries.push({ implementation: 'jax-js', variant: 'jit', open });
  }
  return entries;
}

const LARGEST_SOFTWARE_ROWS = 5000;

function weftEntry(gatherCase: GatherCase, { bridge: { gpu } }: BenchContext, data: GatherData): CompetitorEntry {
  const { rows, examples } = gatherCase;
  const plan = planGatherNormalize({ members: 1, rows, features: FEATURES, orderLength: examples });
  return {
    implementation: 'weft',
    variant: 'u8 to f32',
    isFirstUse: !gpu.pipelines.isCompiled(plan.program),
    open: async () => {
      const { batch, dispose } = createBatchRecord(gpu, rows);
      return openKernel<Omit<KernelBuffers<typeof gatherNormalize>, 'batch'>>(gpu, {
        inputs: {
          images: data.images,
          labels: data.labels,
          order: data.order,
          seedOfMember: Uint32Array.of(0),
          affine: data.affine,
        },
        outputs: { x: { bytes: rows * FEATURES * 4 }, y: { bytes: rows * 4 } },
        record: (recorder, buffers) => launch(recorder, plan, { ...buffers, batch }),
        verify: ([x, y]) =>
          checkOutputs(
            [new Float32Array(x as ArrayBuffer), new Uint32Array(y as ArrayBuffer)],
            [expectedPixels(gatherCase, data), exactLabels(gatherCase, data)],
          ),
        dispose,
      });
    },
  };
}

function exactLabels(gatherCase: GatherCase, data: GatherData): ExpectedOutput {
  return expectAll('labels', expectedLabels(gatherCase, data), 0);
}
