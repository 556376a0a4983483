import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestOutcome, GOOD_LOSS_MARGIN, judgeLearningRates, type RateOutcome } from './learningRateRule';
import { GUESSING_LOSS } from './network';

function outcomes(...losses: readonly (number | null)[]): RateOutcome[] {
  return losses.map((finalLoss, index) => ({ learningRate: 10 ** (index - 5), finalLoss }));
}

function verdicts(...losses: readonly (number | null)[]): readonly string[] {
  return judgeLearningRates(outcomes(...losses), GUESSING_LOSS);
}

describe('judging learning rates', () => {
  test('good is within 10 % of the lowest loss; of the others, the side of the best decides', () => {
    expect(verdicts(0.61, 0.3521, 0.32, 0.3519, 0.3521)).toEqual(['too-low', 'too-low', 'good', 'good', 'too-high']);
    expect(verdicts(0.61, 0.35, 0.32, 0.35, 0.36)).toEqual(['too-low', 'good', 'good', 'good', 'too-high']);
  });

  test('a finite but absurd loss above the best rate is too high', () => {
    expect(verdicts(0.4, 0.32, 1e12)).toEqual(['too-low', 'good', 'too-high']);
  });

  test('a loss of guessing below the best rate is too low: nothing has been learned yet', () => {
    expect(verdicts(2.4, 0.32)).toEqual(['too-low', 'good']);
  });

  test('between two good rates all are: one as low again beyond a bad one is not called good', () => {
    expect(verdicts(0.33, 0.9, 0.34, 0.32, 0.33, 0.9, 0.32001)).toEqual([
      'too-low',
      'too-low',
      'good',
      'good',
      'good',
      'too-high',
      'too-high',
    ]);
    expect(verdicts(0.32, null, 0.33)).toEqual(['good', 'diverged', 'too-high']);
  });

  test('what diverged is neither good nor the best', () => {
    expect(verdicts(0.4, 0.32, null)).toEqual(['too-low', 'good', 'diverged']);
    expect(verdicts(null, null)).toEqual(['diverged', 'diverged']);
  });

  test('nothing is said where not even the best beats guessing', () => {
    expect(verdicts(2.35, 2.31, null)).toEqual(['undecided', 'undecided', 'diverged']);
  });

  test('the best rate is good, and good rates are its neighbours within the margin and below guessing', () => {
    const loss = fc.option(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.array(loss, { minLength: 1, maxLength: 12 }), (losses) => {
        const given = outcomes(...losses);
        const best = bestOutcome(given);
        const judged = judgeLearningRates(given, GUESSING_LOSS);
        const hasLearned = best !== undefined && best.finalLoss < GUESSING_LOSS;
        given.forEach(({ learningRate, finalLoss }, index) => {
          const isNear =
            hasLearned &&
            finalLoss !== null &&
            finalLoss <= (1 + GOOD_LOSS_MARGIN) * best.finalLoss &&
            finalLoss < GUESSING_LOSS;
          const isBest = hasLearned && learningRate === best.learningRate;
          const isBesideGood = [index - 1, index + 1].some((place) => judged[place] === 'good');
          expect(judged[index] === 'good').toBe(isNear && (isBest || isBesideGood));
          expect(judged[index] === 'diverged').toBe(finalLoss === null);
          if (judged[index] === 'too-low') {
            expect(learningRate).toBeLessThan(best?.learningRate ?? 0);
          }
          if (judged[index] === 'too-high') {
            expect(learningRate).toBeGreaterThan(best?.learningRate ?? Number.POSITIVE_INFINITY);
          }
        });
      }),
    );
  });
});
