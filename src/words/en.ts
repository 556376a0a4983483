import type { Normalization } from '../data/normalization';
import type { ComparedFigure, Question } from '../run/verdicts';
import type * as Facts from './facts';
import { NO_FIGURE, numbersOf } from './numbers';

const numbers = numbersOf('en-GB', 'not finite');

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const list = (items: readonly string[]) => conjunction.format(items);
const rates = (values: readonly number[]) => list(values.map(numbers.learningRate));
const plural = (count: number, noun: string) => `${numbers.count(count)} ${noun}${count === 1 ? '' : 's'}`;
const epochs = (count: number) => plural(count, 'epoch');
const seeds = (count: number) => plural(count, 'seed');

const FIGURES: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'test accuracy', testLoss: 'test loss' };
const COMPARED: Readonly<Record<Question, string>> = {
  normalization: 'between normalizations',
  reduceLrOnPlateau: 'with and without ReduceLROnPlateau',
  earlyStopping: 'with and without EarlyStopping',
};
const BEST: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'highest', testLoss: 'lowest' };
const BETTER: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'a higher', testLoss: 'a lower' };

const fromTo = (values: readonly number[]) => {
  const [low, high] = [numbers.share(Math.min(...values)), numbers.share(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
};

const LEVEL = '95\u00a0%';

const correction = (comparisons: number) =>
  comparisons > 1 ? `, corrected for ${numbers.count(comparisons)} comparisons` : '';

const NORMALIZATIONS: Readonly<Record<Normalization, string>> = {
  raw: 'pixels 0 to 255 as they are',
  scale: 'x / 255, from 0 to 1',
  center: 'x − mean, mean 0',
  standardize: '(x − mean) / standard deviation, N(0, 1)',
  'scale-center': '(x − mean) / 255',
  'pixel-standardize': 'each pixel by its own mean and deviation',
};

/** English, and the keys that every language must have. */
export const en = {
  numbers,
  title: 'Fashion-MNIST: which input normalization is best, and why',
  summaryHeading: 'In short',
  noFinding: 'These runs do not answer it.',
  commandsLabel: 'To measure it:',
  source: (run: string) => `From the run ${run}.`,
  mainArms: (condition: string) => `Of each normalization, the members “${condition}”.`,
  runName: (preset: string, startedAt: string) => `${preset} (${numbers.instant(startedAt)})`,
  runLine: (run: Facts.RunFacts) =>
    `${run.name}: ${plural(run.members, 'member')}, ${epochs(run.epochs)} of ${numbers.count(run.examples)} examples, on ${run.adapter}, commit ${run.commit}`,
  softwareNotice: (adapter: string) =>
    `Trained on a software adapter, ${adapter}: the speeds say nothing about GPUs. Accuracy and loss do: the arithmetic is the same, in float32.`,
  stoppedNotice: (run: string) => `The run ${run} was stopped by hand before its end, so its members were not tested.`,
  shortNotice: (run: string, examples: number, all: number) =>
    `The run ${run} used ${numbers.count(examples)} of the ${numbers.count(all)} training examples: its accuracies are not those of the full task.`,
  normalizations: NORMALIZATIONS,
  constantRate: 'constant rate',
  allEpochs: 'all epochs',
  figures: FIGURES,
  guessing: 'guessing, ln 10',
  axes: {
    epoch: 'epoch',
    loss: 'cross-entropy in nats, logarithmic',
    accuracy: 'share classified correctly',
    learningRate: 'learning rate, logarithmic',
    std: 'standard deviation, logarithmic',
    gradientNorm: 'Euclidean norm, logarithmic',
    deadShare: 'share of the units',
    logarithmic: (label: string) => `${label}, logarithmic`,
    difference: 'difference, the first minus the second',
  },
  describe: {
    lines: (curves: readonly Facts.NamedCurve[], format: (value: number) => string) =>
      curves
        .map(({ label, points }) => {
          const [first, last] = [points[0], points.at(-1)];
          return first === undefined || last === undefined
            ? `${label}: no figures`
            : `${label}: ${format(first.y)} at epoch ${first.x}, ${format(last.y)} at epoch ${last.x}`;
        })
        .join('; '),
    rates: (curves: readonly Facts.NamedCurve[], format: (value: number) => string) =>
      curves
        .map(
          ({ label, points }) =>
            `${label}: ${points.map(({ x, y }) => `${format(y)} at ${numbers.learningRate(x)}`).join(', ')}`,
        )
        .join('; '),
    interval: (
      label: string,
      mean: number,
      low: number | null,
      high: number | null,
      format: (value: number) => string,
    ) => `${label} ${format(mean)}${low === null || high === null ? '' : `, ${format(low)} to ${format(high)}`}`,
  },
  table: {
    arm: 'members',
    normalization: 'normalization',
    input: 'input',
    testAccuracy: 'test accuracy',
    testLoss: 'test loss',
    interval: '95 % interval',
    status: 'ended',
    pair: 'pair',
    difference: 'difference',
    correctedInterval: 'corrected 95 % interval',
    pAdjusted: 'p by Holm',
    seeds: 'seeds',
    verdict: 'verdict',
    learningRate: 'learning rate',
    valLoss: 'validation loss',
    valAccuracy: 'validation accuracy',
    diverged: 'diverged',
    reductions: 'reductions',
    lastLearningRate: 'last rate',
    lowestValLoss: 'lowest validation loss',
    lastValLoss: 'last validation loss',
    stoppedMembers: 'stopped early',
    epochsTrained: 'epochs trained',
    restoredEpoch: 'restored epoch',
    savedShare: 'epochs saved',
    class: 'class',
    trueClass: 'true class',
    precision: 'precision',
    recall: 'recall',
    f1: 'F1',
    examples: 'examples',
    normalizeGbPerSecond: 'normalizing, GB/s',
    fact: 'fact',
    option: 'option',
    value: 'value',
  },
  interval: (low: number | null, high: number | null, format: (value: number) => string) =>
    low === null || high === null ? NO_FIGURE : `${format(low)} to ${format(high)}`,
  range: (low: number, high: number) => `${numbers.count(low)} to ${numbers.count(high)}`,
  outOf: (count: number, all: number) => `${numbers.count(count)} of ${numbers.count(all)}`,
  oneSeedNote: 'One seed: there is no interval.',
  intervalNote: (count: number) =>
    `Means over ${seeds(count)} with 95 % intervals by Student’s t. A member that diverged has no test figures.`,
  meansNote: (count: number) => (count > 1 ? `Means over ${seeds(count)}.` : 'One seed.'),
  statuses: {
    finished: (count: number) => `${numbers.count(count)} finished`,
    'stopped-early': (count: number) => `${numbers.count(count)} stopped early`,
    diverged: (count: number) => `${numbers.count(count)} diverged`,
    stopped: (count: number) => `${numbers.count(count)} stopped by hand`,
  },
  runStatuses: { finished: 'finished', stopped: 'stopped by hand' },
  /** Of a class of Fashion-MNIST; others have their own names. */
  className: (name: string) => name,
  compare: {
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
  },
  why: {
    question: 'Why is it advisable to normalize the inputs?',
    missing: 'None of these runs looked inside its networks; that takes the option diagnostics.',
    finding: ({ name, reference, times, loss, referenceLoss }: Facts.WidestFacts) =>
      `Before training, the results of the first layer spread ${numbers.times(times)} times as wide with ${name} as with ${reference}, and the loss starts at ${numbers.figure(loss)} instead of ${numbers.figure(referenceLoss)}.`,
    findingAlike: (reference: string, times: number) =>
      `Before training, no normalization’s first layer gives results that spread more than ${numbers.count(times)} times as wide as with ${reference}.`,
    single: 'This run has no second normalization to compare with; the figures below are of the one it has.',
    background:
      'The initial weights are drawn for inputs of about unit size, and Adam moves each weight by about the learning rate, however long the gradient is. Where the inputs are many times larger, a step of the same size moves the results of the first layer many times as far: what is a fine step for small inputs is a coarse one for large ones.',
    wide: ({ name, reference, std, referenceStd, loss, referenceLoss, gradientTimes }: Facts.SpreadFacts) =>
      `With ${name}, the first layer’s pre-activations have a standard deviation of ${numbers.figure(std)} before training, ${numbers.times(std / referenceStd)} times that with ${reference} (${numbers.figure(referenceStd)}). The loss on the fixed batch starts at ${numbers.figure(loss)}; with ${reference} it starts at ${numbers.figure(referenceLoss)}, and guessing has ln 10 = ${numbers.figure(Math.LN10)}.${gradientTimes === null ? '' : ` The gradient of the first layer is ${numbers.times(gradientTimes)} times as long as with ${reference}.`}`,
    alike: ({ names, reference, referenceStd, low, high }: Facts.AlikeFacts) =>
      `With ${list(names)} the first layer’s pre-activations are of the same size as with ${reference} (${numbers.figure(referenceStd)}): ${low === high ? numbers.figure(low) : `${numbers.figure(low)} to ${numbers.figure(high)}`}.`,
    centred: (std: number, rawStd: number) =>
      `Centring alone moves the pixels and leaves their spread as it is: the pre-activations still have a standard deviation of ${numbers.figure(std)} with center, beside ${numbers.figure(rawStd)} with raw. It is the division that brings the inputs to unit size.`,
    dead: (shares: readonly { readonly name: string; readonly share: number }[]) =>
      `After training, the share of first-layer relu units that are 0 for every example of the batch, and so learn nothing from it, is ${list(shares.map(({ name, share }) => `${numbers.percent(share)} with ${name}`))}.`,
    charts: 'Inside the networks, on one fixed batch of training examples',
    caption: (count: number) =>
      `Epoch 0 is before training.${count > 1 ? ' Lines are means over the seeds; bands reach from the lowest to the highest seed.' : ''}`,
    chartTitles: {
      std: 'Spread of the first layer’s pre-activations',
      loss: 'Loss on the fixed batch',
      gradientNorm: 'Length of the first layer’s gradient',
      deadShare: 'Dead relu units of the first layer',
    },
    firstLayerCaption: 'The first layer on the fixed batch, before and after training',
    stdBefore: 'spread before',
    stdAfter: 'spread after',
    lossBefore: 'loss before',
    lossAfter: 'loss after',
    deadBefore: 'dead before',
    deadAfter: 'dead after',
    gradientCaption: 'Length of the gradient by layer, before and after training',
    gradientBefore: (layer: number) => `layer ${layer} before`,
    gradientAfter: (layer: number) => `layer ${layer} after`,
  },
  improved: {
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
  },
  learning: {
    question: 'Why? How each of them learns',
    missing: 'None of these runs completed an epoch.',
    finding: ({ most, mostStep, calmest, step }: Facts.RestlessFacts) =>
      `In the second half of training the validation loss still moves by ${numbers.figure(mostStep)} from one epoch to the next with ${most}, by ${numbers.figure(step)} with ${calmest}.`,
    plainFinding: (ends: readonly { readonly name: string; readonly accuracy: number }[]) =>
      ends.length === 0
        ? 'No member has a validation accuracy.'
        : `Validation accuracy ends at ${list(ends.map(({ name, accuracy }) => `${numbers.share(accuracy)} with ${name}`))}.`,
    course: (facts: Facts.CourseFacts) => {
      const {
        name,
        firstAccuracy,
        lastAccuracy,
        epochs: last,
        lowestLoss,
        lowestEpoch,
        lastLoss,
        lastTrainLoss,
      } = facts;
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
  },
  best: {
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
  },
  rates: {
    question: 'What happens if the learning rate is too high, or too low?',
    missing: 'None of these runs trained with three or more learning rates.',
    definition:
      'The learning rate is the size of the steps: after each batch the optimizer moves every weight against its gradient, w ← w − rate × gradient; Adam first divides the gradient by its own recent size. Small steps need many epochs to get anywhere; large ones jump over the minimum, or away from it.',
    rule: (margin: number) =>
      `Rule: the best rate has the lowest mean validation loss after the last epoch. Good are all rates within ${numbers.count(100 * margin)} % of that loss and below ln 10, the loss of guessing. The others are too low where they are below the best rate, and too high where they are above it. A rate with a member that diverged, its loss no longer finite, is too high.`,
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
      `Good with ${name}: ${rates(good)}. The lowest validation loss after ${epochs(count)} is ${numbers.loss(bestLoss)}, at ${numbers.learningRate(best)}.`,
    tooLow: ({ name, rates: low, lowest, finalLoss, lastFall, bestLastFall, epochs: count }: Facts.LowRatesFacts) =>
      `Too low with ${name}: ${rates(low)}. At ${numbers.learningRate(lowest)} the validation loss is still ${numbers.loss(finalLoss)} after ${epochs(count)}${lastFall === null || lastFall <= 0 ? '' : `, and the training loss was still falling, by ${numbers.figure(lastFall)} in the last epoch${bestLastFall === null ? '' : ` (by ${numbers.figure(bestLastFall)} at the best rate)`}`}.`,
    noneTooLow: (name: string) => `None of the rates tried is too low with ${name}.`,
    tooHigh: ({ name, rates: high, highest, finalLoss, worseThanGuessing, diverged }: Facts.HighRatesFacts) =>
      [
        highest === null
          ? ''
          : `Too high with ${name}: ${rates(high)}. At ${numbers.learningRate(highest)} the validation loss ends at ${numbers.loss(finalLoss)}.`,
        worseThanGuessing.length === 0 ? '' : `Worse than guessing: ${rates(worseThanGuessing)}.`,
        diverged.length === 0 ? '' : `Diverged with ${name}: ${rates(diverged)}.`,
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
  },
  plateau: {
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
    finding: ({ reductions, difference, outcome }: Facts.PlateauFindingFacts) => {
      const start = `ReduceLROnPlateau reduced the rate ${numbers.epoch(reductions)} ${reductions === 1 ? 'time' : 'times'} on average`;
      const by = difference === null ? '' : ` (${numbers.signed(difference)})`;
      switch (outcome) {
        case 'higher':
          return `${start}, and test accuracy is higher with it${by}.`;
        case 'lower':
          return `${start}, and test accuracy is lower with it${by}.`;
        case 'not-shown':
          return `${start}; no difference in test accuracy is shown${by}.`;
        case 'mixed':
          return `${start}; whether a difference in test accuracy is shown depends on the normalization.`;
        case 'no-interval':
          return `${start}; without several seeds no difference in test accuracy is shown${by}.`;
      }
    },
    why: ({ name, fromEpoch, withIt, without }: Facts.LateStepsFacts) =>
      `Why: near a minimum smaller steps settle where larger ones keep jumping about it. With ${name}, from epoch ${numbers.count(fromEpoch)} on, the validation loss moves from epoch to epoch by ${numbers.figure(withIt)} on average with the callback and by ${numbers.figure(without)} at a constant rate.`,
    charts: 'The rate’s steps and the validation loss',
    lossTitle: 'Validation loss',
    rateTitle: 'Learning rate',
    caption: (count: number) =>
      `Solid: with ReduceLROnPlateau. Dashed: at a constant rate.${count > 1 ? ' The loss is the mean over the seeds with a band from the lowest to the highest; the rate has a line for each member.' : ''}`,
    tableCaption: 'With ReduceLROnPlateau and at a constant rate',
  },
  stopping: {
    question: 'When should training stop?',
    missing: 'No member of these runs stopped by itself.',
    rule: (facts: Facts.StoppingRuleFacts) =>
      `After each epoch EarlyStopping looks at ${facts.monitor}${facts.startFromEpoch > 0 ? `, from epoch ${numbers.count(facts.startFromEpoch + 1)} on` : ''}. When it has not improved${facts.minDelta > 0 ? ` by more than ${numbers.tick(facts.minDelta)}` : ''} for ${epochs(facts.patience)}, the member stops${facts.restoresBest ? ' and gets the weights of its best epoch back' : ' with the weights of its last epoch'}.${facts.heldOutExamples > 0 ? ` ${numbers.count(facts.heldOutExamples)} training examples were held out for it to watch.` : ''}`,
    stops: ({ name, stopped, members, epochs: count, meanEpoch, restoredEpoch, savedShare }: Facts.StopsFacts) =>
      meanEpoch === null
        ? `${name}: none of ${plural(members, 'member')} stopped before epoch ${numbers.count(count)}.`
        : `${name}: ${numbers.count(stopped)} of ${plural(members, 'member')} stopped, after ${numbers.epoch(meanEpoch)} epochs on average${restoredEpoch === null ? '' : `, with the weights of epoch ${numbers.epoch(restoredEpoch)}`}; ${numbers.percent(savedShare)} of ${epochs(count)} were saved.`,
    bestEpochs: (best: readonly { readonly name: string; readonly epoch: number }[], count: number) =>
      `What they do show: of ${epochs(count)}, the validation loss was lowest at epoch ${list(best.map(({ name, epoch }) => `${numbers.epoch(epoch)} with ${name}`))} (means over the seeds).`,
    withoutPair:
      'All members of this run have the callback: without members that train to the end it cannot be said what stopping costs.',
    finding: ({ stopped, members, epochs: count, savedShare }: Facts.StoppingFindingFacts) =>
      `EarlyStopping stopped ${numbers.count(stopped)} of ${plural(members, 'member')} before epoch ${numbers.count(count)} and saved ${numbers.percent(savedShare)} of the epochs.`,
    charts: 'Where members stopped',
    lossTitle: 'Validation loss',
    caption:
      'A line for each member; solid with EarlyStopping, dashed without. Rings are the epochs whose weights were restored.',
    tableCaption: 'With EarlyStopping and over all epochs',
  },
  classes: {
    question: 'Which classes are confused?',
    missing: 'None of these runs tested its members.',
    finding: (hardest: readonly Facts.HardestFacts[]) => {
      const names = new Set(hardest.map(({ name }) => name));
      const scores = hardest.map(({ f1 }) => f1);
      return names.size === 1
        ? `${list([...names])} is the hardest class, with an F1 of ${fromTo(scores)}.`
        : `The hardest class is ${list(hardest.map(({ normalization, name, f1 }) => `${name} with ${normalization} (F1 ${numbers.share(f1)})`))}.`;
    },
    worst: (facts: Facts.WorstFacts) =>
      `${facts.name}: ${facts.hardest} has the lowest F1, ${numbers.share(facts.f1)}. The most frequent mistake is ${facts.label} taken for ${facts.predicted}: ${numbers.count(facts.count)} of ${numbers.count(facts.support)}${facts.seeds > 1 ? ` over ${seeds(facts.seeds)}` : ''}.`,
    noMistakes: (name: string) => `${name}: not a single test example was confused.`,
    f1Caption: 'F1 by class and normalization',
    metricsCaption: (name: string, count: number) =>
      `Precision, recall and F1 by class, ${name}${count > 1 ? ` (${seeds(count)} together)` : ''}`,
    confusionCaption: (name: string, count: number) =>
      `Confusion matrix, ${name}${count > 1 ? ` (${seeds(count)} together)` : ''}: a row for each true class, a column for each predicted one`,
    mistakesHeading: (name: string, seed: number) => `The surest mistakes of ${name}, seed ${seed}`,
    mistakeAlternative: ({ example, label, predicted }: Facts.MistakeFacts) =>
      `Test image ${numbers.count(example)}: ${label}, taken for ${predicted}`,
    mistakeLines: ({ label, predicted, confidence }: Facts.MistakeFacts): readonly string[] => [
      label,
      `taken for ${predicted}`,
      numbers.confidence(confidence),
    ],
  },
  method: {
    question: 'How was it measured?',
    finding: (speeds: readonly Facts.SpeedFacts[]) =>
      `${list(speeds.map(({ adapter, low, high }) => `${low === high ? numbers.figure(low) : `${numbers.figure(low)} to ${numbers.figure(high)}`} member-images/s on ${adapter}`))}.`,
    network:
      'A network 784-512-512-10 with relu, softmax cross-entropy and Adam. The first 10,000 training images validate, and the 10,000 test images are used once, at the end. The statistics of the normalizations are those of the training images alone.',
    pairing:
      'All members of a run train at once, as one population. Members of the same seed share initial weights and the order of examples, so that differences between them are not differences of luck.',
    speed: 'Member-images are images times members: a step of 128 images for 4 members counts 512.',
    factsCaption: (run: string) => `The run ${run}`,
    throughputCaption: (run: string) => `Throughput by normalization, ${run}`,
    configCaption: (run: string) => `Configuration, ${run}`,
  },
  facts: {
    startedAt: 'started',
    status: 'status',
    adapter: 'adapter',
    runtime: 'WebGPU from',
    commit: 'commit',
    members: 'members',
    speed: 'training speed',
    memberImages: (perSecond: number) => `${numbers.figure(perSecond)} member-images/s`,
    gflop: 'GFLOP/s',
    step: 'time of a step',
    stepTimes: ({ p10, median, p90 }: { readonly p10: number; readonly median: number; readonly p90: number }) =>
      `median ${numbers.figure(median)} ms, 10th to 90th percentile ${numbers.figure(p10)} to ${numbers.figure(p90)} ms`,
    dispatches: 'dispatches a step',
    memory: 'GPU memory',
    megabytes: (bytes: number) => `${numbers.figure(bytes / 1e6)} MB`,
    wall: 'wall clock',
    durations: ({
      setup,
      train,
      evaluate,
    }: {
      readonly setup: number;
      readonly train: number;
      readonly evaluate: number;
    }) =>
      `setting up ${numbers.duration(setup)}, training ${numbers.duration(train)}, evaluating ${numbers.duration(evaluate)}`,
  },
};

export type Words = typeof en;
