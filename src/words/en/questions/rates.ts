import type * as Facts from '../../facts';
import { epochs, numbers, rateList } from '../base';

export const rates = {
  question: 'What happens if the learning rate is too high, or too low?',
  missing: 'None of these runs trained with three or more learning rates.',
  definition:
    'The learning rate is the size of the steps: after each batch the optimizer moves every weight against its gradient, w ← w − rate × gradient; Adam first divides the gradient by its own recent size. Small steps need many epochs to get anywhere; large ones jump over the minimum, or away from it.',
  rule: (margin: number) =>
    `Rule: the best rate has the lowest mean validation loss after the last epoch. Good is the stretch of neighbouring rates around it that are all within ${numbers.count(100 * margin)} % of that loss and below ln 10, the loss of guessing. The others are too low where they are below the best rate, and too high where they are above it. A rate with a member that diverged, its loss no longer finite, is too high.`,
  oneSeed: 'One seed for each rate: a rate next to a limit might fall on its other side with another seed.',
  finding: ({
    name,
    good,
    best,
  }: {
    readonly name: string;
    readonly good: readonly number[];
    readonly best: number;
  }) =>
    good.length === 1
      ? `With ${name}, only the learning rate ${numbers.learningRate(best)} is good.`
      : `With ${name}, learning rates from ${numbers.learningRate(Math.min(...good))} to ${numbers.learningRate(Math.max(...good))} are good; ${numbers.learningRate(best)} has the lowest validation loss.`,
  good: ({ name, rates: good, best, bestLoss, epochs: count }: Facts.GoodRatesFacts) =>
    `Good with ${name}: ${rateList(good)}. The lowest validation loss after ${epochs(count)} is ${numbers.loss(bestLoss)}, at ${numbers.learningRate(best)}.`,
  tooLow: ({ name, rates: low, lowest, finalLoss, lastFall, bestLastFall, epochs: count }: Facts.LowRatesFacts) =>
    `Too low with ${name}: ${rateList(low)}. At ${numbers.learningRate(lowest)} the validation loss is still ${numbers.loss(finalLoss)} after ${epochs(count)}${lastFall === null || lastFall <= 0 ? '' : `, and the training loss was still falling, by ${numbers.figure(lastFall)} in the last epoch${bestLastFall === null ? '' : ` (by ${numbers.figure(bestLastFall)} at the best rate)`}`}.`,
  noneTooLow: (name: string) => `None of the rates tried is too low with ${name}.`,
  tooHigh: ({ name, rates: high, highest, finalLoss, worseThanGuessing, diverged }: Facts.HighRatesFacts) =>
    [
      highest === null
        ? ''
        : `Too high with ${name}: ${rateList(high)}. At ${numbers.learningRate(highest)} the validation loss ends at ${numbers.loss(finalLoss)}.`,
      worseThanGuessing.length === 0 ? '' : `Worse than guessing: ${rateList(worseThanGuessing)}.`,
      diverged.length === 0 ? '' : `Diverged with ${name}: ${rateList(diverged)}.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  noneTooHigh: (name: string) => `None of the rates tried is too high with ${name}.`,
  undecided: (name: string) =>
    `With ${name} no rate did better than guessing, so none can be called good, too low or too high.`,
  charts: 'Validation after the last epoch, by learning rate',
  chartTitles: { loss: 'Validation loss', accuracy: 'Validation accuracy' },
  caption: (count: number) =>
    `Shaded: too low, good, too high by the rule.${count > 1 ? ' Bands reach from the lowest to the highest seed.' : ''} A cross at the edge marks a rate with members that diverged; an arrow a loss beyond the axis.`,
  zones: { low: 'too low', good: 'good', high: 'too high' },
  verdicts: {
    'too-low': 'too low',
    good: 'good',
    'too-high': 'too high',
    diverged: 'too high: diverged',
    undecided: 'undecided',
  },
  tableCaption: (name: string) => `Validation after the last epoch by learning rate, ${name}`,
};
