import type * as Facts from '../../facts';
import { list, numbers } from '../base';

export const method = {
  question: 'How was it measured?',
  finding: (speeds: readonly Facts.SpeedFacts[]) =>
    `${list(speeds.map(({ adapter, low, high }) => `${low === high ? numbers.figure(low) : `${numbers.figure(low)} to ${numbers.figure(high)}`} member-images/s on ${adapter}`))}.`,
  network: ({ units, validationExamples, testExamples }: Facts.SetupFacts) =>
    `A network ${units.join('-')} with relu, softmax cross-entropy and Adam. The first ${validationExamples === undefined ? '' : `${numbers.count(validationExamples)} `}training images validate, and the ${testExamples === undefined ? '' : `${numbers.count(testExamples)} `}test images are used once, at the end. The statistics of the normalizations are those of the training images alone.`,
  atOnce: 'All members of a run train at once, as one population.',
  inParts: (run: string, parts: number) =>
    `The members of the run ${run} were too many for the adapter at once, and were trained in ${numbers.count(parts)} parts.`,
  oneByOne: (run: string) =>
    `The members of the run ${run}, on stock TensorFlow.js, went through each step one after another.`,
  pairing:
    'Members of the same seed share initial weights and the order of examples, so that differences between them are not differences of luck.',
  speed: 'Member-images are images times members: a step of 128 images for 4 members counts 512.',
  factsCaption: (run: string) => `The run ${run}`,
  throughputCaption: (run: string) => `Throughput by normalization, ${run}`,
  configCaption: (run: string) => `Configuration, ${run}`,
};

export const facts = {
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
};
