import { numbers, plural } from './base';

type Metric = 'accuracy' | 'loss';

/** The curves of the run at hand. */
export const curves = {
  title: 'Curves',
  titles: { accuracy: 'Accuracy', loss: 'Loss' } as Readonly<Record<Metric, string>>,
  rateTitle: 'Learning rate',
  legend: 'Series; pressing one brings it out',
  empty: 'The curves appear here while it trains.',
  /** What the kinds of lines are. */
  key: {
    validation: 'validation',
    training: 'training',
    stopped: 'stopped',
    meanAndRange: (count: number) => `mean and range of ${plural(count, 'seed')}`,
  },
  /** What a pointer is near. */
  validationOf: (label: string) => `${label}, validation`,
  atEpoch: (epoch: number, value: string) => `epoch ${numbers.count(epoch)}: ${value}`,
  membersFrom: (low: string, high: string) => `members ${low} to ${high}`,
  beyondAxis: (series: string) => `Partly outside the axis: ${series}.`,
  divergedMarks: (series: string) => `Diverged (×): ${series}.`,
  manySeries: (count: number) => `${numbers.count(count)} of the series`,
  /** For those who do not see the chart. */
  noneYet: (metric: Metric) => `No validation ${metric} yet.`,
  standing: (metric: Metric, parts: readonly string[]) => `Validation ${metric} so far: ${parts.join(', ')}.`,
  stoppedEarly: (labels: readonly string[]) => `Stopped early: ${labels.join(', ')}.`,
  diverged: (labels: readonly string[]) => `Diverged: ${labels.join(', ')}.`,
  noRateReduced: 'No learning rate has been reduced.',
  ratesReduced: (parts: readonly string[]) => `Reduced: ${parts.join('; ')}.`,
  reducedTo: (label: string, count: number, rate: number) =>
    `${label} ${count === 1 ? 'once' : `${numbers.count(count)} times`}, down to ${numbers.learningRate(rate)}`,
};
