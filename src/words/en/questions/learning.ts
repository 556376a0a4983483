import type * as Facts from '../../facts';
import { list, numbers, plural } from '../base';

export const learning = {
  question: 'Why? How each of them learns',
  missing: 'None of these runs completed an epoch.',
  finding: ({ most, mostStep, calmest, step, fromEpoch }: Facts.RestlessFacts) =>
    `From epoch ${numbers.count(fromEpoch)} on, the validation loss still moves by ${numbers.figure(mostStep)} from one epoch to the next with ${most}, by ${numbers.figure(step)} with ${calmest}.`,
  plainFinding: (ends: readonly { readonly name: string; readonly accuracy: number }[]) =>
    ends.length === 0
      ? 'No member has a validation accuracy.'
      : `Validation accuracy ends at ${list(ends.map(({ name, accuracy }) => `${numbers.share(accuracy)} with ${name}`))}.`,
  course: (facts: Facts.CourseFacts) => {
    const { name, firstAccuracy, lastAccuracy, epochs: last, lowestLoss, lowestEpoch, lastLoss, lastTrainLoss } = facts;
    const rise = lowestEpoch < last ? ` and ends at ${numbers.loss(lastLoss)}` : ', the last one';
    const gap = lastTrainLoss === null ? '' : `; the training loss ends at ${numbers.loss(lastTrainLoss)}`;
    const move =
      facts.step === null
        ? ''
        : ` From epoch ${numbers.count(facts.lateEpoch)} on it moves by ${numbers.figure(facts.step)} from epoch to epoch on average.`;
    return last === 1
      ? `${name}: validation accuracy ${numbers.share(lastAccuracy)} and validation loss ${numbers.loss(lastLoss)} after one epoch.`
      : `${name}: validation accuracy ${numbers.share(firstAccuracy)} after the first epoch and ${numbers.share(lastAccuracy)} after epoch ${numbers.count(last)}. The validation loss is lowest at epoch ${numbers.count(lowestEpoch)} with ${numbers.loss(lowestLoss)}${rise}${gap}.${move}`;
  },
  diverged: ({ name, diverged, members }: Facts.DivergedFacts) =>
    `${name}: ${numbers.count(diverged)} of ${plural(members, 'member')} diverged; from there on ${diverged === 1 ? 'it has' : 'they have'} no figures.`,
  charts: 'Learning curves',
  chartTitles: { loss: 'Loss', accuracy: 'Accuracy' },
  caption: (count: number) =>
    `Solid: validation${count > 1 ? ', the mean over the seeds with a band from the lowest to the highest' : ''}. Dashed: training, from the second epoch on, as the mean over the epoch. A cross marks the last figure of a member that diverged.`,
};
