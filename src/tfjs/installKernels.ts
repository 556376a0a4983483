import * as tf from '@tensorflow/tfjs';
import { type MatmulEpilogue, type MatmulShape, matmulShape } from '../kernels/matmul/shape';
import { BackgroundTuner, type BackgroundTuningOptions } from './backgroundTuning';
import { bridgeOf, type TfjsBridge } from './bridge';
import { matmulPlanOf, matmulPlansOf, recordMatmul } from './matmulOp';

const BACKEND_NAME = 'webgpu';

interface MatmulInputs {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
  readonly bias?: tf.TensorInfo | null;
  readonly preluActivationWeights?: tf.TensorInfo | null;
}

interface MatmulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation?: string;
}

/** How Weft's kernels do tfjs's work. */
export interface InstallKernelsOptions {
  /**
   * On a GPU, products of shapes seen often are timed in the background, and then take the variant that is fastest there:
   * from that moment on their sums may be rounded otherwise. `false` leaves every shape its first variant.
   */
  readonly tuning?: BackgroundTuningOptions | false;
}

/**
 * Puts Weft's matmul in place of tfjs's `BatchMatMul` and `_FusedMatMul` on the `webgpu` backend that
 * `setupBackend` registered, so that any tfjs program runs on it unchanged. What Weft's matmul does not do (other
 * activations than linear and relu, other types than float32, irregular broadcasting, sizes that do not match) goes to
 * the stock kernels.
 * @returns the undo. The stock kernels are back when every installation is undone, in whatever order; undoing one twice
 * does nothing. A kernel that somebody else registered meanwhile stays. Of several installations' options the newest count.
 * @example const uninstall = installKernels({ tuning: false });
 */
export function installKernels({ tuning = {} }: InstallKernelsOptions = {}): () => void {
  if (installations.size === 0) {
    undoReplacements = [tf.BatchMatMul, tf._FusedMatMul].map(replaceKernel);
  }
  const installation: Installation = { tuning, tuners: new Map() };
  installations.add(installation);
  return () => {
    for (const tuner of installation.tuners.values()) {
      tuner.stop();
    }
    if (installations.delete(installation) && installations.size === 0) {
      for (const undo of undoReplacements) {
        undo();
      }
    }
  };
}

interface Installation {
  readonly tuning: BackgroundTuningOptions | false;
  readonly tuners: Map<TfjsBridge, BackgroundTuner>;
}

/** Those that are not undone. The first replaces the kernels, and the last one's undo puts them back. */
const installations = new Set<Installation>();
let undoReplacements: readonly (() => void)[] = [];

function replaceKernel(kernelName: string): () => void {
  const stock = tf.getKernel(kernelName, BACKEND_NAME);
  const replace = (config: tf.KernelConfig) => {
    tf.unregisterKernel(kernelName, BACKEND_NAME);
    tf.registerKernel(config);
  };
  const ours: tf.KernelConfig = {
    ...stock,
    kernelFunc: (params) => {
      const inputs = params.inputs as unknown as MatmulInputs;
      const attrs = params.attrs as unknown as MatmulAttrs;
      return tryMatmul(bridgeOf(params.backend), inputs, attrs) ?? stock.kernelFunc(params);
    },
  };
  replace(ours);
  return () => {
    if (tf.getKernel(kernelName, BACKEND_NAME) === ours) {
      replace(stock);
    }
  };
}

/** The product on Weft's kernel, or `undefined` when it is one for the stock kernel. */
function tryMatmul(bridge: TfjsBridge, inputs: MatmulInputs, attrs: MatmulAttrs): tf.TensorInfo | undefined {
  const { a, b, bias } = inputs;
  const isFloat = [a, b, ...(bias ? [bias] : [])].every((tensor) => bridge.storedDtypeOf(tensor) === 'float32');
  const shape = isFloat ? shapeOf(inputs, attrs) : undefined;
  if (shape === undefined || matmulPlanOf(bridge, shape) === undefined) {
    return undefined;
  }
  const [result] = recordMatmul(bridge, shape, { a, b, extra: bias ?? undefined });
  tunerOf(bridge)?.count(shape);
  // The kernel sees one batch dimension; a tensor's shape is only how its buffer is read.
  return { ...result, shape: [...batchShapeOf(inputs), shape.m, shape.n] };
}

function tunerOf(bridge: TfjsBridge): BackgroundTuner | undefined {
  const installation = [...installations].at(-1);
  if (installation === undefined || installation.tuning === false) {
    return undefined;
  }
  const { tuning, tuners } = installation;
  let tuner = tuners.get(bridge);
  if (tuner === undefined) {
    tuner = new BackgroundTuner(bridge.gpu, (plan) => matmulPlansOf(bridge).adopt(plan), tuning);
    tuners.set(bridge, tuner);
  }
  return tuner;
}

function batchShapeOf({ a, b }: MatmulInputs): number[] {
  return tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
}

function shapeOf(inputs: MatmulInputs, attrs: MatmulAttrs): MatmulShape | undefined {
  const { a, b, bias, preluActivationWeights } = inputs;
  const { transposeA, transposeB } = attrs;
  const epilogue = epilogueOf(attrs.activation, !!bias);
  if (epilogue === undefined || preluActivationWeights) {
    return undefined;
  }
  const [aRows = 0, aCols = 0] = a.shape.slice(-2);
  const [bRows = 0, bCols = 0] = b.shape.slice(-2);
  const aBatch = tf.util.sizeFromShape(a.shape.slice(0, -2));
  const bBatch = tf.util.sizeFromShape(b.shape.slice(0, -2));
  const batch = Math.max(aBatch, bBatch);
  const k = transposeA ? aRows : aCols;
  const n = transposeB ? bRows : bCols;
  const isRegular =
    k === (transposeB ? bCols : bRows) &&
    (aBatch === 1 || aBatch === batch) &&
    (bBatch === 1 || bBatch === batch) &&
    tf.util.sizeFromShape(batchShapeOf(inputs)) === batch;
  const hasPlainBias = !bias || (bias.shape.at(-1) === n && tf.util.sizeFromShape(bias.shape) === n);
  if (!isRegular || !hasPlainBias) {
    return undefined;
  }
  return matmulShape({
    batch,
    m: transposeA ? aCols : aRows,
    k,
    n,
    transposeA,
    transposeB,
    sharesA: aBatch !== batch,
    sharesB: bBatch !== batch,
    epilogue,
    sharesBias: !!bias,
  });
}

function epilogueOf(activation: string | undefined, hasBias: boolean): MatmulEpilogue | undefined {
  switch (activation ?? 'linear') {
    case 'linear':
      return hasBias ? 'bias' : 'none';
    case 'relu':
      return hasBias ? 'bias-relu' : 'relu';
    default:
      return undefined;
  }
}
