import { launch } from '../../gpu/kernel';
import { planColumnSums } from '../../kernels/columnSums';
import { type MatmulBuffers, planMatmul } from '../../kernels/matmul/plan';
import { type MatmulShape, matmulShapeKey } from '../../kernels/matmul/shape';
import { tuneMatmul } from '../../kernels/matmul/tuner';
import { type MatmulVariant, matmulTraits } from '../../kernels/matmul/variants';
import { loadJaxPeer, loadTfjsPeer } from '../peers/load';
import type { BenchCase } from '../work/catalog';
import { type CompetitorEntry, LeftOut } from '../work/competitor';
import { comparedWith, openKernel } from '../work/kernelCompetitor';
import { createMatmulOperands, expectedProduct, type MatmulOperands } from '../work/matmulOperands';
import type { BenchContext } from './context';

type MatmulCase = Extract<BenchCase, { kind: 'matmul' }>;

/** Weft's product as training launches it, with its sums apart where it has some, and the peers' same work. */
export async function matmulEntries({ shape }: MatmulCase, context: BenchContext): Promise<CompetitorEntry[]> {
  const operands = createMatmulOperands(shape);
  return [
    await weftEntry(context, shape, operands),
    ...(shape.hasColumnSums ? [await weftEntry(context, shape, operands, { sumsAreApart: true })] : []),
    ...(context.peers.includes('tfjs')
      ? [weftInTfjsEntry(context, shape, operands), tfjsEntry(context, shape, operands)]
      : []),
    ...(context.peers.includes('jax-js') ? [jaxEntry(shape, operands)] : []),
  ];
}

async function weftEntry(
  { bridge: { gpu }, tuning }: BenchContext,
  shape: MatmulShape,
  operands: MatmulOperands,
  { sumsAreApart = false } = {},
): Promise<CompetitorEntry> {
  const product = sumsAreApart ? { ...shape, hasColumnSums: false } : shape;
  const tuned = tuning === undefined ? undefined : await tuneMatmul(gpu, [product], tuning);
  const plan = planMatmul(product, matmulTraits(gpu), tuned?.get(matmulShapeKey(product)));
  if (plan === undefined) {
    return {
      implementation: 'weft',
      variant: 'none',
      open: () => Promise.reject(new LeftOut('No grid of workgroups covers the shape on this adapter.')),
    };
  }
  const sumsPlan = planColumnSums({ members: shape.batch, rows: shape.k, cols: shape.n });
  return {
    implementation: 'weft',
    variant: `${describeVariant(plan.variant)}${shape.hasColumnSums ? `, sums ${sumsAreApart ? 'apart' : 'fused'}` : ''}`,
    isFirstUse: !gpu.pipelines.isCompiled(plan.program),
    open: () =>
      openKernel<MatmulBuffers>(gpu, {
        inputs: { a: operands.a, b: operands.b, ...(operands.extra === undefined ? {} : { extra: operands.extra }) },
        outputs: {
          out: { bytes: shape.batch * shape.m * shape.n * 4 },
          ...(shape.hasColumnSums ? { columnSums: { bytes: shape.batch * shape.n * 4 } } : {}),
        },
        record: (recorder, { columnSums, ...buffers }) => {
          launch(recorder, plan, sumsAreApart ? buffers : { ...buffers, columnSums });
          if (sumsAreApart && columnSums !== undefined) {
            launch(recorder, sumsPlan, { matrix: buffers.b, sums: columnSums });
          }
        },
        verify: comparedWith(() => expectedProduct(shape, operands)),
      }),
  };
}

/** Weft's product as any tfjs program gets it, through the same calls as the stock one. */
function weftInTfjsEntry({ bridge }: BenchContext, shape: MatmulShape, operands: MatmulOperands): CompetitorEntry {
  return {
    implementation: 'weft-in-tfjs',
    variant: `${describeLibraryCall(shape, 'tf.matMul', 'tf.fused.matMul')}, kernels installed`,
    isFirstUse: false,
    open: async () => (await loadTfjsPeer()).openMatmul(bridge, shape, operands, { hasWeftKernels: true }),
  };
}

function tfjsEntry({ bridge }: BenchContext, shape: MatmulShape, operands: MatmulOperands): CompetitorEntry {
  return {
    implementation: 'tfjs',
    variant: describeLibraryCall(shape, 'tf.matMul', 'tf.fused.matMul'),
    open: async () => (await loadTfjsPeer()).openMatmul(bridge, shape, operands),
  };
}

function jaxEntry(shape: MatmulShape, operands: MatmulOperands): CompetitorEntry {
  return {
    implementation: 'jax-js',
    variant: 'jit',
    open: async () => (await loadJaxPeer()).openMatmul(shape, operands),
  };
}

function describeLibraryCall({ batch, epilogue, hasColumnSums }: MatmulShape, plain: string, fused: string): string {
  if (epilogue === 'none') {
    return hasColumnSums ? `${plain}, sum` : plain;
  }
  return batch === 1 && epilogue !== 'relu-mask' ? fused : `${plain}, then the rest`;
}

function describeVariant(variant: MatmulVariant): string {
  switch (variant.family) {
    case 'register':
    case 'quad':
      return `${variant.family} ${variant.rows}×${variant.cols}, k ${variant.kStep}`;
    case 'subgroup':
      return `subgroup ${variant.rows}×${variant.cols}, ${variant.size} invocations`;
    case 'tile': {
      const { rows, cols, kStep, lanesX, lanesY, splits } = variant;
      const lanes = [lanesX, lanesY, ...(splits > 1 ? [splits] : [])].join('×');
      return `tile ${rows}×${cols}, k ${kStep}, ${lanes} invocations`;
    }
    default:
      return variant satisfies never;
  }
}
