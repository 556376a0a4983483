import { createRandomStream } from '../../data/randomStream';

/** What the float64 reference says of one output, at some of its entries or at all. */
export interface ExpectedOutput {
  readonly name: string;
  /** Entries of the whole output. */
  readonly length: number;
  /** Where `values` stand in it. */
  readonly indices: Uint32Array;
  readonly values: Float64Array;
  /**
   * How far an entry may be off: |actual − expected| ≤ tolerance · scale, where scale is the root of the mean of the
   * expected squares. Relative to the output rather than to the entry, since a sum near 0 has lost its digits.
   */
  readonly tolerance: number;
}

export interface Verdict {
  /** Largest |actual − expected| over the outputs, each relative to its scale; NaN where an entry is not finite. */
  readonly maxRelativeError: number;
  readonly checkedEntries: number;
  readonly outputEntries: number;
  /** Why the outputs are wrong. */
  readonly fault?: string;
}

/**
 * Entries to check of an output: all of them, or one at a random place of each of `most` equal stretches,
 * and the first and the last.
 */
export function sampleIndices(length: number, most: number, seed = 1): Uint32Array<ArrayBuffer> {
  if (length <= most) {
    return Uint32Array.from({ length }, (_, index) => index);
  }
  const random = createRandomStream(seed, 0);
  const stretch = length / most;
  const indices = Uint32Array.from({ length: most }, (_, i) =>
    Math.min(length - 1, Math.floor((i + (random.next() >>> 0) / 2 ** 32) * stretch)),
  );
  indices[0] = 0;
  indices[most - 1] = length - 1;
  return indices;
}

/** All entries of an output are compared. */
export function expectAll(name: string, values: Float64Array, tolerance: number): ExpectedOutput {
  const { length } = values;
  return { name, length, indices: sampleIndices(length, length), values, tolerance };
}

/** Compares outputs with what is expected of them; an entry that is not finite is wrong wherever it stands. */
export function checkOutputs(actual: readonly ArrayLike<number>[], expected: readonly ExpectedOutput[]): Verdict {
  const verdicts = expected.map((output, index) => checkOutput(actual[index] ?? [], output));
  return verdicts.reduce(mergeVerdicts, { maxRelativeError: 0, checkedEntries: 0, outputEntries: 0 });
}

/** One verdict on several outputs, or on several buffers of one. */
export function mergeVerdicts(a: Verdict, b: Verdict): Verdict {
  const fault = a.fault ?? b.fault;
  return {
    maxRelativeError: Math.max(a.maxRelativeError, b.maxRelativeError),
    checkedEntries: a.checkedEntries + b.checkedEntries,
    outputEntries: a.outputEntries + b.outputEntries,
    ...(fault === undefined ? {} : { fault }),
  };
}

function checkOutput(actual: ArrayLike<number>, expected: ExpectedOutput): Verdict {
  const { name, length, indices, values, tolerance } = expected;
  const counts = { checkedEntries: indices.length, outputEntries: length };
  if (actual.length !== length) {
    return { maxRelativeError: Number.NaN, ...counts, fault: `${name} has ${actual.length} entries, not ${length}` };
  }
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(actual[i])) {
      return { maxRelativeError: Number.NaN, ...counts, fault: `${name}[${i}] is ${actual[i]}` };
    }
  }
  const scale = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length) || 1;
  let worst = 0;
  let maxRelativeError = 0;
  indices.forEach((index, i) => {
    const error = Math.abs((actual[index] as number) - (values[i] as number)) / scale;
    if (error > maxRelativeError) {
      maxRelativeError = error;
      worst = i;
    }
  });
  if (maxRelativeError <= tolerance) {
    return { maxRelativeError, ...counts };
  }
  const index = indices[worst] as number;
  return {
    maxRelativeError,
    ...counts,
    fault: `${name}[${index}] is ${actual[index]}, not ${values[worst]} (relative error ${maxRelativeError.toExponential(1)}, allowed ${tolerance.toExponential(1)})`,
  };
}
