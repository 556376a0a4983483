import type { ComparedFigure, Question } from '../../../run/verdicts';
import type * as Facts from '../../facts';
import { BETTER, COMPARED, correction, FIGURES, LEVEL, list, numbers, seeds, WORSE } from '../base';

function difference({
  figure,
  outcome,
  better,
  by,
  interval,
  finest,
  seeds: count,
  comparisons,
}: Facts.DifferenceFacts): string {
  const name = FIGURES[figure];
  if (by === null) {
    return `${name} cannot be compared, since no seed gave both a value`;
  }
  if (interval === undefined) {
    return outcome === 'same-difference'
      ? `no difference is shown in ${name}: it is ${numbers.signed(by)} for each of ${seeds(count)}, so its spread is unknown`
      : `no difference is shown in ${name}: it is ${numbers.signed(by)} in the one seed that both have, and one seed allows no interval`;
  }
  const [low, high] = [interval.low, interval.high].map((value) => numbers.difference(value, finest));
  const basis = `${LEVEL} interval ${low} to ${high}, ${seeds(count)}${correction(comparisons)}`;
  return better === undefined
    ? `no difference is shown in ${name} (${numbers.difference(by, finest)}; ${basis})`
    : `${name} is ${BETTER[figure]} with ${better} by ${numbers.difference(by, finest)} (${basis})`;
}

export const compare = {
  /** Every figure in one sentence: an accuracy alone may hide what the loss shows. */
  verdict: ({ first, second, differences }: Facts.PairFacts) =>
    `Between ${first} and ${second}, ${differences.map(difference).join(', and ')}.`,
  pair: (first: string, second: string) => `${first} − ${second}`,
  better: (figure: ComparedFigure, name: string) => `${name} is ${BETTER[figure]}`,
  notShownBecause: {
    'no-difference-shown': 'no difference shown',
    'too-few-seeds': 'too few seeds for an interval',
    'same-difference': 'the same for each seed: no interval',
  },
  callback: ({ callback, figure, better, worse, notShown }: Facts.CallbackFacts) => {
    return [
      better.length > 0 ? `With ${callback} ${FIGURES[figure]} is ${BETTER[figure]} for ${list(better)}.` : '',
      worse.length > 0 ? `With ${callback} ${FIGURES[figure]} is ${WORSE[figure]} for ${list(worse)}.` : '',
      notShown.length > 0 ? `No difference in ${FIGURES[figure]} is shown for ${list(notShown)}.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' ');
  },
  chartTitle: (figure: ComparedFigure) => `Differences in ${FIGURES[figure]}`,
  tableCaption: (question: Question, figure: ComparedFigure) =>
    `Differences in ${FIGURES[figure]} ${COMPARED[question]}, paired by seed`,
  holmNote:
    'Members of one seed share initial weights and the order of examples, so differences are taken seed by seed. Intervals and p-values are corrected for the number of pairs by Holm’s method: of all the differences called shown in one table, the probability that any is none is at most 5 %. Each table is corrected by itself.',
  jointNote: (intervals: number, atLeast: number) =>
    `The ${numbers.count(intervals)} intervals of a table hold at the same time with a probability of at least ${numbers.percent(atLeast)}.`,
  testSetNote: (images: number, error: number) =>
    `Intervals are over seeds, on one set of ${numbers.count(images)} test images: what another test set of that size would change, about ${numbers.figure(error)} in accuracy, is not in them.`,
};
