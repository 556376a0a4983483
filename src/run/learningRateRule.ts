/** What one learning rate came to, over the seeds. */
export interface RateOutcome {
  readonly learningRate: number;
  /** Mean validation loss after the last epoch; `null` where a member diverged. */
  readonly finalLoss: number | null;
}

export type RateVerdict = 'too-low' | 'good' | 'too-high' | 'diverged' | 'undecided';

/** How much above the lowest mean loss still counts as good: more than seeds differ among themselves, as a rule. */
export const GOOD_LOSS_MARGIN = 0.1;

/**
 * Judges learning rates by their final validation loss. The best is the one with the lowest loss. Good is the stretch
 * of neighbouring rates around it whose losses are at most 10 % above that; of the others, those below the best are too
 * low and those above it too high, also where one beyond a bad rate is as low again: between two rates that are called
 * good, all are. A rate with a member that diverged, its loss no longer finite, is `diverged`, which is too high as
 * well. Where not even the best is better than guessing, which has the loss `guessingLoss`, nothing can be said of the
 * others.
 *
 * A finite but absurd loss above that of guessing is never good: at a rate above the best it is too high.
 *
 * @param outcomes in the order of their rates, which are all different.
 */
export function judgeLearningRates(outcomes: readonly RateOutcome[], guessingLoss: number): readonly RateVerdict[] {
  const best = bestOutcome(outcomes);
  const hasLearned = best !== undefined && best.finalLoss < guessingLoss;
  const isNear = ({ finalLoss }: RateOutcome) =>
    hasLearned &&
    finalLoss !== null &&
    finalLoss <= (1 + GOOD_LOSS_MARGIN) * best.finalLoss &&
    finalLoss < guessingLoss;
  const bestIndex = outcomes.findIndex(({ learningRate }) => learningRate === best?.learningRate);
  return outcomes.map(({ learningRate, finalLoss }, index) => {
    if (finalLoss === null) {
      return 'diverged';
    }
    if (!hasLearned) {
      return 'undecided';
    }
    const stretch = outcomes.slice(Math.min(index, bestIndex), Math.max(index, bestIndex) + 1);
    if (stretch.every(isNear)) {
      return 'good';
    }
    return learningRate < best.learningRate ? 'too-low' : 'too-high';
  });
}

/** The outcome with the lowest loss; of equal ones the first. */
export function bestOutcome(
  outcomes: readonly RateOutcome[],
): { readonly learningRate: number; readonly finalLoss: number } | undefined {
  return outcomes
    .flatMap(({ learningRate, finalLoss }) => (finalLoss === null ? [] : [{ learningRate, finalLoss }]))
    .reduce<{ learningRate: number; finalLoss: number } | undefined>(
      (best, outcome) => (best === undefined || outcome.finalLoss < best.finalLoss ? outcome : best),
      undefined,
    );
}
