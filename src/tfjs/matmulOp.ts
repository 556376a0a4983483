import * as tf from '@tensorflow/tfjs';
import { WeftError } from '../errors';
import { type MatmulPlan, planMatmul } from '../kernels/matmul/plan';
import { type MatmulShape, matmulShape, matmulShapeKey } from '../kernels/matmul/shape';
import type { TunedVariants } from '../kernels/matmul/tuner';
import { type MatmulTraits, matmulTraits } from '../kernels/matmul/variants';
import { bridgeOf, type TfjsBridge } from './bridge';
import { launchOver } from './launchOver';

const KERNEL_NAME = 'WeftMatmul';

/** The plans of products on one adapter, each made once. */
export class MatmulPlans {
  readonly #traits: MatmulTraits;
  readonly #variants: TunedVariants;
  readonly #byShape = new Map<string, { readonly shape: MatmulShape; readonly plan: MatmulPlan | undefined }>();

  /** @param variants what is planned otherwise than the adapter's shipped choice. */
  constructor({ gpu }: TfjsBridge, variants: TunedVariants = new Map()) {
    this.#traits = matmulTraits(gpu);
    this.#variants = variants;
  }

  /** `undefined` when no grid covers the shape. */
  of(shape: MatmulShape): MatmulPlan | undefined {
    const key = matmulShapeKey(shape);
    let known = this.#byShape.get(key);
    if (known === undefined) {
      known = { shape, plan: planMatmul(shape, this.#traits, this.#variants.get(key)) };
      this.#byShape.set(key, known);
    }
    return known.plan;
  }

  /** Takes a plan for its shape from now on. */
  adopt(plan: MatmulPlan): void {
    this.#byShape.set(matmulShapeKey(plan.shape), { shape: plan.shape, plan });
  }

  /** The shapes that were planned so far. */
  get shapes(): MatmulShape[] {
    return [...this.#byShape.values()].map(({ shape }) => shape);
  }
}

const plansOfBridge = new WeakMap<TfjsBridge, MatmulPlans>();

/** The plan of a shape on a bridge's adapter; `undefined` when no grid covers the shape. */
export function matmulPlanOf(bridge: TfjsBridge, shape: MatmulShape): MatmulPlan | undefined {
  return matmulPlansOf(bridge).of(shape);
}

/** The plans that products on a bridge take now. */
export function matmulPlansOf(bridge: TfjsBridge): MatmulPlans {
  let plans = plansOfBridge.get(bridge);
  if (plans === undefined) {
    plans = new MatmulPlans(bridge);
    plansOfBridge.set(bridge, plans);
  }
  return plans;
}

/** Has the products that `work` records on a bridge take these plans, whatever others on the same bridge take. */
export function withMatmulPlans<T>(bridge: TfjsBridge, plans: MatmulPlans, work: () => T): T {
  const outer = plansOfBridge.get(bridge);
  plansOfBridge.set(bridge, plans);
  try {
    return work();
  } finally {
    if (outer === undefined) {
      plansOfBridge.delete(bridge);
    } else {
      plansOfBridge.set(bridge, outer);
    }
  }
}

/** What a product is made of. */
export interface MatmulOperands {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
  /** The epilogue's bias or mask. */
  readonly extra?: tf.TensorInfo | undefined;
  /** [batch] u32, for a shape with `hasActivity`. */
  readonly activity?: GPUBuffer | undefined;
}

/**
 * Records a product over tensors.
 * @returns a tensor [batch, m, n] float32, and with `hasColumnSums` one of the sums, [batch, n].
 */
export function recordMatmul(
  bridge: TfjsBridge,
  shape: MatmulShape,
  { a, b, extra, activity }: MatmulOperands,
): [tf.TensorInfo, ...tf.TensorInfo[]] {
  const plan = matmulPlanOf(bridge, shape);
  if (plan === undefined) {
    const { batch, m, k, n } = shape;
    throw new WeftError('bad-shape', `No grid of workgroups covers a product of ${batch} × [${m}, ${k}]·[${k}, ${n}].`);
  }
  const out = bridge.createOutput([shape.batch, shape.m, shape.n], 'float32');
  const columnSums = shape.hasColumnSums ? bridge.createOutput([shape.batch, shape.n], 'float32') : undefined;
  launchOver(bridge, plan, { a, b, out, extra, columnSums }, { activity });
  return columnSums === undefined ? [out] : [out, columnSums];
}

interface MatmulAttrs {
  readonly shape: MatmulShape;
  readonly activity: GPUBuffer | undefined;
}

tf.registerKernel({
  kernelName: KERNEL_NAME,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { a, b, extra } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo; extra?: tf.TensorInfo };
    const { shape, activity } = attrs as unknown as MatmulAttrs;
    return recordMatmul(bridgeOf(backend), shape, { a, b, extra, activity });
  },
});

/** What is common to the ops of a population. */
export interface PopulationOpOptions {
  /** [members] u32: the op leaves members with 0 out, and their part of its result says nothing. By default none. */
  readonly activity?: GPUBuffer | undefined;
}

/**
 * The gradients of a dense layer's weights, in one dispatch: xᵀ·dz and the column sums of dz.
 * @param x [members, rows, inputs] float32
 * @param dz [members, rows, units] float32, the loss's gradient by the layer's pre-activations
 * @returns the kernel's gradient [members, inputs, units] and the bias's [members, units]
 */
export function populationWeightGradients(
  x: tf.Tensor3D,
  dz: tf.Tensor3D,
  { activity }: PopulationOpOptions = {},
): [tf.Tensor3D, tf.Tensor2D] {
  const [batch, k, m] = x.shape;
  const shape = matmulShape({
    batch,
    m,
    k,
    n: dz.shape[2],
    transposeA: true,
    hasColumnSums: true,
    hasActivity: activity !== undefined,
  });
  return runProduct({ a: x, b: dz }, { shape, activity }) as [tf.Tensor3D, tf.Tensor2D];
}

/** How a population product is done. */
export interface PopulationMatmulOptions extends PopulationOpOptions {
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
  const { transposeA = false, transposeB = false, reluMask, activity } = options;
  const [batch, aRows, aCols] = a.shape;
  const shape = matmulShape({
    batch,
    m: transposeA ? aCols : aRows,
    k: transposeA ? aRows : aCols,
    n: transposeB ? b.shape[1] : b.shape[2],
    transposeA,
    transposeB,
    epilogue: reluMask === undefined ? 'none' : 'relu-mask',
    hasActivity: activity !== undefined,
  });
  const inputs = reluMask === undefined ? { a, b } : { a, b, extra: reluMask };
  const [product] = runProduct(inputs, { shape, activity }) as [tf.Tensor3D];
  return product;
}

function runProduct(inputs: tf.NamedTensorMap, attrs: MatmulAttrs): tf.Tensor[] {
  return tf.engine().runKernel(KERNEL_NAME, inputs, attrs as unknown as tf.NamedAttrMap) as unknown as tf.Tensor[];
}
