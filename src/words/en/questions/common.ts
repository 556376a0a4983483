import type * as Facts from '../../facts';
import { NO_FIGURE } from '../../numbers';
import { epochs, FIGURES, list, NORMALIZATIONS, numbers, plural, seeds } from '../base';

export const common = {
  title: (datasets: readonly string[]) => `${list(datasets)}: which input normalization is best, and why`,
  summaryHeading: 'In short',
  noFinding: 'These runs do not answer it.',
  commandsLabel: 'To measure it:',
  source: (run: string) => `From the run ${run}.`,
  mainArms: (condition: string) => `Of each normalization, the members “${condition}”.`,
  pooledName: (runs: readonly string[]) => runs.join(' pooled with '),
  pooledLine: (runs: readonly string[], members: number) =>
    `${list(runs)} are one run here, of ${plural(members, 'member')}: they differ in which members they have, and in nothing that these were trained with`,
  conflictNotice: (first: string, second: string, normalization: string, seed: number) =>
    `The runs ${first} and ${second} are not made one: both have the member ${normalization}, seed ${seed}, with different figures.`,
  runName: (preset: string, startedAt: string) => `${preset} (${numbers.instant(startedAt)})`,
  runLine: (run: Facts.RunFacts) =>
    `${run.name}: ${plural(run.members, 'member')}, ${epochs(run.epochs)} of ${numbers.count(run.examples)} examples, on ${run.adapter}, commit ${run.commit}`,
  softwareNotice: (adapter: string) =>
    `Trained on a software adapter, ${adapter}: the speeds say nothing about GPUs. Accuracy and loss do: the arithmetic is the same, in float32.`,
  stoppedNotice: (run: string, isTested: boolean) =>
    isTested
      ? `The run ${run} was stopped by hand before its end, and its members were tested as they were: what they would have come to is not known.`
      : `The run ${run} was stopped by hand before its end, so its members were not tested.`,
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
  intervalNote:
    'Means with 95 % intervals by Student’s t, over the seeds that the table counts: those whose test gave figures.',
  meansNote: (count: number) => (count > 1 ? `Means over ${seeds(count)}.` : 'One seed.'),
  statuses: {
    finished: (count: number) => `${numbers.count(count)} finished`,
    'stopped-early': (count: number) => `${numbers.count(count)} stopped early`,
    'blew-up': (count: number) => `${numbers.count(count)} blew up`,
    'no-better-than-guessing': (count: number) => `${numbers.count(count)} no better than guessing`,
    diverged: (count: number) => `${numbers.count(count)} diverged`,
    stopped: (count: number) => `${numbers.count(count)} stopped by hand`,
  },
  runStatuses: { finished: 'finished', stopped: 'stopped by hand' },
  /** Of a class of Fashion-MNIST; others have their own names. */
  className: (name: string) => name,
};
