import { WeftError } from '../errors';

/** Shares 0…1; `null` where the share is of nothing. */
export interface ClassMetrics {
  /** Of the examples predicted as this class, those that are of it. */
  readonly precision: number | null;
  /** Of the examples of this class, those predicted as it. */
  readonly recall: number | null;
  /** The harmonic mean of both, 2·TP/(2·TP + FP + FN). */
  readonly f1: number | null;
  /** Examples of this class. */
  readonly support: number;
}

/** Counts [true class][predicted class]. */
export type ConfusionMatrix = readonly (readonly number[])[];

/**
 * @param labels [examples] true classes
 * @param predictions [examples] predicted classes
 * @throws WeftError `bad-shape` where the lengths differ or a class is not one of 0…classes−1.
 */
export function countConfusions(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  if (labels.length !== predictions.length) {
    throw new WeftError(
      'bad-shape',
      `There are ${predictions.length} predictions for ${labels.length} labels; there must be as many.`,
    );
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let example = 0; example < labels.length; example++) {
    const row = matrix[requireClass('label', labels, example, classes)] as number[];
    const column = requireClass('prediction', predictions, example, classes);
    row[column] = (row[column] as number) + 1;
  }
  return matrix;
}

function requireClass(name: string, values: ArrayLike<number>, example: number, classes: number): number {
  const value = values[example] as number;
  if (!Number.isInteger(value) || value < 0 || value >= classes) {
    throw new WeftError(
      'bad-shape',
      `The ${name} of example ${example} is ${value}; it must be a class from 0 to ${classes - 1}.`,
    );
  }
  return value;
}

/** Precision, recall and F1 of each class. */
export function classMetrics(matrix: ConfusionMatrix): ClassMetrics[] {
  return matrix.map((row, index) => {
    const hits = row[index] as number;
    const support = sum(row);
    const predicted = sum(matrix.map((counts) => counts[index] as number));
    return {
      precision: share(hits, predicted),
      recall: share(hits, support),
      f1: share(2 * hits, predicted + support),
      support,
    };
  });
}

/** The share of examples predicted as their class; `null` without examples. */
export function accuracyOf(matrix: ConfusionMatrix): number | null {
  return share(sum(matrix.map((row, index) => row[index] as number)), sum(matrix.map(sum)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
