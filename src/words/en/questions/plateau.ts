import type * as Facts from '../../facts';
import { groupByOutcome } from '../../groupByOutcome';
import { sentence } from '../../sentence';
import { alternatives, epochs, FIGURES, list, numbers, plural } from '../base';

export const plateau = {
  question: 'What does ReduceLROnPlateau do? Does the result improve, and why?',
  missing: 'No member of these runs reduced its learning rate on a plateau.',
  rule: (facts: Facts.PlateauRuleFacts) =>
    `After each epoch the callback looks at ${facts.monitor}. When it has not improved by more than ${numbers.tick(facts.minDelta)} for ${epochs(facts.patience)}, the learning rate is multiplied by ${numbers.tick(facts.factor)}${facts.minLearningRate > 0 ? `, down to ${numbers.learningRate(facts.minLearningRate)} at least` : ''}${facts.cooldown > 0 ? `, and then left alone for ${epochs(facts.cooldown)}` : ''}.`,
  reductions: ({ name, reductions, members, firstEpoch, from, to }: Facts.ReductionsFacts) =>
    firstEpoch === null
      ? `${name}: the rate was never reduced and stayed at ${numbers.learningRate(from)}.`
      : `${name}: it reduced the rate ${numbers.epoch(reductions)} ${reductions === 1 ? 'time' : 'times'}, first for epoch ${numbers.epoch(firstEpoch)}, from ${numbers.learningRate(from)} to ${numbers.learningRate(to)}${members > 1 ? ` (means over ${plural(members, 'member')})` : ''}.`,
  withoutPair:
    'All members of this run have the callback: without members at a constant rate it cannot be said what it brings.',
  finding: ({ reductions, differences }: Facts.PlateauFindingFacts) =>
    sentence([
      `ReduceLROnPlateau reduced the rate ${numbers.epoch(reductions)} ${reductions === 1 ? 'time' : 'times'} on average`,
      ...groupByOutcome(differences).map(({ outcome, figures }) => {
        const sized = figures.map(
          ({ figure, by }) => `${FIGURES[figure]}${by === null ? '' : ` (${numbers.signed(by)})`}`,
        );
        switch (outcome) {
          case 'higher':
          case 'lower':
            return `${list(sized)} ${sized.length > 1 ? 'are' : 'is'} ${outcome} with it`;
          case 'not-shown':
            return `no difference is shown in ${alternatives(sized)}`;
          case 'mixed':
            return `whether a difference is shown in ${alternatives(sized)} depends on the members`;
          default:
            return `there is no interval that could show a difference in ${alternatives(sized)}`;
        }
      }),
    ]),
  lateSteps: ({ name, fromEpoch, withIt, without, settles }: Facts.LateStepsFacts) =>
    `${settles ? 'Why: near a minimum smaller steps settle where larger ones keep jumping about it. ' : ''}With ${name}, from epoch ${numbers.count(fromEpoch)} on, the validation loss moves from epoch to epoch by ${numbers.figure(withIt)} on average with the callback and by ${numbers.figure(without)} at a constant rate${settles ? ', and ends lower with it' : ''}.`,
  charts: 'The rate’s steps and the validation loss',
  lossTitle: 'Validation loss',
  rateTitle: 'Learning rate',
  caption: (count: number) =>
    `Solid: with ReduceLROnPlateau. Dashed: at a constant rate.${count > 1 ? ' The loss is the mean over the seeds with a band from the lowest to the highest; the rate has a line for each member.' : ''}`,
  tableCaption: 'With ReduceLROnPlateau and at a constant rate',
};
