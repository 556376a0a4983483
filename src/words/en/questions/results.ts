import type { ComparedFigure } from '../../../run/verdicts';
import type * as Facts from '../../facts';
import { joinClauses, sentence } from '../../sentence';
import { BEST, BETTER, FIGURES, list, numbers, plural, WORSE } from '../base';

export const improved = {
  question: 'Has normalizing improved the result?',
  missing: 'None of these runs tested two normalizations side by side.',
  withoutRaw: 'This run has no members on raw pixels to compare with; what each normalization reached is below.',
  finding: (byFigure: readonly Facts.ImprovedFacts[]) =>
    sentence(
      byFigure.map(({ figure, better, worse, notShown }) =>
        [
          better.length > 0 ? `${FIGURES[figure]} is ${BETTER[figure]} than with raw for ${list(better)}` : '',
          worse.length > 0 ? `${FIGURES[figure]} is ${WORSE[figure]} than with raw for ${list(worse)}` : '',
          notShown.length > 0 ? `no difference to raw in ${FIGURES[figure]} is shown for ${list(notShown)}` : '',
        ]
          .filter((clause) => clause !== '')
          .join(', and '),
      ),
    ),
  findingWithoutIntervals:
    'Nothing is shown: with fewer than two seeds there is no interval that could tell an improvement from chance.',
  charts: 'What each reached on the test set',
  chartTitles: { testAccuracy: 'Test accuracy', testLoss: 'Test loss' } as Record<ComparedFigure, string>,
  tableCaption: 'Test accuracy and loss',
};

export const best = {
  question: 'Which one gives the best result?',
  missing: 'None of these runs tested two normalizations side by side.',
  noFigures: 'None is named the best: none that learned was tested, or no seed was tested with all of them.',
  finding: (byFigure: readonly Facts.BestFacts[]) =>
    joinClauses([
      ...byFigure.map(({ figure, best, mean, commonSeeds, isAmongLearned, rivals }) => {
        const learned = isAmongLearned ? ' among those that learned' : '';
        const common =
          commonSeeds === undefined ? '' : ` over the ${plural(commonSeeds, 'seed')} that all were tested with`;
        if (rivals === undefined) {
          return `${best} has the ${BEST[figure]} ${FIGURES[figure]} of this run${learned}, ${numbers.loss(mean)}${common}`;
        }
        const standing =
          rivals.length === 0 ? 'better than every other' : `with no difference shown to ${list(rivals)}`;
        return `${best} has the ${BEST[figure]} mean ${FIGURES[figure]}${learned}, ${numbers.loss(mean)}${common}, ${standing}`;
      }),
      byFigure.every(({ rivals }) => rivals === undefined)
        ? 'without several seeds none is shown to differ from any other'
        : '',
    ]),
  lostSeeds: (name: string, tested: number, members: number) =>
    `${name} has test figures of ${numbers.count(tested)} of ${plural(members, 'member')} alone; it is compared with the others over the seeds that both have.`,
  charts: 'Each two of them',
  caption:
    'Dots are mean differences, lines their corrected 95 % intervals. Where a line crosses zero, or there is none, no difference is shown.',
};
