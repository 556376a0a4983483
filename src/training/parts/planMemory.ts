import { CLASSES, LAYER_UNITS, LAYERS } from '../../run/network';

/** Examples of each split; 0 where there is no such split. */
export interface SplitCounts {
  readonly train: number;
  readonly heldOut: number;
  readonly validation: number;
  readonly test: number;
}

/** What decides, beside the network, how much memory a population takes. */
export interface MemorySizes {
  readonly batchSize: number;
  /** See `planEvaluationRows`. */
  readonly evaluationRows: number;
  readonly examples: SplitCounts;
  /** Whether EarlyStopping may keep the best weights. */
  readonly keepsBest: boolean;
  readonly diagnoses: boolean;
}

/** Bytes of GPU memory at the time when a population takes the most. */
export interface MemoryPlan {
  /** However many members there are: the dataset, orders of evaluations, records of steps, a kernel's self-test. */
  readonly sharedBytes: number;
  readonly memberBytes: number;
}

const WORD_BYTES = 4;
const [FEATURES, ...UNITS] = LAYER_UNITS;
/** Five rings of step records. */
const RING_BYTES = 5 * 256 * 256;
/** Totals of two passes and of a diagnosis, settings, flags, and what sizes are rounded up to. */
const SMALL_BYTES = 32_768;

/**
 * What a population allocates, from the shapes of its tensors. A test compares it with what a device has given
 * (`memory.gpu.test.ts`).
 */
export function planMemory(sizes: MemorySizes): MemoryPlan {
  const { batchSize, evaluationRows, examples, keepsBest, diagnoses } = sizes;
  const { train, heldOut, validation, test } = examples;
  const all = train + heldOut + validation + test;
  const parameters = sum(LAYERS.map(({ inputs, units }) => (inputs + 1) * units));
  const largest = Math.max(...LAYERS.map(({ inputs, units }) => inputs * units));
  const hidden = sum(UNITS.slice(0, -1));
  // Outputs of all layers, and the loss's gradient by the last; labels.
  const evaluationRow = FEATURES + hidden + 2 * CLASSES + 1;
  const passes = [
    batchSize * (evaluationRow + hidden),
    evaluationRows === batchSize ? 0 : evaluationRows * evaluationRow,
    // Negative parts of the inputs, and what the products make of them.
    diagnoses ? batchSize * (FEATURES + 2 * hidden) : 0,
  ];
  // Weights, both moments, gradients.
  const state = 4 * parameters;
  const best = keepsBest ? parameters : 0;
  // One tensor on its way to a checkpoint, or the operands of one product under test: before training, or within it where
  // fast kernels are compiled beside it.
  const passing = Math.max(largest, ...[batchSize, evaluationRows].map(trialWords));
  // At worst every member has a seed of its own; a class and a confidence for each example of the test.
  const tables = train + 2 * test + 2 * FEATURES;
  // The self-test of Adam has copies of one member's weights and moments here, and on the way to the CPU.
  const underTest = 6 * parameters;
  const words = heldOut + validation + test + batchSize + underTest;
  return {
    sharedBytes: all * (FEATURES + 1) + WORD_BYTES * words + RING_BYTES,
    memberBytes: WORD_BYTES * (state + best + passing + tables + sum(passes)) + SMALL_BYTES,
  };
}

/** Words of the operands of a layer's products, with their outputs here and on the way to the CPU, at most. */
function trialWords(rows: number): number {
  return Math.max(
    ...LAYERS.flatMap(({ inputs, units }) => {
      const [x, w, y] = [rows * inputs, inputs * units, rows * units];
      return [x + w + 2 * y, x + y + 2 * w, y + w + 2 * x].map((words) => words + 2 * units);
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
