import type { ComparedFigure } from '../../../run/verdicts';
import type * as Facts from '../../facts';
import { BEST, FIGURES, list, numbers } from '../base';

export const improved = {
  question: 'Has normalizing improved the result?',
  missing: 'None of these runs tested two normalizations side by side.',
  withoutRaw: 'This run has no members on raw pixels to compare with; what each normalization reached is below.',
  finding: ({ better, worse, notShown }: Facts.ImprovedFacts) =>
    [
      better.length > 0 ? `Test accuracy is higher than with raw for ${list(better)}.` : '',
      worse.length > 0 ? `It is lower than with raw for ${list(worse)}.` : '',
      notShown.length > 0 ? `No difference to raw is shown for ${list(notShown)}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  findingWithoutIntervals:
    'Nothing is shown: with fewer than two seeds there is no interval that could tell an improvement from chance.',
  charts: 'What each reached on the test set',
  chartTitles: { testAccuracy: 'Test accuracy', testLoss: 'Test loss' } as Record<ComparedFigure, string>,
  tableCaption: 'Test accuracy and loss',
};

export const best = {
  question: 'Which one gives the best result?',
  missing: 'None of these runs tested two normalizations side by side.',
  noFigures: 'No member of this run has a test accuracy.',
  alone: ({ figure, best, mean }: Facts.BestFacts) =>
    `${best} has the ${BEST[figure]} mean ${FIGURES[figure]}, ${numbers.loss(mean)}, and differs from every other.`,
  among: ({ figure, best, mean, rivals }: Facts.BestFacts & { readonly rivals: readonly string[] }) =>
    `${best} has the ${BEST[figure]} mean ${FIGURES[figure]}, ${numbers.loss(mean)}, but no difference is shown to ${list(rivals)}.`,
  withoutIntervals: ({ figure, best, mean }: Facts.BestFacts) =>
    `${best} has the ${BEST[figure]} ${FIGURES[figure]} of this run, ${numbers.loss(mean)}; without several seeds it is not shown to differ from any other.`,
  charts: 'Each two of them',
  caption:
    'Dots are mean differences, lines their corrected 95 % intervals. Where a line crosses zero, or there is none, no difference is shown.',
};
