import type * as Facts from '../../facts';
import { epochs, list, numbers, plural } from '../base';

export const stopping = {
  question: 'When should training stop?',
  missing: 'No member of these runs stopped by itself.',
  rule: (facts: Facts.StoppingRuleFacts) =>
    `After each epoch EarlyStopping looks at ${facts.monitor}${facts.startFromEpoch > 0 ? `, from epoch ${numbers.count(facts.startFromEpoch + 1)} on` : ''}. When it has not improved${facts.minDelta > 0 ? ` by more than ${numbers.tick(facts.minDelta)}` : ''} for ${epochs(facts.patience)}, the member stops${facts.restoresBest ? ' and gets the weights of its best epoch back' : ' with the weights of its last epoch'}.${facts.heldOutExamples > 0 ? ` ${numbers.count(facts.heldOutExamples)} training examples were held out for it to watch.` : ''}`,
  stops: ({
    name,
    stopped,
    members,
    others,
    epochs: count,
    meanEpoch,
    restoredEpoch,
    savedShare,
  }: Facts.StopsFacts) => {
    const rest = others === 0 ? '' : ` (${plural(others, 'other')} diverged or were stopped by hand, and do not count)`;
    if (members === 0) {
      return `${name}: no member ended by itself.`;
    }
    return meanEpoch === null
      ? `${name}: none of ${plural(members, 'member')}${rest} stopped before epoch ${numbers.count(count)}.`
      : `${name}: ${numbers.count(stopped)} of ${plural(members, 'member')}${rest} stopped, after ${numbers.epoch(meanEpoch)} epochs on average${restoredEpoch === null ? '' : `, with the weights of epoch ${numbers.epoch(restoredEpoch)}`}; ${numbers.percent(savedShare)} of ${epochs(count)} were saved.`;
  },
  bestEpochs: (best: readonly { readonly name: string; readonly epoch: number }[], count: number, seedCount: number) =>
    `What they do show: of ${epochs(count)}, the validation loss was lowest at epoch ${list(best.map(({ name, epoch }) => `${numbers.epoch(epoch)} with ${name}`))}${seedCount > 1 ? ' (means over the seeds)' : ''}.`,
  withoutPair:
    'All members of this run have the callback: without members that train to the end it cannot be said what stopping costs.',
  finding: ({ stopped, members, epochs: count, savedShare }: Facts.StoppingFindingFacts) =>
    `EarlyStopping stopped ${numbers.count(stopped)} of ${plural(members, 'member')} before epoch ${numbers.count(count)} and saved ${numbers.percent(savedShare)} of the epochs.`,
  charts: 'Where members stopped',
  lossTitle: 'Validation loss',
  caption:
    'A line for each member; solid with EarlyStopping, dashed without. Rings are the epochs whose weights were restored.',
  tableCaption: 'With EarlyStopping and over all epochs',
};
