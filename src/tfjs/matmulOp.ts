import * as tf from '@tensorflow/tfjs';
import { WeftError } from '../errors';
import {
  type MatmulPlan,
  type MatmulShape,
  type MatmulTraits,
  matmulTraits,
  planMatmul,
  runMatmul,
} from '../kernels/matmul';
import { bridgeOf, type TfjsBridge } from './bridge';

const KERNEL_NAME = 'WeftMatmul';

const plans = new WeakMap<
  TfjsBridge,
  { readonly traits: MatmulTraits; readonly byShape: Map<string, MatmulPlan | undefined> }
>();

/** The plan of a shape on a bridge's adapter, made once; `undefined` when no grid covers the shape. */
export function matmulPlanOf(bridge: TfjsBridge, shape: MatmulShape): MatmulPlan | undefined {
  let known = plans.get(bridge);
  if (known === undefined) {
    known = { traits: matmulTraits(bridge.gpu), byShape: new Map() };
    plans.set(bridge, known);
  }
  const key = Object.values(shape).join();
  if (!known.byShape.has(key)) {
    known.byShape.set(key, planMatmul(shape, known.traits));
  }
  return known.byShape.get(key);
}

/**
 * Records a product over tensors.
 * @param extra the epilogue's bias or mask.
 * @returns a tensor [batch, m, n] float32.
 */
export function recordMatmul(
  bridge: TfjsBridge,
  shape: MatmulShape,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  extra?: tf.TensorInfo,
): tf.TensorInfo {
  const plan = matmulPlanOf(bridge, shape);
  if (plan === undefined) {
    const { batch, m, k, n } = shape;
    throw new WeftError('bad-shape', `No grid of workgroups covers a product of ${batch} × [${m}, ${k}]·[${k}, ${n}].`);
  }
  const result = bridge.createOutput([shape.batch, shape.m, shape.n], 'float32');
  const [aBuffer, bBuffer, out, extraBuffer] = bridge.buffersOf([
    a,
    b,
    result,
    ...(extra === undefined ? [] : [extra]),
  ]);
  runMatmul(bridge, plan, {
    a: aBuffer as GPUBuffer,
    b: bBuffer as GPUBuffer,
    out: out as GPUBuffer,
    ...(extraBuffer === undefined ? {} : { extra: extraBuffer }),
  });
  return result;
}

tf.registerKernel({
  kernelName: KERNEL_NAME,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { a, b, extra } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo; extra?: tf.TensorInfo };
    return recordMatmul(bridgeOf(backend), attrs as unknown as MatmulShape, a, b, extra);
  },
});

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
  return tf.engine().runKernel(KERNEL_NAME, inputs, shape as unknown as tf.NamedAttrMap) as tf.Tensor3D;
}
