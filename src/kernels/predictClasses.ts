import source from '../../shaders/predictClasses.wgsl?raw';
import batch from '../../shaders/shared/batch.wgsl?raw';
import rowSoftmax from '../../shaders/shared/rowSoftmax.wgsl?raw';
import skipInactive from '../../shaders/shared/skipInactive.wgsl?raw';
import { defineKernel, type Launch } from '../gpu/kernel';
import { linkShader } from '../gpu/shaderSource';

const WORKGROUP_SIZE = 64;

/** What every member makes of the examples of one batch. */
export const predictClasses = defineKernel('predictClasses', linkShader(source, { batch, rowSoftmax, skipInactive }), {
  /** [members, rows, classes] f32. */
  logits: 'read',
  /** [members, examples] of PREDICTION_BYTES, written where the batch has examples. */
  predictions: 'read-write',
  batch: 'uniform',
  /** [members] u32, with `hasActivity`: the predictions of a member with 0 stay as they are. */
  activity: 'read?',
});

export interface PredictClassesShape {
  readonly members: number;
  /** Rows of the batch, the padding of a short one included. */
  readonly rows: number;
  readonly classes: number;
  /** Examples that predictions are kept of, for each member. */
  readonly examples: number;
  /** Members can be left out. */
  readonly hasActivity?: boolean;
}

export interface PredictClassesPlan extends Launch<typeof predictClasses.specs> {
  readonly shape: PredictClassesShape;
  /** Size of the predictions: class u32 and confidence f32 for each member and example. */
  readonly outputBytes: number;
}

const PREDICTION_BYTES = 8;

export function planPredictClasses(shape: PredictClassesShape): PredictClassesPlan {
  const { members, rows, classes, examples, hasActivity = false } = shape;
  return {
    shape,
    grid: [Math.ceil(rows / WORKGROUP_SIZE), members, 1],
    program: predictClasses.program({
      MEMBERS: members,
      ROWS: rows,
      CLASSES: classes,
      EXAMPLES: examples,
      WORKGROUP_SIZE,
      HAS_ACTIVITY: hasActivity,
    }),
    outputBytes: members * examples * PREDICTION_BYTES,
  };
}

/** What a member makes of each example. */
export interface ClassPredictions {
  /** [examples], the class with the largest probability; of equals, the first. */
  readonly classes: Uint8Array;
  /** [examples], that probability. */
  readonly confidences: Float32Array;
}

/** Reads the predictions of all members as the kernel left them. */
export function decodePredictions({ members, examples }: PredictClassesShape, bytes: ArrayBuffer): ClassPredictions[] {
  return Array.from({ length: members }, (_, member) => {
    const firstByte = member * examples * PREDICTION_BYTES;
    const classes = new Uint32Array(bytes, firstByte, examples * 2).filter((_, word) => word % 2 === 0);
    const confidences = new Float32Array(bytes, firstByte, examples * 2).filter((_, word) => word % 2 === 1);
    return { classes: Uint8Array.from(classes), confidences };
  });
}

/** The predictions for rows of logits [rows, classes] in float64, from the formula. */
export function predictClassesReference(
  logits: Float32Array | Float64Array,
  classes: number,
): { readonly classes: Uint8Array; readonly confidences: Float64Array } {
  const rows = logits.length / classes;
  const predicted = { classes: new Uint8Array(rows), confidences: new Float64Array(rows) };
  for (let row = 0; row < rows; row++) {
    const z = Array.from(logits.subarray(row * classes, (row + 1) * classes));
    const largest = Math.max(...z);
    predicted.classes[row] = z.indexOf(largest);
    predicted.confidences[row] = 1 / z.reduce((sum, value) => sum + Math.exp(value - largest), 0);
  }
  return predicted;
}
