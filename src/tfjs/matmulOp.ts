import * as tf from '@tensorflow/tfjs';
import { WeftError } from '../errors';
import {
  type MatmulBuffers,
  type MatmulPlan,
  type MatmulShape,
  type MatmulTraits,
  matmulShapeKey,
  matmulTraits,
  planMatmul,
  runMatmul,
} from '../kernels/matmul';
import type { TunedVariants } from '../kernels/matmulTuner';
import { bridgeOf, type TfjsBridge } from './bridge';

const KERNEL_NAME = 'WeftMatmul';

interface Plans {
  readonly traits: MatmulTraits;
  readonly byShape: Map<string, { readonly shape: MatmulShape; readonly plan: MatmulPlan | undefined }>;
  variants: TunedVariants;
}

const plansOfBridge = new WeakMap<TfjsBridge, Plans>();

function plansOf(bridge: TfjsBridge): Plans {
  let plans = plansOfBridge.get(bridge);
  if (plans === undefined) {
    plans = { traits: matmulTraits(bridge.gpu), byShape: new Map(), variants: new Map() };
    plansOfBridge.set(bridge, plans);
  }
  return plans;
}

/** The plan of a shape on a bridge's adapter, made once; `undefined` when no grid covers the shape. */
export function matmulPlanOf(bridge: TfjsBridge, shape: MatmulShape): MatmulPlan | undefined {
  const { traits, byShape, variants } = plansOf(bridge);
  const key = matmulShapeKey(shape);
  let known = byShape.get(key);
  if (known === undefined) {
    known = { shape, plan: planMatmul(shape, traits, variants.get(key)) };
    byShape.set(key, known);
  }
  return known.plan;
}

/** The shapes that products were planned for so far. */
export function plannedMatmulShapes(bridge: TfjsBridge): MatmulShape[] {
  return [...plansOf(bridge).byShape.values()].map(({ shape }) => shape);
}

/** Has products planned from now on take these variants; work captured before keeps the ones it had. */
export function useMatmulVariants(bridge: TfjsBridge, variants: TunedVariants): void {
  const plans = plansOf(bridge);
  plans.variants = variants;
  plans.byShape.clear();
}

/**
 * Records a product over tensors.
 * @param extra the epilogue's bias or mask.
 * @returns a tensor [batch, m, n] float32, and with `hasColumnSums` one of the sums, [batch, n].
 */
export function recordMatmul(
  bridge: TfjsBridge,
  shape: MatmulShape,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  extra?: tf.TensorInfo,
): [tf.TensorInfo, ...tf.TensorInfo[]] {
  const plan = matmulPlanOf(bridge, shape);
  if (plan === undefined) {
    const { batch, m, k, n } = shape;
    throw new WeftError('bad-shape', `No grid of workgroups covers a product of ${batch} × [${m}, ${k}]·[${k}, ${n}].`);
  }
  const product = bridge.createOutput([shape.batch, shape.m, shape.n], 'float32');
  const sums = shape.hasColumnSums ? bridge.createOutput([shape.batch, shape.n], 'float32') : undefined;
  const tensors = { a, b, out: product, extra, columnSums: sums };
  const named = Object.entries(tensors).flatMap(([name, tensor]) => (tensor === undefined ? [] : [{ name, tensor }]));
  const buffers = bridge.buffersOf(named.map(({ tensor }) => tensor));
  const byName = Object.fromEntries(named.map(({ name }, index) => [name, buffers[index]]));
  runMatmul(bridge, plan, byName as unknown as MatmulBuffers);
  return sums === undefined ? [product] : [product, sums];
}

tf.registerKernel({
  kernelName: KERNEL_NAME,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { a, b, extra } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo; extra?: tf.TensorInfo };
    return recordMatmul(bridgeOf(backend), attrs as unknown as MatmulShape, a, b, extra);
  },
});

/**
 * The gradients of a dense layer's weights, in one dispatch: xᵀ·dz and the column sums of dz.
 * @param x [members, rows, inputs] float32
 * @param dz [members, rows, units] float32, the loss's gradient by the layer's pre-activations
 * @returns the kernel's gradient [members, inputs, units] and the bias's [members, units]
 */
export function populationWeightGradients(x: tf.Tensor3D, dz: tf.Tensor3D): [tf.Tensor3D, tf.Tensor2D] {
  const [batch, k, m] = x.shape;
  const shape: MatmulShape = {
    batch,
    m,
    k,
    n: dz.shape[2],
    transposeA: true,
    transposeB: false,
    sharesA: false,
    sharesB: false,
    epilogue: 'none',
    sharesBias: false,
    hasColumnSums: true,
  };
  const gradients = tf.engine().runKernel(KERNEL_NAME, { a: x, b: dz }, shape as unknown as tf.NamedAttrMap);
  return gradients as unknown as [tf.Tensor3D, tf.Tensor2D];
}

/** Operands of a population product. */
export interface PopulationMatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** A relu's output of the product's shape: the product becomes 0 where it is not above 0. */
  readonly reluMask?: tf.Tensor3D | undefined;
}

/**
 * out[p] = op(a[p]) · op(b[p]), without a gradient of its own.
 * @param a [members, m, k] float32, or [members, k, m] with `transposeA`.
 * @param b [members, k, n] float32, or [members, n, k] with `transposeB`.
 * @returns [members, m, n] float32.
 */
export function populationMatmul(a: tf.Tensor3D, b: tf.Tensor3D, options: PopulationMatmulOptions = {}): tf.Tensor3D {
  const { transposeA = false, transposeB = false, reluMask } = options;
  const [batch, aRows, aCols] = a.shape;
  const shape: MatmulShape = {
    batch,
    m: transposeA ? aCols : aRows,
    k: transposeA ? aRows : aCols,
    n: transposeB ? b.shape[1] : b.shape[2],
    transposeA,
    transposeB,
    sharesA: false,
    sharesB: false,
    epilogue: reluMask === undefined ? 'none' : 'relu-mask',
    sharesBias: false,
  };
  const inputs = { a, b, ...(reluMask === undefined ? {} : { extra: reluMask }) };
  const [product] = tf.engine().runKernel(KERNEL_NAME, inputs, shape as unknown as tf.NamedAttrMap) as [tf.Tensor3D];
  return product;
}
