import type { PlateauFindingFacts } from './facts';

type Difference = PlateauFindingFacts['differences'][number];

/** Figures with one outcome together, so that it is said once. */
export function groupByOutcome(
  differences: readonly Difference[],
): readonly { readonly outcome: Difference['outcome']; readonly figures: readonly Difference[] }[] {
  return [...new Set(differences.map(({ outcome }) => outcome))].map((outcome) => ({
    outcome,
    figures: differences.filter((difference) => difference.outcome === outcome),
  }));
}
