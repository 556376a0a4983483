import { NORMALIZATIONS, type Normalization } from '../../kernels/normalization';
import type { MemberView, RunView } from './runView';

/** Members that differ in their seeds alone: one row of the table, one colour and one mean curve. */
export interface Series {
  readonly key: string;
  /** "standardize", or "standardize · 0.001" where several learning rates are compared. */
  readonly label: string;
  readonly normalization: Normalization;
  readonly learningRate: number;
  readonly members: readonly MemberView[];
}

/** The series of a run, or of a run that could be started: then without members. */
export function seriesOf(
  plan: { readonly normalizations: readonly Normalization[]; readonly learningRates: readonly number[] } | undefined,
  members: RunView['members'],
): readonly Series[] {
  if (plan === undefined) {
    return [];
  }
  const normalizations = NORMALIZATIONS.filter((name) => plan.normalizations.includes(name));
  return normalizations.flatMap((normalization) =>
    plan.learningRates.map((learningRate) => ({
      key: `${normalization}@${learningRate}`,
      label: plan.learningRates.length === 1 ? normalization : `${normalization} · ${learningRate}`,
      normalization,
      learningRate,
      members: members.filter(
        ({ member }) => member.normalization === normalization && member.learningRate === learningRate,
      ),
    })),
  );
}
