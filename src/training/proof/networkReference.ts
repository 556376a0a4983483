import { softmaxCrossEntropyReference } from '../../kernels/softmaxCrossEntropy';

/** The weights of one layer of one network. */
export interface ReferenceLayer {
  /** [inputs, units] */
  readonly kernel: Float32Array | Float64Array;
  /** [units] */
  readonly bias: Float32Array | Float64Array;
}

export interface NetworkReference {
  /** Of each layer x·W + b, [rows, units]; those of the last are the logits. */
  readonly preActivations: readonly Float64Array[];
  /** Mean cross-entropy over the rows. */
  readonly loss: number;
  /** Of that loss, by each layer's kernel and bias. */
  readonly gradients: readonly { readonly kernel: Float64Array; readonly bias: Float64Array }[];
}

/**
 * One network's forward and backward pass in float64, by the formulas: relu after every layer but the last.
 * @param x [rows, inputs]
 * @param labels [rows]
 */
export function networkReference(
  x: Float64Array,
  labels: Uint8Array,
  layers: readonly ReferenceLayer[],
): NetworkReference {
  const rows = labels.length;
  const inputs: Float64Array[] = [x];
  const preActivations = layers.map((layer, index) => {
    const z = forward(inputs[index] as Float64Array, rows, layer);
    inputs.push(z.map((value) => Math.max(value, 0)));
    return z;
  });
  const logits = preActivations.at(-1) as Float64Array;
  const shape = { members: 1, rows, classes: logits.length / rows };
  const { losses, gradient } = softmaxCrossEntropyReference(shape, logits, Uint32Array.from(labels), rows);
  const gradients: { kernel: Float64Array; bias: Float64Array }[] = [];
  let dz = gradient;
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index] as ReferenceLayer;
    gradients.unshift(weightGradients(inputs[index] as Float64Array, dz, layer));
    if (index > 0) {
      dz = inputGradient(dz, layer).map((value, i) => ((preActivations[index - 1]?.[i] as number) > 0 ? value : 0));
    }
  }
  return { preActivations, loss: (losses[0] as number) / rows, gradients };
}

function sizesOf({ kernel, bias }: ReferenceLayer) {
  return { units: bias.length, inputs: kernel.length / bias.length };
}

function forward(x: Float64Array, rows: number, layer: ReferenceLayer): Float64Array {
  const { units, inputs } = sizesOf(layer);
  const { kernel } = layer;
  const z = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const begin = row * units;
    z.set(layer.bias, begin);
    // Along the rows of the kernel, as they lie in memory: several times as fast.
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i] as number;
      for (let unit = 0; unit < units; unit++) {
        z[begin + unit] = (z[begin + unit] as number) + value * (kernel[i * units + unit] as number);
      }
    }
  }
  return z;
}

/** xᵀ·dz and the sums of dz over the rows. */
function weightGradients(x: Float64Array, dz: Float64Array, layer: ReferenceLayer) {
  const { units, inputs } = sizesOf(layer);
  const kernel = new Float64Array(layer.kernel.length);
  const bias = new Float64Array(units);
  for (let row = 0; row < dz.length / units; row++) {
    const begin = row * units;
    for (let unit = 0; unit < units; unit++) {
      bias[unit] = (bias[unit] as number) + (dz[begin + unit] as number);
    }
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i] as number;
      const at = i * units;
      for (let unit = 0; unit < units; unit++) {
        kernel[at + unit] = (kernel[at + unit] as number) + (dz[begin + unit] as number) * value;
      }
    }
  }
  return { kernel, bias };
}

/** dz·Wᵀ */
function inputGradient(dz: Float64Array, layer: ReferenceLayer): Float64Array {
  const { units, inputs } = sizesOf(layer);
  return Float64Array.from({ length: (dz.length / units) * inputs }, (_, at) => {
    const [row, i] = [Math.floor(at / inputs), at % inputs];
    let sum = 0;
    for (let unit = 0; unit < units; unit++) {
      sum += (dz[row * units + unit] as number) * (layer.kernel[i * units + unit] as number);
    }
    return sum;
  });
}
