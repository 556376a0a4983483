import { LAYERS } from '../../run/network';
import { checkOutputs, type ExpectedOutput, sampleIndices, type Verdict } from './checkOutputs';
import { randomFloats } from './randomData';

export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const EPSILON = 1e-7;
export const LEARNING_RATE = 0.001;

/** Elements of each variable in one member: kernel and bias of every layer. */
export const VARIABLE_SIZES = LAYERS.flatMap(({ inputs, units }) => [inputs * units, units]);

/** One variable of all members with a gradient that stays the same. */
export interface AdamVariable {
  readonly weights: Float32Array<ArrayBuffer>;
  readonly gradients: Float32Array<ArrayBuffer>;
}

export function createAdamVariables(members: number): AdamVariable[] {
  return VARIABLE_SIZES.map((size, index) => ({
    weights: randomFloats(2 * index + 1, members * size, -0.1, 0.1),
    gradients: randomFloats(2 * index + 2, members * size, -0.01, 0.01),
  }));
}

/** What the step that a run makes multiplies and adds: √(1 − β₂ᵗ)/(1 − β₁ᵗ), and ε as it stands beside √v. */
export type AdamSchedule = (run: number) => { readonly stepScale: number; readonly epsilon: number };

/** Counts t on with the runs, as optimizers do. ε stands beside the corrected root. */
export const COUNTING_SCHEDULE: AdamSchedule = (run) => {
  const t = run + 1;
  const rootCorrection = Math.sqrt(1 - BETA2 ** t);
  return { stepScale: rootCorrection / (1 - BETA1 ** t), epsilon: EPSILON * rootCorrection };
};

/** The same where ε stands beside √v, as in Keras and in Weft. */
export const KERAS_SCHEDULE: AdamSchedule = (run) => ({ ...COUNTING_SCHEDULE(run), epsilon: EPSILON });

const CHECKED_ENTRIES = 128;

/** Compares variables after so many updates with float64 ones, at a sample of their elements. */
export function checkAdam(
  actual: readonly ArrayLike<number>[],
  variables: readonly AdamVariable[],
  runs: number,
  schedule: AdamSchedule,
): Verdict {
  const expected = variables.map(({ weights, gradients }, index): ExpectedOutput => {
    const indices = sampleIndices(weights.length, CHECKED_ENTRIES);
    const values = Float64Array.from(indices, (i) =>
      updated(weights[i] as number, gradients[i] as number, runs, schedule),
    );
    return { name: `variable ${index}`, length: weights.length, indices, values, tolerance: toleranceOf(runs) };
  });
  return checkOutputs(actual, expected);
}

/** Every update rounds the weight by up to 2⁻²⁴ of it, and always the same way; and β's powers may be float32. */
function toleranceOf(runs: number): number {
  return 5e-5 + runs * 2 ** -23;
}

function updated(weight: number, gradient: number, runs: number, schedule: AdamSchedule): number {
  let [w, m, v] = [weight, 0, 0];
  for (let run = 0; run < runs; run++) {
    const { stepScale, epsilon } = schedule(run);
    m = BETA1 * m + (1 - BETA1) * gradient;
    v = BETA2 * v + (1 - BETA2) * gradient * gradient;
    w -= (LEARNING_RATE * stepScale * m) / (Math.sqrt(v) + epsilon);
  }
  return w;
}
