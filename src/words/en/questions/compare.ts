import type { ComparedFigure, Question } from '../../../run/verdicts';
import type * as Facts from '../../facts';
import { BETTER, COMPARED, correction, FIGURES, LEVEL, list, numbers, seeds } from '../base';

export const compare = {
  shown: ({ figure, first, second, by, low, high, finest, ...facts }: Facts.DifferenceFacts) =>
    `${first} has ${BETTER[figure]} ${FIGURES[figure]} than ${second}: by ${numbers.difference(by, finest)} (${LEVEL} interval ${numbers.difference(low, finest)} to ${numbers.difference(high, finest)}, ${seeds(facts.seeds)}${correction(facts.comparisons)}).`,
  notShown: ({ figure, first, second, by, low, high, finest, ...facts }: Facts.DifferenceFacts) =>
    `No difference shown in ${FIGURES[figure]} between ${first} and ${second}: ${numbers.difference(by, finest)} (${LEVEL} interval ${numbers.difference(low, finest)} to ${numbers.difference(high, finest)}, ${seeds(facts.seeds)}${correction(facts.comparisons)}).`,
  tooFewSeeds: ({ figure, first, second, by, seeds: count }: Facts.BareDifferenceFacts) =>
    by === null || count === 0
      ? `${first} and ${second} cannot be compared by ${FIGURES[figure]}: no seed gave both a value.`
      : `No difference shown in ${FIGURES[figure]} between ${first} and ${second}: it is ${numbers.signed(by)} in the one seed that both have, and one seed allows no interval.`,
  sameDifference: ({ figure, first, second, by, seeds: count }: Facts.BareDifferenceFacts) =>
    `No difference shown in ${FIGURES[figure]} between ${first} and ${second}: it is ${numbers.signed(by ?? 0)} for each of ${seeds(count)}, so its spread is unknown.`,
  pair: (first: string, second: string) => `${first} − ${second}`,
  better: (figure: ComparedFigure, name: string) => `${name} is ${figure === 'testAccuracy' ? 'higher' : 'lower'}`,
  notShownBecause: {
    'no-difference-shown': 'no difference shown',
    'too-few-seeds': 'too few seeds for an interval',
    'same-difference': 'the same for each seed: no interval',
  },
  callback: ({ callback, figure, better, worse, notShown }: Facts.CallbackFacts) => {
    const [improved, worsened] = figure === 'testAccuracy' ? ['higher', 'lower'] : ['lower', 'higher'];
    return [
      better.length > 0 ? `With ${callback} ${FIGURES[figure]} is ${improved} for ${list(better)}.` : '',
      worse.length > 0 ? `With ${callback} ${FIGURES[figure]} is ${worsened} for ${list(worse)}.` : '',
      notShown.length > 0 ? `No difference in ${FIGURES[figure]} is shown for ${list(notShown)}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' ');
  },
  chartTitle: (figure: ComparedFigure) => `Differences in ${FIGURES[figure]}`,
  tableCaption: (question: Question, figure: ComparedFigure) =>
    `Differences in ${FIGURES[figure]} ${COMPARED[question]}, paired by seed`,
  holmNote:
    'Members of one seed share initial weights and the order of examples, so differences are taken seed by seed. Intervals and p-values are corrected for the number of pairs by Holm’s method: of all the differences called shown, the probability that any is none is at most 5 %.',
};
