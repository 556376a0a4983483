import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a few steps of real training came to, beside the same ones in float64. */
export const trainingProofSchema = v.strictObject({
  batchSize: count,
  /** Mean loss of each step as the GPU has it; `null` where it is not finite. */
  losses: v.array(v.nullable(v.number())),
  /** The same training in float64, by the formulas. */
  reference: v.array(v.number()),
  /** Products whose programs were compared with float64: now, or before and remembered. */
  selfTests: v.strictObject({ done: count, remembered: count }),
  /** Labels of those that were wrong. */
  dropped: v.array(v.string()),
  /** Products for which the tuner has chosen a kernel. */
  tuned: count,
  /** Compiling, testing and tuning. */
  prepareMs: v.number(),
  /** All steps. */
  stepsMs: v.number(),
});

export type TrainingProof = v.InferOutput<typeof trainingProofSchema>;

/** float32 against float64 over three steps: 1e-6 and less where all is right. */
const TOLERANCE = 1e-4;

/** The largest relative difference of a loss from the reference's; infinite where one is not finite, or missing. */
export function proofError({ losses, reference }: Pick<TrainingProof, 'losses' | 'reference'>): number {
  const errors = reference.map((expected, step) => Math.abs((losses[step] ?? Number.NaN) - expected) / expected);
  return errors.reduce(
    (worst, error) => (error <= worst ? worst : Number.isNaN(error) ? Number.POSITIVE_INFINITY : error),
    0,
  );
}

/** Whether training works: every loss agrees with float64, and the last is below the first. */
export function judgeProof(proof: Pick<TrainingProof, 'losses' | 'reference'>): 'works' | 'wrong' | 'not-learning' {
  if (!(proof.reference.length > 1 && proofError(proof) <= TOLERANCE)) {
    return 'wrong';
  }
  return (proof.losses.at(-1) ?? Number.NaN) < (proof.losses[0] ?? Number.NaN) ? 'works' : 'not-learning';
}
