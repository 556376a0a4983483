import { CLASSES, LAYERS } from '../../run/network';
import { createInitialWeights } from '../../training/population/initialWeights';
import { BETA1, BETA2, EPSILON, LEARNING_RATE } from './adamData';
import type { NormalizedBatch } from './trainData';

/**
 * Which Adam it is. `keras` and Weft add ε to √v; `optax`, as the paper, to the bias-corrected √v̂, and so does `tfjs`,
 * which keeps the powers of β in float32: its 1 − 0.999 is off by 1.3e-5, which three steps make 7e-5 of the loss.
 */
export type AdamConvention = 'keras' | 'optax' | 'tfjs';

interface Variable {
  readonly values: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/**
 * The notebook's network trained in float64 from the initial weights of a seed: the mean loss of each batch, before
 * the update by it. The loss of batch t depends on all gradients of batches 1 … t − 1.
 */
export function trainReference(
  seed: number,
  batches: readonly NormalizedBatch[],
  convention: AdamConvention,
): number[] {
  const layers = createInitialWeights(seed).map(({ kernel, bias }) => ({
    kernel: createVariable(kernel),
    bias: createVariable(bias),
  }));
  return batches.map(({ x, labels }, step) => {
    const inputs: Float64Array[] = [Float64Array.from(x)];
    layers.forEach(({ kernel, bias }, index) => {
      inputs.push(dense(inputs[index] as Float64Array, kernel.values, bias.values, index, labels.length));
    });
    const { loss, gradient } = crossEntropy(inputs[LAYERS.length] as Float64Array, labels);
    if (step < batches.length - 1) {
      backward(layers, inputs, gradient, labels.length, step + 1, convention);
    }
    return loss;
  });
}

function createVariable(initial: Float32Array): Variable {
  const { length } = initial;
  return { values: Float64Array.from(initial), first: new Float64Array(length), second: new Float64Array(length) };
}

function dense(x: Float64Array, kernel: Float64Array, bias: Float64Array, index: number, rows: number): Float64Array {
  const { inputs, units } = LAYERS[index] as (typeof LAYERS)[number];
  const y = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const out = y.subarray(row * units, (row + 1) * units);
    out.set(bias);
    for (let i = 0; i < inputs; i++) {
      addScaled(out, kernel, i * units, x[row * inputs + i] as number);
    }
  }
  return index === LAYERS.length - 1 ? y : y.map((value) => Math.max(value, 0));
}

/** target += factor · source[offset …] */
function addScaled(target: Float64Array, source: Float64Array, offset: number, factor: number): void {
  if (factor !== 0) {
    for (let j = 0; j < target.length; j++) {
      target[j] = (target[j] as number) + factor * (source[offset + j] as number);
    }
  }
}

function crossEntropy(
  logits: Float64Array,
  labels: Int32Array,
): { readonly loss: number; readonly gradient: Float64Array } {
  const gradient = new Float64Array(logits.length);
  let loss = 0;
  labels.forEach((label, row) => {
    const z = logits.subarray(row * CLASSES, (row + 1) * CLASSES);
    const largest = Math.max(...z);
    const exps = z.map((value) => Math.exp(value - largest));
    const sum = exps.reduce((total, value) => total + value, 0);
    loss += Math.log(sum) - ((z[label] as number) - largest);
    exps.forEach((value, c) => {
      gradient[row * CLASSES + c] = (value / sum - (c === label ? 1 : 0)) / labels.length;
    });
  });
  return { loss: loss / labels.length, gradient };
}

function backward(
  layers: readonly { readonly kernel: Variable; readonly bias: Variable }[],
  inputs: readonly Float64Array[],
  outputGradient: Float64Array,
  rows: number,
  t: number,
  convention: AdamConvention,
): void {
  let gradient = outputGradient;
  for (let index = layers.length - 1; index >= 0; index--) {
    const { inputs: inputCount, units } = LAYERS[index] as (typeof LAYERS)[number];
    const { kernel, bias } = layers[index] as (typeof layers)[number];
    const x = inputs[index] as Float64Array;
    const kernelGradient = new Float64Array(kernel.values.length);
    const biasGradient = new Float64Array(units);
    const inputGradient = new Float64Array(index === 0 ? 0 : x.length);
    for (let row = 0; row < rows; row++) {
      addScaled(biasGradient, gradient, row * units, 1);
      for (let i = 0; i < inputCount; i++) {
        const value = x[row * inputCount + i] as number;
        addScaled(kernelGradient.subarray(i * units, (i + 1) * units), gradient, row * units, value);
        if (index > 0 && value > 0) {
          inputGradient[row * inputCount + i] = dot(kernel.values, i * units, gradient, row * units, units);
        }
      }
    }
    update(kernel, kernelGradient, t, convention);
    update(bias, biasGradient, t, convention);
    gradient = inputGradient;
  }
}

function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    sum += (a[aStart + i] as number) * (b[bStart + i] as number);
  }
  return sum;
}

function update(
  { values, first, second }: Variable,
  gradient: Float64Array,
  t: number,
  convention: AdamConvention,
): void {
  const [power1, power2] = convention === 'tfjs' ? float32Powers(t) : ([BETA1 ** t, BETA2 ** t] as const);
  const rootCorrection = Math.sqrt(1 - power2);
  const rate = (LEARNING_RATE * rootCorrection) / (1 - power1);
  const epsilon = convention === 'keras' ? EPSILON : EPSILON * rootCorrection;
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i] as number;
    const m = BETA1 * (first[i] as number) + (1 - BETA1) * g;
    const v = BETA2 * (second[i] as number) + (1 - BETA2) * g * g;
    first[i] = m;
    second[i] = v;
    values[i] = (values[i] as number) - (rate * m) / (Math.sqrt(v) + epsilon);
  }
}

/** β₁ᵗ and β₂ᵗ as repeated float32 products. */
function float32Powers(t: number): readonly [number, number] {
  let [power1, power2] = [1, 1];
  for (let i = 0; i < t; i++) {
    power1 = Math.fround(power1 * Math.fround(BETA1));
    power2 = Math.fround(power2 * Math.fround(BETA2));
  }
  return [power1, power2];
}
