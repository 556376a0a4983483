import type { Place } from '../../run/checkpoint/checkpoint';
import { epochs, list, numbers, plural } from './base';

/** What the commands print. */
export const terminal = {
  adapter: (name: string, runtime: string) => `Adapter: ${name}, ${runtime}`,
  softwareWarning: 'Warning: this is a software adapter; its figures say nothing about GPUs.',
  quickByDefault: (preset: string) =>
    `Preset ${preset}, since the adapter is a software one; --preset notebook is the full run.`,
  extent: (facts: {
    readonly members: number;
    readonly epochs: number;
    readonly examples: number;
    readonly heldOut: number;
  }) =>
    `${plural(facts.members, 'member')}, ${epochs(facts.epochs)} of ${plural(facts.examples, 'example')}${facts.heldOut > 0 ? `, ${numbers.count(facts.heldOut)} more held out` : ''}.`,
  stoppingAfterStep: 'Stopping after the step at hand; once more ends at once.',
  stoppingAfterSample: 'Stopping after the sample at hand; once more ends at once.',
  goingOn: (id: string, name: string) => `Going on with run ${id} (${name}); --fresh starts anew.`,
  continued: ({ membersDone, epochsDone, stepsDone }: Place) =>
    `It goes on${membersDone === 0 ? '' : ` with the members after the first ${numbers.count(membersDone)}`} after ${epochs(epochsDone)}${stepsDone === 0 ? '' : ` and ${plural(stepsDone, 'step')}`}.`,
  inParts: (members: number, parts: number) =>
    `Too many members to be trained at once: they are trained in ${numbers.count(parts)} parts of up to ${plural(members, 'member')}, one after another.`,
  startingAnew: (reason: string) => `It cannot go on: ${reason} A new run starts.`,
  nothingToResume: (id: string | undefined) =>
    id === undefined
      ? 'No run that was interrupted is kept; npm run runs -- list shows those that are.'
      : `No run "${id}" that was interrupted is kept; npm run runs -- list shows those that are.`,
  cannotResume: (id: string) => `Run ${id} has no checkpoint to go on from, or another command is training it.`,
  canGoOn: (id: string) => `It is kept as ${id}: --resume goes on with it, --resume --test-only tests it as it is.`,
  kernelDropped: (program: string) => `${program} gives wrong results on this adapter; another kernel takes its place.`,
  deviceLost: 'The GPU was lost; the run goes on with a new device.',
  diagnostic: {
    written: (path: string) =>
      `Diagnostic file, to attach to a report: ${path} (versions, adapter, options, errors and the last events).`,
    notWritten: (reason: string) => `A diagnostic file could not be written: ${reason}`,
  },
  notKept: (reason: string) => `The run goes on and is not being kept: ${reason}`,
  /** Of the command `runs`. */
  kept: {
    none: (folder: string) => `No runs are kept in ${folder}.`,
    unknown: (id: string, matching: number) =>
      matching > 1
        ? `${matching} runs begin with "${id}"; give more of the name.`
        : `No run "${id}" is kept; list shows those that are.`,
    noResult: (id: string) => `Nothing of run ${id} has been kept yet.`,
    inUse: (id: string) => `Run ${id} is being trained by another command; stop that first.`,
    deleted: (id: string) => `Deleted run ${id}.`,
    columns: {
      run: 'run',
      name: 'differs from its preset by',
      state: 'state',
      accuracy: 'best test accuracy',
      checkpoint: 'checkpoint',
    },
    states: { unfinished: 'unfinished', stopped: 'stopped', failed: 'failed', finished: 'finished' },
  },
  notebookTime: (milliseconds: number) =>
    `At this speed, --preset notebook would take about ${numbers.duration(milliseconds)}.`,
  pageReports: (text: string) => `The page reports: ${text}`,
  wroteReport: (name: string, kilobytes: number, runs: readonly string[]) =>
    `Wrote ${name}, ${numbers.count(kilobytes)} kB, of ${runs.join(', ')}.`,
  /** What is left of it after its own words: the bar is drawn in between. */
  barFormat: '{phase} [{bar}] {percentage}% · {speed} images/s · {timeLeft} left',
  progress: (percentage: number, imagesPerSecond: number, millisecondsLeft: number | undefined) =>
    `${percentage} % · ${numbers.rate(imagesPerSecond)} images/s · ${numbers.duration(millisecondsLeft)} left`,
  diverged: (member: string, epoch: number) => `${member}: diverged in epoch ${epoch}.`,
  rateReduced: (member: string, rate: number, epoch: number) =>
    `${member}: learning rate reduced to ${numbers.learningRate(rate)} after epoch ${epoch}.`,
  stoppedEarly: (member: string, epoch: number, restoredEpoch: number) =>
    `${member}: stopped early, after epoch ${epoch}${restoredEpoch === epoch ? '' : `; its weights will be those of epoch ${restoredEpoch}`}.`,
  columns: {
    normalization: 'normalization',
    testAccuracy: 'test accuracy',
    testLoss: 'test loss',
    validationAccuracy: 'last validation',
    normalizeGbPerSecond: 'normalize GB/s',
  },
  /** @param ended such as "2 stopped early". @param counts how many epochs they trained, each number once. */
  endedAfter: (ended: string, counts: readonly number[]) =>
    `${ended}, after ${list(counts.map(numbers.count))} ${counts.at(-1) === 1 ? 'epoch' : 'epochs'}`,
  withInterval: (mean: string, low: string, high: string) => `${mean} (${low} to ${high})`,
  wrote: (path: string) => `Wrote ${path}.`,
  speed: (imagesPerSecond: number, gflopPerSecond: number) =>
    `All members: ${numbers.rate(imagesPerSecond)} images/s, ${numbers.rate(gflopPerSecond)} GFLOP/s.`,
  step: (facts: {
    readonly median: number;
    readonly p10: number;
    readonly p90: number;
    readonly dispatches: number;
    readonly submits: number;
    readonly uniformWrites: number;
  }) =>
    `A step: ${numbers.figure(facts.median)} ms (${numbers.figure(facts.p10)} to ${numbers.figure(facts.p90)}); ` +
    `dispatches ${numbers.amount(facts.dispatches)}, submits ${numbers.amount(facts.submits)}, ` +
    `uniform writes ${numbers.amount(facts.uniformWrites)}.`,
  memory: (bytes: number, tensorsBefore: number, tensorsAfter: number) =>
    `GPU memory: ${numbers.figure(bytes / 1e6)} MB; tensors: ${numbers.count(tensorsBefore)} before, ${numbers.count(tensorsAfter)} after.`,
  oneSeed: (leader: { readonly name: string; readonly accuracy: number } | undefined) =>
    leader === undefined
      ? 'One seed allows no interval, so no difference is shown: --seeds 5 or --preset study gives intervals.'
      : `${leader.name} leads with a test accuracy of ${numbers.share(leader.accuracy)}, but one seed may be luck: --seeds 5 or --preset study gives intervals.`,
};
